#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <cstdint>
#include <vector>

namespace minamo {

/// Photos as points of a map: content of embedding.safetensors, and of the file a running `embed` names in
/// its "layout" events.
struct MapLayout {
    std::vector<std::uint64_t> ids; ///< of the samples, in the order of the data set
    std::vector<float> xy; ///< x0, y0, x1, y1, ... (2 N numbers)
};

/// Reads "ids" U64 [N] and "xy" F32 [N, 2].
Result<MapLayout> readMapLayout(const Path& file);
Result<void> writeMapLayout(const Path& file, const MapLayout& layout);

} // namespace minamo
