#pragma once
#include "Console.h"
#include "StageTable.h"

namespace minamo {

/// Runs one stage as a job of the project, in this process: request, events, result (printed), exit code.
int runAsJob(const Console& console, const Path& projectFolder, const std::string& stage, const Json& given);
/// Runs (or resumes) a job that is already described in jobs/<id>/request.json.
int runJob(const Console& console, const Path& projectFolder, const std::string& id);

} // namespace minamo
