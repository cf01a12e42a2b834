#pragma once
#include "jobs/JobContext.h"
#include "project/Project.h"
#include "stages/ExtractOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Features of every photo from the project's model: one artifact of stage "cell" per tap and timestep,
/// adopted as
/// "/features" (these and those that the project has of the same photos and model, in network order, then
/// timestep). In a latent space the photos' latents come first (Latents). Event "estimate" {cells, taps,
/// timesteps, photos, bytes: of all of it; passes (photos x timesteps), latents (photos), gigabytes, seconds:
/// of what is left to do}, before it starts; then as ExtractRun says. Needs the pack of the photos at
/// extractedSize(). Errors: "extract.no-pack" {size}, "extract.no-space" {path,
/// needed, free} in GB, "model.changed" {name, path}, "project.no-samples", "project.read-only", those of
/// modelFolderOf, loadDiffusionModel, chooseDevice, planExtraction and ExtractRun.
Result<StageResult> runExtract(const Project& project, const ExtractOptions& options, JobContext& context);

/// Every cell of "/features" as a NumPy .npz: arrays "<tap>@<t>" F32 [N, D], and "ids" U64 [N].
/// Errors: "extract.none-yet", those of FeatureStore and of writing.
Result<void> dumpFeatures(const Project& project, const Path& file);

} // namespace minamo
