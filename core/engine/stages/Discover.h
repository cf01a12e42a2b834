#pragma once
#include "jobs/JobContext.h"
#include "stages/DiscoverOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// K of the pseudo-domains. Given: `clusters`, or `perClass` x classes. Else classes x m with the largest m
/// <= 5 that leaves about 8 photos to a cluster (35 instead of classes x 5 if there are fewer than two
/// classes). Never more than photos.
int pseudoDomainCount(const DiscoverOptions& options, std::int64_t photos, int classes);

/// Finds pseudo-domains in the features of one cell and gathers them into styles. Artifact:
/// pseudodomains.safetensors and styles.json (data/Styles.h). Adopts "/discover". Event "styles" {styles,
/// pseudoDomains, stability}. Warnings "discover.class-leak" {v}, "discover.unstable" {stability}. Errors:
/// "project.no-samples", "analysis.no-features", "analysis.no-cell", "analysis.unknown-cell",
/// "analysis.rows-differ", "analysis.not-finite", "cluster.unknown-method".
Result<StageResult> runDiscover(const Project& project, const DiscoverOptions& options, JobContext& context);

} // namespace minamo
