#pragma once
#include "engine/diffusion/ModelCheck.h"
#include "engine/features/NoisyInputs.h"

#include <atomic>
#include <numeric>
#include <semaphore>

namespace minamo {

/// Pooled features of one tap for some photos.
struct PooledTap {
    std::string tap;
    at::Tensor values; ///< [n, D] fp32 on the CPU
};

/// Psi: from photos or latents to pooled features. x_t by the model's own schedule (withNoise); one pass that
/// ends after the last tap; Psi = mean over space of the tap's output, taken on the device. Any number of
/// threads may call run() at once.
class FeaturePass {
public:
    /// contents: content hash of each photo behind the inputs. The model must be prepared for inference; all
    /// must outlive this.
    FeaturePass(const DiffusionModel& model, const CleanInputs& inputs,
        std::span<const std::uint64_t> contents, int draw) :
        m_model(model),
        m_inputs(inputs), m_contents(contents), m_draw(draw)
    {
    }

    using Rows = PhotoRows;

    /// x_t of these photos in fp32, [n, C, H, W] on the CPU.
    at::Tensor noisyInputs(const Rows& rows, int timestep) const;
    /// Taps in network order; nothing if `stop` was set meanwhile. Passes of fewer than `fill` photos are
    /// filled up with the last one: what stands beside a photo changes no bit of its features, how many do
    /// may. stopEarly false runs the whole network (for comparison). Errors: "device.out-of-memory",
    /// "torch.failed".
    Result<std::vector<PooledTap>> run(Rows rows, int timestep, const std::set<std::string>& taps,
        const std::atomic<bool>& stop, std::size_t fill = 1, bool stopEarly = true);

private:
    std::vector<PooledTap> pool(const at::Tensor& noisy, int timestep, const std::set<std::string>& taps,
        const std::atomic<bool>& stop, bool stopEarly);

    const DiffusionModel& m_model;
    const CleanInputs& m_inputs;
    std::span<const std::uint64_t> m_contents;
    int m_draw;
    /// Two passes in a GPU's queue keep it busy; more would only take memory.
    std::counting_semaphore<> m_gpuQueue { 2 };
};

/// begin, begin + 1, ... end - 1.
inline FeaturePass::Rows rowsBetween(std::int64_t begin, std::int64_t end)
{
    FeaturePass::Rows rows(static_cast<std::size_t>(end - begin));
    std::iota(rows.begin(), rows.end(), begin);
    return rows;
}

} // namespace minamo
