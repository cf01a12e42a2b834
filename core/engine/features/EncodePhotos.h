#pragma once
#include "engine/diffusion/ModelCheck.h"
#include "engine/features/NoisyInputs.h"

#include <atomic>
#include <memory>

namespace minamo {

/// Photos per pass of an autoencoder: fixed by side and kind of device, so that it is part of no choice.
std::int64_t latentBatch(int size, bool gpu);

/// Latents of some photos, [n, C, h, w] in fp32 on the CPU. The model must be prepared for inference; no
/// gradient. Errors: "cancelled" as soon as `stop` is set, "device.out-of-memory", "torch.failed".
Result<at::Tensor> encodePhotos(
    const DiffusionModel& model, const ImagePack& pack, const PhotoRows& rows, const std::atomic<bool>& stop);

/// What the model is given for photos that stand in no project; latents are computed at once. `pack` must
/// outlive the result.
Result<std::unique_ptr<CleanInputs>> inputsWithoutProject(const DiffusionModel& model, const ImagePack& pack);

} // namespace minamo
