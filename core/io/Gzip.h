#pragma once
#include "io/Files.h"

namespace minamo {

/// A JSON file, plain or packed by gzip (told by its first bytes). limit: bytes unpacked, so that a small
/// file cannot fill the memory. Errors: "file.cannot-read", "json.broken" {path} (also for a damaged or
/// overlong pack).
Result<Json> readPackedJson(const Path& file, std::size_t limit = std::size_t(64) << 20);

} // namespace minamo
