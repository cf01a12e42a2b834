#pragma once
#include "io/Files.h"
#include "jobs/JobContext.h"
#include "stages/TrainDiffusionOptions.h"

namespace minamo {

class Project;

/// The options a run works with: those of `options.recipe`, if one is named, with every value of `options`
/// that differs from its default on top. Errors: those of reading JSON and of optionsFromJson.
Result<TrainDiffusionOptions> resolveTrainDiffusion(const TrainDiffusionOptions& options);

/// Trains a UNet2DModel and writes a diffusers folder to `out`: config.json,
/// diffusion_pytorch_model.safetensors (the averaged weights), scheduler_config.json, recipe.json (all
/// options), photos.json (which photos, unless they are procedural), loss.csv (step, loss, rate, seconds) and
/// samples.png. checkpoint.safetensors is renewed every `checkpointEvery` steps and on cancelling: the same
/// call goes on from there; on a CPU the end is bit-equal to an unbroken run. `project` may be null if the
/// data are procedural. Returns {steps, loss, seconds, parameters, pictures, resumedAt}. Errors:
/// "diffusion.no-project", "diffusion.no-pack", "diffusion.bad-shape", "diffusion.other-options" {path},
/// "diffusion.other-photos" {path}, "diffusion.not-finite" {step}, those of devices and files.
Result<Json> runTrainDiffusion(
    const TrainDiffusionOptions& options, const Project* project, const Path& out, JobContext& context);

} // namespace minamo
