#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <optional>

namespace minamo {

/// Runs the network on DIR/golden.safetensors and compares every tap.* and output.* with
/// |a - b| <= atol + rtol |b| on each element, in fp32 on the CPU. Without tolerances: 1e-4 and 1e-5, for a
/// DiT 2e-5 and 2e-6, where a wrong eps would stay inside the wider ones.
/// A component's golden has input.sample, input.timestep [, input.class_labels]; a pipeline's has
/// input.image, input.noise, input.timestep, and then output.noisy, tap.unet.*, output.unet,
/// output.heads_mid, output.pred_original_sample. Returns {ok, compared, keys, missing [names], max_abs,
/// max_rel, worst {name, ratio}}; ok only if every key was compared and none is outside. Errors:
/// "model.no-golden", "model.bad-input" {tensor}, those of loading.
Result<Json> verifyModel(
    const Path& folder, std::optional<double> rtol = {}, std::optional<double> atol = {});

/// What a model is: {id, name, class, parameters, tensors, bytes, files, variant, size, channels,
/// class_labels,
/// blocks [{tap, channels}], taps [names of "all"], timesteps (steps of the schedule), schedule {...},
/// licence, warnings [codes]}; size = side of the images in px.
Result<Json> modelInfo(const Path& folder);

} // namespace minamo
