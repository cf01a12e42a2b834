#include "engine/features/FeaturePass.h"

#include "base/Random.h"
#include "engine/device/Guarded.h"

namespace minamo {

at::Tensor FeaturePass::noisyPhotos(std::int64_t begin, std::int64_t end, int timestep) const
{
    const std::int64_t side = m_pack.size();
    const auto numbers = static_cast<std::size_t>(3 * side * side);
    const at::Tensor photos = at::empty({ end - begin, 3, side, side }, at::kByte);
    const at::Tensor noise = at::empty({ end - begin, 3, side, side }, at::kFloat);
    const std::uint64_t stream
        = mixKeys(static_cast<std::uint64_t>(timestep), static_cast<std::uint64_t>(m_draw));
    for (std::int64_t i = 0; i < end - begin; ++i) {
        const auto row = static_cast<std::size_t>(begin + i);
        const std::size_t at = static_cast<std::size_t>(i) * numbers;
        std::ranges::copy(m_pack.pixels(row), photos.mutable_data_ptr<std::uint8_t>() + at);
        fillNormal({ noise.mutable_data_ptr<float>() + at, numbers }, m_contents[row], stream);
    }
    const at::Tensor x0 = photos.to(at::kFloat).div_(127.5).sub_(1);
    return m_model.schedule.addNoise(x0, noise, torch::full({ 1 }, timestep, at::kLong));
}

std::vector<PooledTap> FeaturePass::pool(const at::Tensor& noisy, int timestep,
    const std::set<std::string>& taps, const std::atomic<bool>& stop, bool stopEarly)
{
    const auto device = m_model.network->device();
    std::vector<PooledTap> pooled;
    TapRequest request(
        taps,
        [&](const std::string& tap, const at::Tensor& value) {
            pooled.push_back({ tap, value.to(at::kFloat).mean({ 2, 3 }) });
        },
        stopEarly);
    request.stopWhen(stop);
    // One timestep for the whole batch: its embedding is computed once.
    const at::Tensor time = torch::full({ 1 }, timestep, at::TensorOptions(at::kLong).device(device));
    m_model.network->forward(noisy.to(device), time, {}, request);
    if (stop)
        return {};
    if (device.is_cpu())
        return pooled;
    std::vector<at::Tensor> parts;
    std::vector<std::int64_t> widths;
    for (const auto& item : pooled) {
        parts.push_back(item.values);
        widths.push_back(item.values.size(1));
    }
    const auto split = at::cat(parts, 1).to(at::kCPU).split_with_sizes(widths, 1);
    for (std::size_t i = 0; i < pooled.size(); ++i)
        pooled[i].values = split[i];
    return pooled;
}

Result<std::vector<PooledTap>> FeaturePass::run(std::int64_t begin, std::int64_t end, int timestep,
    const std::set<std::string>& taps, const std::atomic<bool>& stop, bool stopEarly)
{
    const c10::InferenceMode guard;
    const auto device = m_model.network->device();
    return guarded(device.str(), [&]() -> Result<std::vector<PooledTap>> {
        const at::Tensor noisy = noisyPhotos(begin, end, timestep);
        if (device.is_cpu())
            return pool(noisy, timestep, taps, stop, stopEarly);
        struct Place {
            std::counting_semaphore<>& queue;
            explicit Place(std::counting_semaphore<>& q) : queue(q) { queue.acquire(); }
            ~Place() { queue.release(); }
        };
        const Place place(m_gpuQueue);
        return pool(noisy, timestep, taps, stop, stopEarly);
    });
}

} // namespace minamo
