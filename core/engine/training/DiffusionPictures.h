#pragma once
#include "base/Result.h"
#include "data/factory/Factory.h"
#include "stages/TrainDiffusionOptions.h"

#include <ATen/core/Tensor.h>
#include <functional>

namespace minamo {

class Project;

/// Draws `pictures` procedural pictures with all cores: a share from synthetic plants (new plants every 40
/// photos, of random severity), the rest in many styles. uint8 [N, 3, size, size] on the CPU; equal options
/// give equal bytes.
/// @param goOn asked while it draws, with the number of finished pictures; false: "cancelled"
Result<at::Tensor> drawDiffusionPictures(
    const TrainDiffusionOptions& options, const std::function<bool(std::int64_t drawn)>& goOn);

/// The project's photos from its pack, likewise. Error "diffusion.no-pack" if it was not made.
Result<at::Tensor> packedPictures(const Project& project, const TrainDiffusionOptions& options);

/// Picture `index` of the procedural series: planar RGB, 3 * size * size bytes.
void drawDiffusionPicture(const TrainDiffusionOptions& options, std::int64_t index, std::uint8_t* planar);

/// Random horizontal and vertical flips, gain, softness and noise of a batch in [-1, 1] ([B, 3, S, S]).
at::Tensor augmentPictures(at::Tensor batch, bool flips, double strength);

} // namespace minamo
