#pragma once
#include "jobs/JobContext.h"
#include "project/Project.h"
#include "stages/PackOptions.h"

namespace minamo {

/// The pixels of the project's photos as networks take them: artifact "pack-..." (id: packKey()) with
/// pixels.safetensors, tensor "pixels" U8 [N, 3, size, size], planar RGB, rows as in the data set. Area
/// averaging where a side shrinks, linear where it grows. Returns the id at once if the artifact is there;
/// else says its size first (event "estimate" {stage, photos, bytes}) and decodes the photos. Errors:
/// "project.read-only", "project.no-samples", "pack.photo-missing" {path}, "pack.photo-changed" {path},
/// "pack.photo-unreadable" {path}.
Result<std::string> ensurePack(const Project& project, const PackOptions& options, JobContext& context);

} // namespace minamo
