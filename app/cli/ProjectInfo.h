#pragma once
#include "Console.h"
#include "project/Project.h"

namespace minamo {

/// {samples, classes, environments, model, cell: {tap, timestep, reason}, styles, artifacts} of a project; what does
/// not exist yet is null or empty.
Result<Json> projectInfo(const Project& project, const Phrases& phrases);
void printProjectInfo(const Console& console, const Json& info);

} // namespace minamo
