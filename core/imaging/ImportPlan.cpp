#include "imaging/ImportPlan.h"

#include "base/Hash.h"
#include "imaging/FolderLayout.h"
#include "imaging/ImportReport.h"
#include "imaging/PhotoDecoder.h"
#include "imaging/PhotoWorkers.h"

#include <algorithm>
#include <set>

namespace minamo {

namespace fs = std::filesystem;

namespace {

/// The manifest to use: the one that was named, else manifest.csv in the folder. "" if there is none.
Path manifestOf(const ImportOptions& options, const Path& root)
{
    std::error_code error;
    if (options.manifest.empty())
        return options.layout == "manifest" || isManifest(root / "manifest.csv") ? root / "manifest.csv"
                                                                                 : Path();
    const Path given(options.manifest);
    return given.is_relative() && !fs::exists(given, error) ? root / given
                                                            : fs::absolute(given).lexically_normal();
}

Path rootOf(const ImportOptions& options)
{
    const Path given = options.folder.empty() ? Path(options.manifest).parent_path() : Path(options.folder);
    Path root = fs::absolute(given.empty() ? Path(".") : given).lexically_normal();
    return root.has_filename() ? root : root.parent_path(); // "photos/" is "photos"
}

/// Photos and words of a manifest; where it has no column for label or environment, the folders' names serve.
Result<void> planManifest(ImportPlan& plan, const Path& manifest, const JobContext& context)
{
    MINAMO_TRY(auto listed, readManifest(manifest, plan.root, context));
    plan.layout = "manifest";
    plan.table = std::move(listed.table);
    plan.skipped = std::move(listed.skipped);
    if (!plan.table.column("label") && !plan.table.column("environment")) {
        auto folders = tableOfFolders(plan.table.paths, detectLayout(plan.table.paths));
        for (auto& column : folders.columns)
            if (!plan.table.column(column.name))
                plan.table.columns.push_back(std::move(column));
    }
    return {};
}

Result<void> planFolder(ImportPlan& plan, const ImportOptions& options, const JobContext& context)
{
    MINAMO_TRY(auto listing, scanFolder(plan.root, context));
    plan.layout = options.layout == "auto" ? detectLayout(listing.photos) : options.layout;
    plan.table = tableOfFolders(std::move(listing.photos), plan.layout);
    plan.skipped = std::move(listing.skipped);
    plan.hidden = listing.hidden;
    plan.others = listing.others;
    return {};
}

/// Drops the rows of files that could not be read.
void dropRows(ImportPlan& plan, const std::vector<Error>& errors)
{
    PhotoTable kept;
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
    if (options.folder.empty() && options.manifest.empty())
        return fail("import.no-folder");
    plan.root = rootOf(options);
    MINAMO_TRY(plan.cuts, PhotoCuts::make(options));
    std::error_code error;
    if (!fs::is_directory(plan.root, error))
        return fail("import.folder-missing", { { "path", plan.root.string() } });
    const bool choose = options.layout == "auto" || options.layout == "manifest";
    const Path manifest = choose || !options.manifest.empty() ? manifestOf(options, plan.root) : Path();
    if (manifest.empty())
        MINAMO_DO(planFolder(plan, options, context));
    else
        MINAMO_DO(planManifest(plan, manifest, context));
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
