#pragma once
#include "photos/FolderScan.h"

namespace minamo {

/// What an import found, as report.json of its artifact:
/// {photos, classes: [{name, count}], environments: [{name, count}], okClasses: [names], layout,
///  skipped: [{path, reason, values}],
///  duplicates: [[paths] ...]        exact copies that lie in different environments,
///  duplicatesWithin: [[paths] ...]  exact copies inside one environment (or without environments),
///  nearDuplicates: [[path, path] ...]  of different environments, almost the same: the first 200,
///  nearDuplicatesCount: all of them,
///  notes: ["import.no-environment", "import.one-environment", "import.no-class", "import.one-class"]}.
/// The stage's summary has also {root, artifact, hidden, others}, which are no part of the result.
/// The sentence of a skipped file is the phrase "skip.<reason>", of a note "error.<note>".
Json importReport(const Dataset& dataset, const std::vector<SkippedFile>& skipped, const std::string& layout);

/// Adds pairs of rows that look almost the same (data/NearDuplicates.h); exact copies and photos with a known
/// `group` on one side of every split anyway are left out.
void addNearDuplicates(
    Json& report, const Dataset& dataset, const std::vector<std::pair<std::int64_t, std::int64_t>>& pairs);

/// [{path, reason, values}], as in the report.
Json listOfSkipped(const std::vector<SkippedFile>& skipped);

/// Says what a user should know of this report: skipped files, duplicates, what is not possible with these
/// photos.
void warnOfReport(const Json& report, JobContext& context);

} // namespace minamo
