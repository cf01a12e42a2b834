#pragma once
#include "engine/deploy/Export.h"
#include "engine/stages/AddClassifier.h"
#include "engine/stages/Extract.h"
#include "engine/stages/Train.h"
#include "jobs/JobContext.h"
#include "project/Project.h"
#include "stages/RunOptions.h"

namespace minamo {

// Steps that need more than one library, which only a program may join: pixels come from the decoder (minamo_imaging),
// the rest from the engine. Each adopts its results and gives the summary.

Result<Json> extractWithPack(Project& project, const ExtractOptions& options, JobContext& context);
Result<Json> trainWithPack(Project& project, const TrainOptions& options, JobContext& context);
Result<Json> addClassifierWithPack(Project& project, const ClassifierOptions& options, JobContext& context);
/// Trains on all photos first, unless that was done.
Result<Json> exportTrained(Project& project, const ExportOptions& options, JobContext& context);
/// extract, score, discover, embed, train. Announces its defaults in an event "plan" before it starts.
Result<Json> runPipeline(Project& project, const RunOptions& options, JobContext& context);

} // namespace minamo
