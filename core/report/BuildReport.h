#pragma once
#include "project/Project.h"
#include "report/ReportData.h"

namespace minamo {

/// The report of a project: two pages for a manager, then the annex for the engineer. Says what the results
/// allow and no more; what has not been computed is missing and listed. `now`: date of the report, as
/// utcNow() writes it. Errors: "report.no-photos"; those of reading a damaged artifact.
Result<ReportData> buildReport(const Project& project, Language language, const std::string& now);

} // namespace minamo
