#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <functional>
#include <string>
#include <vector>

namespace minamo {

/// Everything a result depends on. Equal keys give equal results, so the id names the result (decision D3).
struct ArtifactKey {
    std::string stage; ///< "import", "pack", "cell", "score", "discover" ...
    int version = 1; ///< raised when the stage computes something else
    Json options = Json::object(); ///< canonicalOptions(...)
    std::vector<std::string> inputs; ///< ids of artifacts and models

    std::string id() const; ///< "<stage>-<16 hex digits>"
};

/// An artifact being written: a hidden folder beside the final one. Dropped unless committed.
class ArtifactDraft {
public:
    ArtifactDraft(ArtifactDraft&&) noexcept = default;
    ~ArtifactDraft();
    const Path& folder() const { return m_folder; }
    const ArtifactKey& key() const { return m_key; }

private:
    friend class ArtifactStore;
    ArtifactDraft(ArtifactKey key, Path folder) : m_key(std::move(key)), m_folder(std::move(folder)) { }
    ArtifactKey m_key;
    Path m_folder;
};

/// The work folder of a key and the right to write into it; another process waits until this is gone.
struct ArtifactWork {
    Path folder;
    FileLock lock;
};

/// Immutable results of a project: artifacts/<id>/{manifest.json, files}. Any number of processes may add.
class ArtifactStore {
public:
    explicit ArtifactStore(Path root) : m_root(std::move(root)) { }
    bool contains(const std::string& id) const;
    Path folder(const std::string& id) const { return m_root / id; }
    Result<Json> manifest(const std::string& id) const; ///< {id, stage, version, options, inputs, summary}
    std::vector<std::string> list(std::string_view stage = "") const; ///< committed ids, sorted

    Result<ArtifactDraft> begin(const ArtifactKey& key) const;
    /// Writes the manifest and renames into place; if another process was faster, its equal result is kept.
    /// `summary` is small: what lists and tables show without opening files.
    Result<std::string> commit(ArtifactDraft draft, const Json& summary) const;
    /// A folder that survives a kill, for work in pieces of this key (feature chunks, training checkpoints).
    Result<Path> workFolder(const ArtifactKey& key) const;
    /// workFolder() for one process at a time: two that did the same work would take each other's half-done
    /// work away. `stop` is asked while it waits. The first may have finished meanwhile: ask contains()
    /// again. Errors: "cancelled", "file.cannot-write".
    Result<ArtifactWork> takeWork(const ArtifactKey& key, const std::function<bool()>& stop) const;
    void dropWorkFolder(const ArtifactKey& key) const;

private:
    Path m_root;
};

} // namespace minamo
