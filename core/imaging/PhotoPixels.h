#pragma once
#include "data/Dataset.h"
#include "stages/ImportOptions.h"
#include "stages/PackOptions.h"

namespace minamo {

/// A part of a photo as networks take it.
struct PartPixels {
    Region region; ///< px of the upright photo
    std::uint64_t content = 0; ///< keys the noise, as in a data set
    std::vector<std::vector<std::uint8_t>> squares; ///< planar RGB, one per rule
};

/// Decodes a photo that stands in no project: by the same decoder, cuts and resize rules as import and pack,
/// so that the bytes are theirs. `cuts`: its roi, tiles and overlap; `environment` chooses among regions.
/// Errors: those of PhotoCuts and of decodePhoto, each with {path}.
Result<std::vector<PartPixels>> readPhotoPixels(const Path& file, const ImportOptions& cuts,
    const std::string& environment, const std::vector<PackOptions>& rules);

} // namespace minamo
