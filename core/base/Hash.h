#pragma once
#include "base/Result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace minamo {

/// 64-bit content hash (XXH3). Used for sample ids (of the relative path) and photo contents.
std::uint64_t hash64(std::string_view bytes);
/// 128-bit content hash as 32 hex digits (XXH3). Used for artifact and model ids.
std::string hashHex(std::string_view bytes);
/// hashHex of a whole file, read in pieces.
Result<std::string> hashFile(const std::filesystem::path& file);
/// 16 lower-case hex digits.
std::string toHex(std::uint64_t value);

} // namespace minamo
