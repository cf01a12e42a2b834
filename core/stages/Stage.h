#pragma once
#include "jobs/JobContext.h"
#include "project/Project.h"

namespace minamo {

/// Where the project shall point after a stage (decision D6: a job makes an artifact, an edit makes the project point
/// to it).
struct Adoption {
    std::string pointer;     ///< into Project::document(), e.g. "/scores"
    Json value;              ///< usually an artifact id
};

struct StageResult {
    std::vector<Adoption> adoptions;
    Json summary = Json::object();       ///< what --json prints and tables show
};

/// Applies the adoptions as edits of no user.
Result<void> adopt(Project& project, const std::string& stage, const StageResult& result);

} // namespace minamo
