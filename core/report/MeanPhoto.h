#pragma once
#include "data/Dataset.h"
#include "data/ImagePack.h"

#include <span>

namespace minamo {

constexpr std::size_t mostOfMean = 500; ///< photos laid over each other; more change nothing one can see

/// PNG of the mean of these rows (spread evenly over them), in their mean proportion; the longer side is that
/// of the pack. At least one row.
std::string meanOfPhotos(const ImagePack& pixels, const Dataset& dataset, std::span<const std::size_t> rows);

} // namespace minamo
