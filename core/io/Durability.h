#pragma once
#include "io/Files.h"

#include <cerrno>

namespace minamo {

/// What a write that failed with this errno means: "file.disk-full" {path} or "file.cannot-write" {path}.
tl::unexpected<Error> cannotWrite(const Path& file, int reason = errno);
/// Flushes the names in a folder to disk: a file that was made or renamed in it is still there after a power
/// cut.
void syncFolder(const Path& folder);
/// Flushes every file below `folder` and the names. Errors of cannotWrite().
Result<void> syncTree(const Path& folder);

} // namespace minamo
