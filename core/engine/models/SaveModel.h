#pragma once
#include "engine/models/DiffusionNetwork.h"
#include "io/Files.h"

namespace minamo {

/// Writes one component folder as diffusers does: config.json and diffusion_pytorch_model.safetensors (fp32,
/// or halves where `type` says so).
Result<void> saveNetwork(
    const DiffusionNetwork& network, const Path& folder, at::ScalarType type = at::kFloat);

/// Writes a whole pipeline that diffusers' DDPMPipeline.from_pretrained loads: model_index.json, unet/,
/// scheduler/. `scheduler` needs no _class_name (DDPMScheduler is written) and is completed by diffusers'
/// defaults.
Result<void> saveDiffusersFolder(const DiffusionNetwork& network, const Json& scheduler, const Path& folder,
    at::ScalarType type = at::kFloat);

} // namespace minamo
