#pragma once
#include "stages/EvaluateOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Compares two trained classifiers on the same held-out photos. Reads predictions; trains nothing.
///
/// Artifact "evaluate": evaluation.json (Evaluation), photos.safetensors (JudgedPhotos). Adopts "/evaluate".
/// Costs that are -1 come from the project's "/inspection" (inspectionOf). A training with styles held out is
/// shown by the styles it held out. Errors: "evaluate.no-training", "evaluate.no-method" {method, known},
/// "evaluate.other-photos" {artifact}, "evaluate.no-probabilities" {artifact}, "evaluate.nothing-in-common",
/// "project.no-artifact", those of files, "cancelled".
Result<StageResult> runEvaluate(const Project& project, const EvaluateOptions& options, JobContext& context);

} // namespace minamo
