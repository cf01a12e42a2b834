#include "engine/features/NoisyPhotos.h"

#include "base/Random.h"

#include <algorithm>
#include <torch/types.h>

namespace minamo {

at::Tensor noisyPhotos(const NoiseSchedule& schedule, const std::vector<PassPhoto>& photos, std::int64_t side,
    int timestep, int draw)
{
    const auto count = static_cast<std::int64_t>(photos.size());
    const auto numbers = static_cast<std::size_t>(3 * side * side);
    const at::Tensor pixels = at::empty({ count, 3, side, side }, at::kByte);
    const at::Tensor noise = at::empty({ count, 3, side, side }, at::kFloat);
    const std::uint64_t stream
        = mixKeys(static_cast<std::uint64_t>(timestep), static_cast<std::uint64_t>(draw));
    for (std::size_t i = 0; i < photos.size(); ++i) {
        const std::size_t at = i * numbers;
        std::ranges::copy(photos[i].pixels, pixels.mutable_data_ptr<std::uint8_t>() + at);
        fillNormal({ noise.mutable_data_ptr<float>() + at, numbers }, photos[i].content, stream);
    }
    const at::Tensor x0 = pixels.to(at::kFloat).div_(127.5).sub_(1);
    return schedule.addNoise(x0, noise, torch::full({ 1 }, timestep, at::kLong));
}

} // namespace minamo
