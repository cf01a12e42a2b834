#pragma once
#include "jobs/JobContext.h"
#include "stages/ScoreOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Judges every finished cell of the project (engine/clustering/CellScoring.h has the formulas) and
/// recommends one. Events: "score" (cellScoreToJson) per cell as it is known. Artifact: scores.json
/// (data/CellScores.h). Adopts "/scores", and
/// "/cell" unless the user chose the cell by hand. Warnings "score.no-environments", ".one-environment",
/// ".no-classes",
/// ".one-class". Errors: "option.out-of-range" (fewest clusters above most), "project.no-samples",
/// "analysis.no-features", "analysis.rows-differ", "analysis.not-finite".
Result<StageResult> runScore(const Project& project, const ScoreOptions& options, JobContext& context);

} // namespace minamo
