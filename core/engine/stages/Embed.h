#pragma once
#include "jobs/JobContext.h"
#include "stages/EmbedOptions.h"
#include "stages/Stage.h"

namespace minamo {

/// Draws the features of one cell in two dimensions: 50 principal components, then the method. Events
/// "layout" {file, epoch, epochs}: `file`, relative to the project folder, holds the coordinates so far
/// (data/MapLayout.h); it is renewed about every 100 ms after the fifth epoch and is gone when the stage
/// ends. Artifact: embedding.safetensors (same format). Summary: {tap, timestep, method, photos, quality:
/// {trustworthiness, neighboursKept, neighbours, photos}}. Adopts
/// "/embed". Errors: those of runDiscover, "embedding.unknown-method".
Result<StageResult> runEmbed(const Project& project, const EmbedOptions& options, JobContext& context);

} // namespace minamo
