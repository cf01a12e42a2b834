#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <functional>

namespace minamo {

/// What `model sample` draws.
struct SampleRequest {
    std::string scheduler; ///< of samplers(); "" = the one that suits the model
    int steps = 0; ///< 0 = the usual number for the scheduler
    int count = 16, columns = 4; ///< pictures, and how many side by side
    std::uint64_t seed = 0;
    std::string prompt; ///< of a network with a text encoder
    int label = -1; ///< class; -1 = nothing is told
    std::string device = "auto";
};

/// Pictures that the model in `folder` makes of noise, as one PNG. Each picture's noise is keyed by seed and
/// its number alone: the same whatever stands beside it. `told(done, total)` in passes; false = stop.
/// Gives {id, name, scheduler, steps, count, seed, side, file}; side of a picture in px. Errors:
/// "sample.bad-value" {option, value, low, high}, "sample.unknown-scheduler" {scheduler, known},
/// "sample.needs-timesteps" {scheduler}, "sample.no-class" {class, name}, "sample.no-noise-levels" {name},
/// "sample.not-rgb" {channels}, "sample.not-finite", "cancelled", those of loading and tellPrompt.
Result<Json> sampleModel(const Path& folder, const SampleRequest& request, const Path& file,
    const std::function<bool(int done, int total)>& told);

} // namespace minamo
