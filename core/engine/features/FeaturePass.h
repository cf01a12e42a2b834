#pragma once
#include "data/ImagePack.h"
#include "engine/diffusion/ModelCheck.h"

#include <atomic>
#include <numeric>
#include <semaphore>

namespace minamo {

/// Pooled features of one tap for some photos.
struct PooledTap {
    std::string tap;
    at::Tensor values; ///< [n, D] fp32 on the CPU
};

/// Psi: from photos to pooled features. x_t by the model's own schedule (noisyPhotos); one pass that ends
/// after the last tap; Psi = mean over space of the tap's output, taken on the device. Any number of threads
/// may call run() at once.
class FeaturePass {
public:
    /// contents: content hash of each photo of the pack. The model must be prepared for inference; all must
    /// outlive this.
    FeaturePass(const DiffusionModel& model, const ImagePack& pack, std::span<const std::uint64_t> contents,
        int draw) :
        m_model(model),
        m_pack(pack), m_contents(contents), m_draw(draw)
    {
    }

    using Rows = std::vector<std::int64_t>; ///< of the pack

    /// x_t of these photos in fp32, [n, 3, S, S] on the CPU.
    at::Tensor noisyPhotos(const Rows& rows, int timestep) const;
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
    const ImagePack& m_pack;
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
