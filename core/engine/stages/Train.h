#pragma once
#include "stages/Stage.h"
#include "stages/TrainOptions.h"

namespace minamo {

/// Trains and judges the plain (ERM) and the augmented classifier (GUIDE): every environment (or every style
/// of the project's "/discover") held out once, or a plain split. Inside a fold everything that is chosen or
/// trained sees the training environments only (decision D14).
///
/// With holdout "none" nothing is held out and nothing judged: the classifier that is exported. Adopted as
/// "/finalTrain" instead of "/train".
///
/// Artifact "train": results.json (TrainReport), predictions.safetensors (Prediction by column),
/// weights/*.safetensors. Adopts "/train" with its id appended. Needs the pack of options.size for the
/// encoder, and finished cells for the fast variant and for GUIDE. Resumes at the last evaluation of the last
/// unit (fold, seed, method).
///
/// Events: "curve" {series: "erm"/"guide", fold, holdout, seed, step, steps, loss, validation (absent without
/// validation photos)}; "fold" {fold, holdout, seed, psi: {tap, timestep, reason, values} or null, phi: {tap,
/// timestep} or null, pseudoDomains}; "trained" {series, fold, holdout, seed, accuracy, right, of,
/// validation}. Errors: those of trainFolds(), "train.no-styles", "train.no-features", "train.no-cell" {tap,
/// timestep}, "train.no-pack" {size}, "train.rows-differ", those of devices and files, "cancelled".
Result<StageResult> runTrain(const Project& project, const TrainOptions& options, JobContext& context);

} // namespace minamo
