#pragma once
#include "data/Dataset.h"

#include <span>

namespace minamo {

/// What was said of one tile of a photo.
struct TileVerdict {
    double defect = 0; ///< P(defect), 0..1; NaN without an OK class
    double probability = 0; ///< of the class said, 0..1
};

/// The tile that speaks for its photo, here and in an exported package: the one with the largest P(defect),
/// so that one bad tile makes the photo bad; without an OK class the one whose class is most certain. The
/// first of equals. @param tiles at least one
std::size_t worstTile(std::span<const TileVerdict> tiles);

/// Rows of every photo, in the order of the data set: its tiles, or the one row that shows it.
std::vector<std::vector<std::size_t>> rowsByPhoto(const Dataset& dataset);

} // namespace minamo
