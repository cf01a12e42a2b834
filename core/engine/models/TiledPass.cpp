#include "engine/models/TiledPass.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <vector>

namespace minamo {
namespace {

/// Mixes the end of `before` into the beginning of `tile` along a dimension.
void blend(const at::Tensor& before, at::Tensor& tile, std::int64_t dimension, std::int64_t places)
{
    const auto extent = std::min({ before.size(dimension), tile.size(dimension), places });
    std::vector<std::int64_t> shape(4, 1);
    shape[static_cast<std::size_t>(dimension)] = extent;
    const at::Tensor weight
        = (at::arange(extent, tile.options().dtype(at::kFloat)) / static_cast<double>(extent)).view(shape);
    const at::Tensor end = before.narrow(dimension, before.size(dimension) - extent, extent);
    at::Tensor begin = tile.narrow(dimension, 0, extent);
    begin.copy_(end * (1 - weight) + begin * weight);
}

at::Tensor square(const at::Tensor& x, std::int64_t y, std::int64_t left, std::int64_t side)
{
    return x.slice(2, y, y + side).slice(3, left, left + side);
}

} // namespace

at::Tensor tiledPass(
    const at::Tensor& x, const TileGrid& grid, const std::function<at::Tensor(const at::Tensor&)>& pass)
{
    std::vector<at::Tensor> rows, above;
    for (std::int64_t y = 0; y < x.size(2); y += grid.step) {
        std::vector<at::Tensor> row, kept;
        for (std::int64_t left = 0; left < x.size(3); left += grid.step) {
            at::Tensor tile = pass(square(x, y, left, grid.tile));
            if (!above.empty())
                blend(above[row.size()], tile, 2, grid.blend);
            if (!row.empty())
                blend(row.back(), tile, 3, grid.blend);
            kept.push_back(square(tile, 0, 0, grid.keep));
            row.push_back(tile);
        }
        rows.push_back(at::cat(kept, 3));
        above = std::move(row);
    }
    return at::cat(rows, 2);
}

} // namespace minamo
