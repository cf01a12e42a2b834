#pragma once
#include "base/Result.h"
#include "data/Dataset.h"
#include "project/ArtifactStore.h"
#include "project/EditLog.h"

#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// One change of the project's document, with its inverse (the value before).
struct Edit {
    std::int64_t number = 0;      ///< 1, 2, ...
    std::string time;             ///< UTC
    std::string what;             ///< phrase key "edit.<what>": "cell-chosen", "style-named", "result-adopted" ...
    Json values = Json::object(); ///< for the phrase
    std::string pointer;          ///< JSON pointer into the document, e.g. "/cell"
    Json before, after;           ///< null = absent
    bool byUser = false;          ///< only these are undone; a job's result is adopted with false
};

/// The choice of a cell: what Psi is.
struct CellChoice {
    std::string tap;              ///< "up_blocks.1" ...
    int timestep = 0;
    std::string reason;           ///< phrase key, e.g. "cell.best-label-free"; "cell.user" when chosen by hand
    Json values = Json::object(); ///< for the phrase: {"score": 0.41, "cells": 28}
};

/// A project folder: project.minamo (identity), edits.jsonl (document = all edits replayed; also the undo history),
/// artifacts/, jobs/. Several processes may have it open: edits are appended under a lock, reload() follows. Opening
/// works whatever a kill, a power cut or a full disk left behind, with at most the last edit missing.
///
/// Document: "/samples" id of the import artifact; "/model" {id,name,dir}; "/features" [ids of cell artifacts];
/// "/scores", "/probe", "/discover", "/embed" ids; "/train" [ids]; "/cell" CellChoice; "/styleNames/<discover id>/<style>"
/// text; "/okClasses" [class names]; "/classNames" {class: {"ja", "en"}} what people read for it.
class Project {
public:
    static Result<Project> create(const Path& folder, const std::string& name);
    static Result<Project> open(const Path& folder);
    static bool isProject(const Path& folder);

    const Path& folder() const { return m_folder; }
    const std::string& name() const { return m_name; }
    bool readOnly() const { return !writable(); }
    /// Why nothing can be changed: "project.read-only" {path}, "project.newer-format" {path, format}.
    Result<void> writable() const;
    const ArtifactStore& artifacts() const { return m_artifacts; }
    Path jobsFolder() const { return m_folder / "jobs"; }

    const Json& document() const { return m_document; }
    std::string text(const std::string& pointer) const;      ///< "" if absent or not a text
    Result<Dataset> dataset() const;                          ///< of "/samples"; error "project.no-samples" if none
    std::optional<CellChoice> cell() const;

    /// Sets `pointer` to `after` (null removes) and appends the edit to disk before it returns. Nothing happens if the
    /// value is already so.
    Result<void> edit(const std::string& pointer, Json after, const std::string& what, Json values, bool byUser);
    Result<void> chooseCell(const CellChoice& cell, bool byUser);
    bool canUndo() const { return m_cursor > 0; }
    bool canRedo() const { return m_cursor < m_history.size(); }
    Result<void> undo();
    Result<void> redo();
    Result<void> goTo(std::size_t cursor);                           ///< undo or redo until `cursor` edits are in force
    const std::vector<Edit>& history() const { return m_history; }   ///< user edits, oldest first
    std::size_t cursor() const { return m_cursor; }                  ///< edits [0, cursor) are in force

    /// Reads what other processes appended. True if the document changed.
    Result<bool> reload();
    /// Renews the one backup of edits.jsonl. Happens by itself every 32 edits.
    Result<void> keepBackup();

private:
    Project(Path folder, std::string name, int format);
    bool replayNewLines();
    void apply(const Json& line);
    Result<FileLock> beginChange();
    Result<void> append(const Json& line);

    Path m_folder;
    std::string m_name;
    ArtifactStore m_artifacts;
    Json m_document = Json::object();
    std::vector<Edit> m_history;
    std::size_t m_cursor = 0;
    EditLog m_log;
    int m_format;
    std::int64_t m_number = 0;
};

} // namespace minamo
