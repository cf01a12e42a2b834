#pragma once
#include "base/Result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace minamo {

using Path = std::filesystem::path;

/// Writes beside the target, flushes to disk and renames: a reader sees the old file or the whole new one.
Result<void> writeFileAtomically(const Path& file, std::string_view bytes);
/// Appends and flushes to disk (fdatasync): what returned cannot be lost by a kill.
Result<void> appendDurably(const Path& file, std::string_view bytes);
Result<std::string> readFile(const Path& file);

Result<Json> readJson(const Path& file);
Result<void> writeJson(const Path& file, const Json& json);

/// A read-only file in memory without reading it first. Keeps the mapping while any copy lives.
class MappedFile {
public:
    static Result<MappedFile> open(const Path& file);
    std::span<const std::byte> bytes() const { return m_bytes; }

private:
    std::shared_ptr<const void> m_owner;
    std::span<const std::byte> m_bytes;
};

/// An advisory lock on a file (flock), held while the object lives; gone with the process, however it ends.
class FileLock {
public:
    /// Waits up to `seconds` (0 = one try). An error "file.locked" names who holds it, if the holder wrote its pid.
    static Result<FileLock> take(const Path& file, double seconds = 5);
    static bool isHeld(const Path& file);
    FileLock(FileLock&& other) noexcept : m_descriptor(other.m_descriptor) { other.m_descriptor = -1; }
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();
    /// Replaces the content of the lock file (host, pid: for a reader who wonders).
    void write(std::string_view text) const;

private:
    explicit FileLock(int descriptor) : m_descriptor(descriptor) { }
    int m_descriptor = -1;
};

/// Folder of files that come with the program ("model", ...): MINAMO_SHARE, else <program>/../share/minamo.
Path sharedFolder();
/// "2026-11-24T23:20:11.123Z"
std::string utcNow();

} // namespace minamo
