#pragma once
#include "jobs/JobContext.h"
#include "stages/ProbeOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Linear probe of every finished cell (DDAE): logistic regression on standardised features, accuracy on
/// photos held back by physical part, evenly over environments and classes. Events: "probe" {tap, timestep,
/// accuracy, low, high, ...} per cell. Artifact: probe.json {cells: [{tap, timestep, dimension, accuracy,
/// low, high, balanced, trainAccuracy, correct, iterations, converged}], best: {tap, timestep}, train,
/// validation, classes}. The interval is Wilson's, 95 %. Adopts
/// "/probe". Errors: "probe.no-classes", "analysis.too-few" {photos, needed}, those of runScore.
Result<StageResult> runProbe(const Project& project, const ProbeOptions& options, JobContext& context);

} // namespace minamo
