#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <cstdint>
#include <vector>

namespace minamo {

/// A photo as a screen wants it.
struct ShownPhoto {
    std::vector<std::uint8_t> rgb; ///< upright, row by row, 3 bytes per pixel
    int width = 0, height = 0; ///< px
    int fullWidth = 0, fullHeight = 0; ///< px of the whole photo, upright
};

/// Decoded to fit into maxWidth x maxHeight (never enlarged), JPEG by reduced decode: a 20-megapixel photo
/// for a screen takes well under 300 ms. Errors: those of decodePhoto(), with {path}.
Result<ShownPhoto> readShownPhoto(const Path& file, int maxWidth, int maxHeight);

} // namespace minamo
