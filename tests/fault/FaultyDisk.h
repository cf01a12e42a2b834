#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// One thing a program asked the disk for.
struct DiskOperation {
    enum class Kind { makeFolder, make, write, cut, flush, rename, remove, mark };
    Kind kind = Kind::mark;
    std::string path, to; ///< `to`: of rename
    std::int64_t place = 0; ///< of write: offset; of cut: the new length
    std::string bytes; ///< of write
};

/// A disk that remembers, or that is full. This library stands before the C library (linked, or LD_PRELOAD)
/// and sees every call below one folder. For other programs by environment: MINAMO_DISK_ROOT = that folder,
/// MINAMO_DISK_ROOM = bytes until "no space left on device".
void recordDisk(const std::string& root);
/// A mark between two operations: something was promised to the user here.
void markDisk();
/// What happened since recordDisk(), which ends.
std::vector<DiskOperation> recordedDisk();

} // namespace minamo
