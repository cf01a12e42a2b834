#pragma once
#include "io/Safetensors.h"

namespace minamo {

/// What the header of a safetensors file says, checked against the bytes that follow it.
struct SafetensorsHeader {
    std::vector<TensorView> tensors; ///< in file order
    std::map<std::string, std::string> metadata;
};

/// Parses and checks a whole file in memory. Errors (without "path"): "safetensors.too-short",
/// ".header-too-large",
/// ".header-beyond-file", ".bad-header", ".duplicate-key", ".unknown-dtype", ".overflow", ".bad-offsets",
/// ".size-mismatch", ".truncated", ".trailing-bytes".
Result<SafetensorsHeader> readSafetensorsHeader(std::span<const std::byte> file);

} // namespace minamo
