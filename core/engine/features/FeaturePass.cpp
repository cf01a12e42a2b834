#include "engine/features/FeaturePass.h"

#include "engine/device/Guarded.h"

namespace minamo {

at::Tensor FeaturePass::noisyInputs(const Rows& rows, int timestep) const
{
    std::vector<std::uint64_t> contents;
    for (const auto row : rows)
        contents.push_back(m_contents[static_cast<std::size_t>(row)]);
    return withNoise(m_model.schedule, m_inputs.rows(rows), contents, timestep, m_draw);
}

std::vector<PooledTap> FeaturePass::pool(const at::Tensor& noisy, int timestep,
    const std::set<std::string>& taps, const std::atomic<bool>& stop, bool stopEarly)
{
    const auto device = m_model.network->device();
    std::vector<PooledTap> pooled;
    TapRequest request(
        taps,
        [&](const std::string& tap, const at::Tensor& value) {
            pooled.push_back({ tap, meanOverPlaces(value) });
        },
        stopEarly);
    request.stopWhen(stop);
    // One timestep for the whole batch: its embedding is computed once.
    const at::Tensor time = m_model.schedule.told(
        torch::full({ 1 }, timestep, at::TensorOptions(at::kLong).device(device)));
    m_model.network->forward(noisy.to(device), time, m_model.conditioning, request);
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

Result<std::vector<PooledTap>> FeaturePass::run(Rows rows, int timestep, const std::set<std::string>& taps,
    const std::atomic<bool>& stop, std::size_t fill, bool stopEarly)
{
    const c10::InferenceMode guard;
    const auto device = m_model.network->device();
    return guarded(device.str(), [&]() -> Result<std::vector<PooledTap>> {
        const auto asked = static_cast<std::int64_t>(rows.size());
        rows.resize(std::max(rows.size(), fill), rows.back());
        const at::Tensor noisy = noisyInputs(rows, timestep);
        struct Place {
            std::counting_semaphore<>& queue;
            bool isNeeded;
            Place(std::counting_semaphore<>& q, bool needed) : queue(q), isNeeded(needed)
            {
                if (isNeeded)
                    queue.acquire();
            }
            ~Place()
            {
                if (isNeeded)
                    queue.release();
            }
        };
        const Place place(m_gpuQueue, !device.is_cpu());
        auto pooled = pool(noisy, timestep, taps, stop, stopEarly);
        for (auto& item : pooled)
            item.values = item.values.narrow(0, 0, asked);
        return pooled;
    });
}

} // namespace minamo
