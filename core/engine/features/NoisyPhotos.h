#pragma once
#include "engine/diffusion/NoiseSchedule.h"

#include <cstdint>
#include <span>

namespace minamo {

/// One photo as a network takes it.
struct PassPhoto {
    std::span<const std::uint8_t> pixels; ///< planar RGB, 3 * side * side bytes
    std::uint64_t content = 0; ///< hash of the photo's file: keys its noise
};

/// x_t = sqrt(abar_t) x0 + sqrt(1 - abar_t) e in fp32, [n, 3, side, side] on the CPU: x0 = pixel / 127.5 - 1,
/// e from counter-based noise keyed on the photo's content, timestep and draw, whatever stands beside it.
at::Tensor noisyPhotos(const NoiseSchedule& schedule, const std::vector<PassPhoto>& photos, std::int64_t side,
    int timestep, int draw);

} // namespace minamo
