#pragma once
#include "engine/diffusion/Golden.h"
#include "engine/diffusion/ModelCheck.h"

namespace minamo {

/// Loads what is in `folder` and gives every tap.* and output.* the golden file asks for, computed from its
/// input.*: on the CPU in fp32. One function and file per kind of component; VerifyModel.cpp has the table.
/// Errors: "model.bad-input" {tensor}, those of loading.
using Verifier = Result<NamedTensors> (*)(const Path& folder, const Golden& golden);

/// A network that predicts noise, alone or in its pipeline. Alone: input.sample (of a transformer
/// input.hidden_states), input.timestep [, input.class_labels] -> output.sample. In pixel space: input.image,
/// input.noise, input.timestep -> output.noisy, tap.unet.*, output.unet, output.heads_mid,
/// output.pred_original_sample.
Result<NamedTensors> runGoldenNetwork(const Path& folder, const Golden& golden);

/// A pipeline in latent space, with what it is told: input.image, input.noise, input.timestep
/// [, input.class_labels] -> output.latent, output.noisy; per pass (none, "noisy." or "clean.") the network's
/// taps and output under its component's name and output.feature_*_mean; output.pred_x0, .pred_image_0_1,
/// .ids_*, .prompt_embeds*.
Result<NamedTensors> runGoldenLatents(DiffusionModel& model, const Golden& golden);

/// A network of NVlabs/edm: input.x, input.sigma [, input.class_labels] -> output.denoised, output.raw_F.
Result<NamedTensors> runGoldenEdm(const Path& folder, const Golden& golden);

/// A U-Net of DDAE with its noise: input.image in [0, 1], input.noise, input.t_index -> output.x_noised, the
/// network's output, output.feature.out_* (means over the places) and the numbers of the schedule.
Result<NamedTensors> runGoldenDdae(const Path& folder, const Golden& golden);

/// A text encoder: input.ids_empty and input.ids_random -> output.{empty,random}.last_hidden_state and
/// .pooler_output; taps are those of ids_random.
Result<NamedTensors> runGoldenTextEncoder(const Path& folder, const Golden& golden);

/// An autoencoder: input.image in [0, 1] (and input.noise of an AutoencoderKL) -> output.latent,
/// output.decoded and what is between them.
Result<NamedTensors> runGoldenAutoencoder(const Path& folder, const Golden& golden);

} // namespace minamo
