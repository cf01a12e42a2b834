#pragma once
#include "engine/diffusion/NoiseSchedule.h"
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/Weights.h"

namespace minamo {

/// A network with the noise schedule it was trained with.
struct DiffusionModel {
    ModelFolder folder;
    std::shared_ptr<DiffusionNetwork> network;
    NoiseSchedule schedule;
    std::string id; ///< modelId()
    std::vector<Error> warnings; ///< "model.head-dim-absent", "model.no-schedule", "model.no-size"
};
/// Loads and checks everything. Errors: those of openModelFolder, makeNetwork, loadWeights,
/// NoiseSchedule::make.
Result<DiffusionModel> loadDiffusionModel(const Path& folder);

/// Runs the network on DIR/golden.safetensors and compares every tap.* and output.* with
/// |a - b| <= atol + rtol |b| on each element, in fp32 on the CPU.
/// A component's golden has input.sample, input.timestep [, input.class_labels]; a pipeline's has
/// input.image, input.noise, input.timestep, and then output.noisy, tap.unet.*, output.unet,
/// output.heads_mid, output.pred_original_sample. Returns {ok, compared, keys, missing [names], max_abs,
/// max_rel, worst {name, ratio}}; ok only if every key was compared and none is outside. Errors:
/// "model.no-golden", "model.bad-input" {tensor}, those of loading.
Result<Json> verifyModel(const Path& folder, double rtol, double atol);

/// What a model is: {id, name, class, parameters, tensors, bytes, files, variant, sample_size, channels,
/// blocks [{tap, channels}], taps [names], schedule {...}, licence, warnings [codes]}.
Result<Json> modelInfo(const Path& folder);

/// Width (channels) of the taps: one pass over the smallest image the network takes.
/// Errors: "extract.unknown-tap" {tap, taps} if one is never given.
Result<std::map<std::string, std::int64_t>> tapWidths(
    DiffusionNetwork& network, const std::vector<std::string>& taps);

} // namespace minamo
