#pragma once
#include "io/Files.h"

#include <string>

namespace minamo {

/// Who has a project open for editing, as its file editor.lock says.
struct EditorName {
    std::string host;
    int pid = 0;
};

/// The right of one window to edit a project, for as long as this object lives (or the process, however it
/// ends). Jobs and commands do not need it: they add artifacts and append their edits under the project's
/// lock.
class EditorLock {
public:
    /// Errors: "project.edited-elsewhere" {path, host, pid}, those of cannotWrite().
    static Result<EditorLock> take(const Path& projectFolder);
    static bool isFree(const Path& projectFolder);
    static EditorName holder(const Path& projectFolder);

private:
    explicit EditorLock(FileLock lock) : m_lock(std::move(lock)) { }
    FileLock m_lock;
};

} // namespace minamo
