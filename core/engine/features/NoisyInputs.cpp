#include "engine/features/NoisyInputs.h"

#include "base/Random.h"

#include <algorithm>
#include <torch/types.h>

namespace minamo {

at::Tensor CleanPhotos::rows(const PhotoRows& rows) const
{
    std::vector<std::span<const std::uint8_t>> photos;
    for (const auto row : rows)
        photos.push_back(m_pack.pixels(static_cast<std::size_t>(row)));
    return cleanPhotos(photos, m_pack.size());
}

at::Tensor HeldInputs::rows(const PhotoRows& rows) const
{
    return m_x0.index_select(0, torch::tensor(rows, at::kLong));
}

at::Tensor cleanPhotos(const std::vector<std::span<const std::uint8_t>>& photos, std::int64_t side)
{
    const at::Tensor pixels = at::empty({ std::ssize(photos), 3, side, side }, at::kByte);
    auto* at = pixels.mutable_data_ptr<std::uint8_t>();
    for (const auto& photo : photos)
        at = std::ranges::copy(photo, at).out;
    return pixels.to(at::kFloat).div_(127.5).sub_(1);
}

at::Tensor withNoise(const NoiseSchedule& schedule, const at::Tensor& x0,
    const std::vector<std::uint64_t>& contents, int timestep, int draw)
{
    const at::Tensor noise = at::empty(x0.sizes(), at::kFloat);
    const auto numbers = static_cast<std::size_t>(x0[0].numel());
    const std::uint64_t stream
        = mixKeys(static_cast<std::uint64_t>(timestep), static_cast<std::uint64_t>(draw));
    for (std::size_t i = 0; i < contents.size(); ++i)
        fillNormal({ noise.mutable_data_ptr<float>() + i * numbers, numbers }, contents[i], stream);
    return schedule.addNoise(x0, noise, torch::full({ 1 }, timestep, at::kLong));
}

} // namespace minamo
