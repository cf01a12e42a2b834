#include "data/PhotoTiles.h"

#include "base/Assert.h"

#include <algorithm>
#include <cmath>

namespace minamo {

std::size_t worstTile(std::span<const TileVerdict> tiles)
{
    MINAMO_ASSERT(!tiles.empty());
    const auto badness
        = [](const TileVerdict& tile) { return std::isnan(tile.defect) ? tile.probability : tile.defect; };
    return static_cast<std::size_t>(std::ranges::max_element(tiles, {}, badness) - tiles.begin());
}

std::vector<std::vector<std::size_t>> rowsByPhoto(const Dataset& dataset)
{
    std::vector<std::vector<std::size_t>> photos;
    for (std::size_t row = 0; row < dataset.size(); ++row) {
        // Import writes the tiles of a photo one after another.
        const bool next = row > 0 && !dataset.regions.empty() && dataset.paths[row] == dataset.paths[row - 1];
        if (!next)
            photos.emplace_back();
        photos.back().push_back(row);
    }
    return photos;
}

} // namespace minamo
