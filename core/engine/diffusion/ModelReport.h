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

/// Builds what a list of keys describes, {class, config, state_dict {key: shape}, num_tensors,
/// num_parameters} as JSON, plain or packed by gzip, without weights, and compares names, shapes and totals.
/// Returns {ok, class, tensors, parameters, expected_tensors, expected_parameters, missing [keys], surplus
/// [keys], wrong_shape [{key, expected, found}]}. Errors: "model.no-key-list" {path}, "model.unknown-class"
/// {class, known}, those of the config and of reading.
Result<Json> verifyKeys(const Path& list);

/// What a model is: {id, name, class, parameters, tensors, bytes, files, variant, size, channels,
/// class_labels,
/// blocks [{tap, channels}], taps [names of "all"], timesteps (steps of the schedule), schedule {...},
/// licence, warnings [codes]}; size = side of the images in px.
Result<Json> modelInfo(const Path& folder);

} // namespace minamo
