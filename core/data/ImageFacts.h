#pragma once
#include "io/Files.h"

#include <vector>

namespace minamo {

/// Measured facts of one photo. Measured by minamo_imaging at import, stored column-wise in facts.safetensors (F32 [N] per fact).
struct ImageFacts {
    float brightness = 0;      ///< mean of luma (Rec. 601), 0..255
    float contrast = 0;        ///< standard deviation of luma, 0..255
    float clipped = 0;         ///< share of pixels with luma >= 250, 0..1
    float castRed = 0;         ///< mean red minus mean of the three channels, -255..255
    float castBlue = 0;        ///< mean blue minus mean of the three channels
    float sharpness = 0;       ///< variance of the Laplacian of luma at 256 px (longest side)
    float noise = 0;           ///< sigma of luma in the calm parts of the photo, fine noise and coarse grain, 0..255
    float gradientX = 0;       ///< luma change over the whole width by a least-squares plane: > 0 brighter on the right
    float gradientY = 0;       ///< same over the height: > 0 brighter at the bottom
};

/// Names in the order of the columns: "brightness", "contrast", ...
const std::vector<std::string>& imageFactNames();
float factValue(const ImageFacts& facts, std::size_t index);
Result<std::vector<ImageFacts>> readImageFacts(const Path& artifactFolder);
Result<void> writeImageFacts(const Path& artifactFolder, const std::vector<ImageFacts>& facts);

} // namespace minamo
