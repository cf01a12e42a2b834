#pragma once
#include "stages/SampleOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Photographs the synthetic plant into <project>/sample/<settings>/<environment>/<class>/*.png with
/// manifest.csv (all true values), then imports that folder: the result is that of runImport(). Photos that
/// are there already are kept, so a run that was killed goes on. Errors: "project.read-only",
/// "file.cannot-write", those of runImport().
Result<StageResult> runSample(const Project& project, const SampleOptions& options, JobContext& context);

} // namespace minamo
