#pragma once
#include <ATen/core/Tensor.h>
#include <functional>

namespace minamo {

/// How a picture that is too large for one pass is cut into squares that overlap.
struct TileGrid {
    std::int64_t tile = 0; ///< side of a square of the input
    std::int64_t step = 0; ///< from one square to the next; less than tile
    std::int64_t blend = 0; ///< places of the output over which neighbours are mixed
    std::int64_t keep = 0; ///< side of what a square gives to the output
};

/// The whole output from passes over squares; where two overlap they are mixed linearly, as diffusers'
/// tiled_encode and tiled_decode do.
at::Tensor tiledPass(
    const at::Tensor& x, const TileGrid& grid, const std::function<at::Tensor(const at::Tensor&)>& pass);

} // namespace minamo
