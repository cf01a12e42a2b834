#include "imaging/ImportReport.h"

#include <map>
#include <set>

namespace minamo {
namespace {

Json countsOf(const Category& category)
{
    std::vector<std::int64_t> counts(category.values.size());
    for (const auto code : category.codes)
        if (code >= 0)
            ++counts[static_cast<std::size_t>(code)];
    Json list = Json::array();
    for (std::size_t i = 0; i < counts.size(); ++i)
        list.push_back({ { "name", category.values[i] }, { "count", counts[i] } });
    return list;
}

void addDuplicates(Json& report, const Dataset& dataset)
{
    std::map<std::uint64_t, std::vector<std::size_t>> rows;
    for (std::size_t i = 0; i < dataset.size(); ++i)
        rows[dataset.contents[i]].push_back(i);
    report["duplicates"] = report["duplicatesWithin"] = Json::array();
    for (const auto& [content, copies] : rows) {
        if (copies.size() < 2)
            continue;
        std::set<std::int32_t> environments;
        Json paths = Json::array();
        for (const auto row : copies) {
            environments.insert(dataset.environment.codes[row]);
            paths.push_back(dataset.paths[row]);
        }
        report[environments.size() > 1 ? "duplicates" : "duplicatesWithin"].push_back(paths);
    }
}

Json notesOf(const Dataset& dataset)
{
    Json notes = Json::array();
    const auto environments = dataset.environment.values.size(), classes = dataset.label.values.size();
    if (environments < 2)
        notes.push_back(environments == 0 ? "import.no-environment" : "import.one-environment");
    if (classes < 2)
        notes.push_back(classes == 0 ? "import.no-class" : "import.one-class");
    return notes;
}

} // namespace

Json listOfSkipped(const std::vector<SkippedFile>& skipped)
{
    Json list = Json::array();
    for (const auto& file : skipped)
        list.push_back({ { "path", file.path }, { "reason", file.why.code }, { "values", file.why.values } });
    return list;
}

Json importReport(const Dataset& dataset, const std::vector<SkippedFile>& skipped, const std::string& layout)
{
    Json report { { "photos", dataset.size() }, { "classes", countsOf(dataset.label) },
        { "environments", countsOf(dataset.environment) }, { "layout", layout },
        { "notes", notesOf(dataset) } };
    report["okClasses"] = Json::array();
    report["skipped"] = listOfSkipped(skipped);
    for (const int code : dataset.okClasses)
        report["okClasses"].push_back(dataset.label.values[static_cast<std::size_t>(code)]);
    addDuplicates(report, dataset);
    return report;
}

void addNearDuplicates(
    Json& report, const Dataset& dataset, const std::vector<std::pair<std::int64_t, std::int64_t>>& pairs)
{
    constexpr std::size_t shown = 200;
    Json list = Json::array();
    std::size_t count = 0;
    for (const auto& [a, b] : pairs) {
        const auto first = static_cast<std::size_t>(a), second = static_cast<std::size_t>(b);
        const auto group = dataset.group.codes[first];
        if (dataset.contents[first] == dataset.contents[second]
            || (group >= 0 && group == dataset.group.codes[second]))
            continue;
        if (++count <= shown)
            list.push_back({ dataset.paths[first], dataset.paths[second] });
    }
    report["nearDuplicates"] = std::move(list);
    report["nearDuplicatesCount"] = count;
}

void warnOfReport(const Json& report, JobContext& context)
{
    if (const auto count = report.at("skipped").size(); count > 0)
        context.warning({ "import.skipped", { { "count", count } }, "" });
    if (const auto& groups = report.at("duplicates"); !groups.empty())
        context.warning({ "import.duplicates",
            { { "count", groups.size() }, { "first", groups[0][0] }, { "second", groups[0][1] } }, "" });
    if (const auto& pairs = report.at("nearDuplicates"); !pairs.empty())
        context.warning({ "import.near-duplicates",
            { { "count", report.at("nearDuplicatesCount") }, { "first", pairs[0][0] },
                { "second", pairs[0][1] } },
            "" });
    for (const auto& note : report.at("notes"))
        context.warning({ note.get<std::string>(), Json::object(), "" });
}

} // namespace minamo
