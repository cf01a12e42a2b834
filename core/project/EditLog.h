#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// The file edits.jsonl of a project: one line of JSON per edit, only ever appended to, each line flushed to
/// disk. A torn last line (a process was killed, a disk was full) is passed over and cut off by the next
/// append. edits.backup.jsonl is a copy of its beginning: where the file is damaged or gone, the copy stands
/// in.
class EditLog {
public:
    explicit EditLog(const Path& projectFolder) :
        m_file(projectFolder / "edits.jsonl"), m_backup(projectFolder / "edits.backup.jsonl")
    {
    }
    /// Complete lines that were not read yet, oldest first; a line that is no JSON object is passed over.
    std::vector<Json> readNew();
    /// The caller holds the project's lock and has read everything: what follows is a torn line. A damaged
    /// file is repaired from the backup first and kept as edits.damaged.jsonl. Errors of cannotWrite(): then
    /// the file is as it was.
    Result<void> append(const Json& line);
    /// Renews the backup, if there is something new. The caller holds the project's lock.
    Result<void> keepBackup() const;

private:
    std::string readAll();

    Path m_file, m_backup;
    std::uintmax_t m_read = 0; ///< bytes of the file that were read; 0 = nothing yet
    std::optional<std::string> m_repaired; ///< what the file should hold
};

} // namespace minamo
