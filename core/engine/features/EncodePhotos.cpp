#include "engine/features/EncodePhotos.h"

#include "engine/device/Guarded.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <torch/types.h>

namespace minamo {

std::int64_t latentBatch(int size, bool gpu)
{
    const double pixels = static_cast<double>(size) * size / (64.0 * 64.0);
    const double wanted = std::clamp((gpu ? 1024 : 8) / pixels, 1.0, gpu ? 64.0 : 8.0);
    return static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(wanted)));
}

Result<at::Tensor> encodePhotos(
    const DiffusionModel& model, const ImagePack& pack, const PhotoRows& rows, const std::atomic<bool>& stop)
{
    auto& autoencoder = *model.autoencoder;
    const auto device = autoencoder.device();
    return guarded(device.str(), [&]() -> Result<at::Tensor> {
        const c10::InferenceMode guard;
        // What stands beside a photo changes no bit of its latent, how many do may.
        const auto batch = static_cast<std::size_t>(latentBatch(pack.size(), device.is_cuda()));
        std::vector<at::Tensor> parts;
        for (std::size_t at = 0; at < rows.size(); at += batch) {
            const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(at);
            const auto count = std::min(batch, rows.size() - at);
            PhotoRows some(begin, begin + static_cast<std::ptrdiff_t>(count));
            some.resize(batch, some.back());
            TapRequest request;
            request.stopWhen(stop);
            const at::Tensor latents
                = autoencoder.encode(CleanPhotos(pack).rows(some).to(device), request).to(at::kCPU);
            if (stop)
                return cancelledError();
            parts.push_back(latents.narrow(0, 0, static_cast<std::int64_t>(count)));
        }
        return at::cat(parts).contiguous();
    });
}

Result<std::unique_ptr<CleanInputs>> inputsWithoutProject(const DiffusionModel& model, const ImagePack& pack)
{
    if (!model.autoencoder)
        return std::make_unique<CleanPhotos>(pack);
    PhotoRows all(pack.count());
    std::iota(all.begin(), all.end(), 0);
    const std::atomic<bool> never { false };
    MINAMO_TRY(auto latents, encodePhotos(model, pack, all, never));
    return std::make_unique<HeldInputs>(std::move(latents));
}

} // namespace minamo
