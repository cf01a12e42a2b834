#pragma once
#include "engine/deploy/ExportPlan.h"
#include "jobs/JobContext.h"

namespace minamo {

/// Writes the package of a classifier that was trained with `plan.training` (artifact `trained`): everything
/// is made beside the target, run on its own self-test and on up to 200 photos of the project, and renamed
/// into place at the end. Scores, threshold and review band come from `evaluate` on `plan.run`, which runs if
/// its result is missing; the distance that is outside every known style is the 99th percentile of
/// StyleMatcher::outsideLimit().
///
/// Returns {folder, zip, method, run, trained, files, bytes, styles, outside, checked, difference, sameStyle,
/// licences}. Errors: "export.mixed-features", "export.differs" {difference} if package and workbench
/// disagree, "model.changed" {name, path}, those of evaluate, of models and files, "cancelled".
Result<Json> runExport(const Project& project, const ExportOptions& options, const ExportPlan& plan,
    const std::string& trained, JobContext& context);

} // namespace minamo
