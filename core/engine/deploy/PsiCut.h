#pragma once
#include "engine/diffusion/ModelCheck.h"
#include "project/FeatureStore.h"

#include <set>

namespace minamo {

/// Parameters that decide the outputs of these taps, by key: those that a gradient of the taps reaches. What
/// comes after the last tap is not among them.
std::set<std::string> parametersBefore(DiffusionNetwork& network, const std::set<std::string>& taps);

/// Tensors kept and tensors of the whole network.
struct PsiCut {
    std::int64_t kept = 0, whole = 0;
};

/// Writes the network up to its last tap to `folder`: config.json, scheduler_config.json, weights.safetensors
/// (halves where that loses no bit), conditioning.safetensors (what every pass is told), and of a latent
/// space autoencoder/ {config.json, key.json, diffusion_pytorch_model.safetensors: the encoder alone}. The
/// network must be as loadDiffusionModel() gives it.
Result<PsiCut> writePsiCut(
    const DiffusionModel& model, const std::set<std::string>& taps, const Path& folder);

/// The opposite, ready for inference on the CPU. What was cut off is not a number, so that nothing can use it
/// unnoticed. Errors: "package.bad-weights" {path, tensor}, those of makeNetwork, NoiseSchedule and files.
Result<DiffusionModel> readPsiCut(const Path& folder, const std::set<std::string>& taps);

} // namespace minamo
