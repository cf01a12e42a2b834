#include "imaging/ImportPlan.h"

#include "base/Hash.h"
#include "imaging/ImportReport.h"
#include "imaging/PhotoDecoder.h"
#include "imaging/PhotoWorkers.h"

#include <algorithm>
#include <set>

namespace minamo {

namespace {

/// Drops the rows of files that could not be read.
void dropRows(ImportPlan& plan, const std::vector<Error>& errors)
{
    PhotoColumns kept;
    std::vector<std::uint64_t> contents;
    for (const auto& column : plan.table.columns)
        kept.columns.push_back({ column.name, {} });
    for (std::size_t i = 0; i < errors.size(); ++i) {
        if (!errors[i].code.empty()) {
            plan.skipped.push_back({ plan.table.paths[i], errors[i] });
            continue;
        }
        kept.paths.push_back(std::move(plan.table.paths[i]));
        contents.push_back(plan.contents[i]);
        for (std::size_t c = 0; c < kept.columns.size(); ++c)
            kept.columns[c].words.push_back(std::move(plan.table.columns[c].words[i]));
    }
    plan.table = std::move(kept);
    plan.contents = std::move(contents);
}

Result<void> hashContents(ImportPlan& plan, const JobContext& context,
    const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    const auto count = static_cast<std::int64_t>(plan.table.paths.size());
    std::vector<Error> errors(plan.table.paths.size());
    plan.contents.resize(plan.table.paths.size());
    const auto work = [&](std::int64_t photo) {
        const auto i = static_cast<std::size_t>(photo);
        const auto file = PhotoFile::read(plan.root / Path(plan.table.paths[i]));
        plan.contents[i] = file ? hash64(file->text()) : 0;
        if (!file)
            errors[i] = file.error();
        errors[i].values.erase("path");
    };
    const auto tick = [&](std::int64_t done) {
        progress(done, count);
        return !context.cancelled();
    };
    progress(0, count);
    if (!forEachPhoto(count, work, tick))
        return cancelledError();
    progress(count, count);
    dropRows(plan, errors);
    return {};
}

/// A region for an environment that is not there is a mistake in writing.
Result<void> checkEnvironments(const ImportPlan& plan)
{
    std::set<std::string> known;
    if (const auto* column = plan.table.column("environment"))
        known.insert(column->words.begin(), column->words.end());
    for (const auto& name : plan.cuts.environments())
        if (!known.contains(name))
            return fail("import.no-such-environment", { { "name", name }, { "environments", known } });
    return {};
}

std::string fingerprintOf(const ImportPlan& plan)
{
    Json content = Json::array();
    for (std::size_t i = 0; i < plan.contents.size(); ++i)
        content.push_back({ plan.table.paths[i], plan.contents[i] });
    for (const auto& column : plan.table.columns)
        content.push_back({ column.name, column.words });
    for (const auto& file : plan.skipped)
        content.push_back({ file.path, file.why.code, file.why.values });
    return "folder-" + hashHex(content.dump());
}

} // namespace

Result<ImportPlan> planImport(const ImportOptions& options, const JobContext& context,
    const std::function<void(std::int64_t, std::int64_t)>& progress)
{
    ImportPlan plan;
    MINAMO_TRY(plan.cuts, PhotoCuts::make(options));
    MINAMO_TRY(static_cast<PhotoList&>(plan), listPhotos(options, context));
    MINAMO_DO(checkEnvironments(plan));
    MINAMO_DO(hashContents(plan, context, progress));
    std::ranges::sort(plan.skipped, {}, &SkippedFile::path);
    if (plan.table.paths.empty())
        return fail("import.no-photos",
            { { "path", plan.root.string() }, { "skipped", plan.skipped.size() }, { "others", plan.others },
                { "files", listOfSkipped(plan.skipped) } });
    plan.fingerprint = fingerprintOf(plan);
    return plan;
}

} // namespace minamo
