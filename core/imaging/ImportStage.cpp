#include "imaging/ImportStage.h"

#include "base/Hash.h"
#include "data/NearDuplicates.h"
#include "data/OkClass.h"
#include "data/TextColumn.h"
#include "imaging/ImportChunks.h"
#include "imaging/ImportPlan.h"
#include "imaging/ImportReport.h"
#include "imaging/KeptLabels.h"
#include "io/Durability.h"

#include <algorithm>
#include <fstream>
#include <numeric>

namespace minamo {
namespace {

/// Hashing every file is quick, decoding it is the work: one bar for both.
class ImportProgress {
public:
    explicit ImportProgress(JobContext& context) : m_context(context) { }
    void hashed(std::int64_t done, std::int64_t total)
    {
        m_total = std::max<std::int64_t>(total, 1);
        m_context.progress(ImportOptions::stage, done / 10, m_total);
    }
    void examined(std::int64_t done)
    {
        m_context.progress(
            ImportOptions::stage, m_total / 10 + done * (m_total - m_total / 10) / m_total, m_total);
    }
    void finished() { m_context.progress(ImportOptions::stage, m_total, m_total); }

private:
    JobContext& m_context;
    std::int64_t m_total = 1;
};

ArtifactKey importKey(const ImportPlan& plan, ImportOptions options)
{
    options.layout = plan.layout; // found or given: the same result
    return { ImportOptions::stage, 3, canonicalOptions(options), { plan.fingerprint } };
}

/// Thumbnails go to disk as they come: those of a million photos need not fit into memory.
class ThumbnailWriter {
public:
    explicit ThumbnailWriter(Path part) :
        m_part(std::move(part)), m_out(m_part, std::ios::binary | std::ios::trunc)
    {
    }
    Result<void> add(const std::string& jpeg)
    {
        m_offsets.push_back(m_offsets.back() + jpeg.size());
        if (!m_out.write(jpeg.data(), std::ssize(jpeg)))
            return cannotWrite(m_part);
        return {};
    }
    Result<void> finish(const Path& target)
    {
        m_out.close();
        const int reason = errno;
        MINAMO_TRY(const auto mapped, MappedFile::open(m_part));
        if (mapped.bytes().size() != m_offsets.back())
            return cannotWrite(m_part, reason);
        const TensorView bytes { "bytes", DType::u8, { static_cast<std::int64_t>(m_offsets.back()) },
            mapped.bytes() };
        return writeSafetensors(
            target, { bytes, tensorOf("offsets", DType::u64, m_offsets) }, { { "minamo", "thumbnails 1" } });
    }

private:
    Path m_part;
    std::ofstream m_out;
    std::vector<std::uint64_t> m_offsets { 0 };
};

Result<std::vector<int>> okClassesOf(const Dataset& dataset, const std::vector<std::string>& chosen)
{
    const auto& names = dataset.label.values;
    if (chosen.empty())
        return guessOkClasses(names);
    std::vector<int> classes;
    for (const auto& name : chosen) {
        const auto found = std::ranges::find(names, name);
        if (found == names.end())
            return fail("import.no-such-class", { { "name", name }, { "classes", names } });
        classes.push_back(static_cast<int>(found - names.begin()));
    }
    std::ranges::sort(classes);
    return classes;
}

/// Tiles of a photo show one part: never on two sides of a split. A part that is not known is the photo's own.
void keepTilesTogether(Dataset& dataset)
{
    WordColumn parts { "group", dataset.paths };
    std::vector<std::size_t> rows(dataset.size());
    std::iota(rows.begin(), rows.end(), 0);
    for (const auto row : rows)
        if (const auto code = dataset.group.codes[row]; code >= 0)
            parts.words[row] = dataset.group.values[static_cast<std::size_t>(code)];
    dataset.group = categoryOf(parts, rows);
}

/// What the parts of the photos become, row by row.
class SampleRows {
public:
    SampleRows(const ImportPlan& plan, const Path& folder) :
        m_plan(plan), m_thumbnails(folder / "thumbnails.part")
    {
    }
    Result<void> add(std::size_t photo, const ExaminedPart& part)
    {
        m_part = photo == m_photo ? m_part + 1 : 0;
        m_photo = photo;
        const auto& path = m_plan.table.paths[photo];
        if (!part.why.code.empty()) {
            skipped.push_back({ path, part.why });
            return {};
        }
        const bool whole = m_plan.cuts.areWhole();
        const auto content = m_plan.contents[photo];
        photos.push_back(photo);
        dataset.paths.push_back(path);
        dataset.ids.push_back(
            hash64(m_plan.cuts.perPhoto() == 1 ? path : path + "#" + std::to_string(m_part)));
        dataset.contents.push_back(whole ? content : contentOfRegion(content, part.region));
        dataset.widths.push_back(part.region.width);
        dataset.heights.push_back(part.region.height);
        if (!whole)
            dataset.regions.push_back(part.region);
        facts.push_back(part.facts);
        looks.insert(looks.end(), part.look.begin(), part.look.end());
        return m_thumbnails.add(part.jpeg);
    }
    ThumbnailWriter& thumbnails() { return m_thumbnails; }
    /// Pairs of rows of different environments that look almost the same.
    std::vector<std::pair<std::int64_t, std::int64_t>> nearDuplicates() const
    {
        using Bytes = Eigen::Matrix<std::int8_t, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
        const Eigen::Map<const Bytes> rows(
            looks.data(), static_cast<Eigen::Index>(dataset.size()), lookSide * lookSide);
        return minamo::nearDuplicates(rows.cast<float>(), dataset.environment.codes);
    }

    Dataset dataset;
    std::vector<std::size_t> photos; // of the plan, one per row
    std::vector<SkippedFile> skipped;
    std::vector<ImageFacts> facts;

private:
    const ImportPlan& m_plan;
    ThumbnailWriter m_thumbnails;
    std::vector<std::int8_t> looks;
    std::size_t m_photo = SIZE_MAX, m_part = 0;
};

/// The words of the photos that could be read.
void addCategories(Dataset& dataset, const PhotoColumns& table, const std::vector<std::size_t>& rows)
{
    const std::vector<std::int32_t> unknown(rows.size(), -1);
    dataset.label.codes = dataset.environment.codes = dataset.group.codes = unknown;
    for (const auto& column : table.columns) {
        auto category = categoryOf(column, rows);
        Category* own = column.name == "label" ? &dataset.label
            : column.name == "environment"     ? &dataset.environment
            : column.name == "group"           ? &dataset.group
                                               : nullptr;
        if (own)
            *own = std::move(category);
        else if (category.known())
            dataset.tags.push_back(std::move(category));
    }
}

/// Fills the draft's folder; returns the report.
Result<Json> writeResult(const ImportPlan& plan, const ImportChunks& chunks,
    const std::vector<std::string>& ok, const Path& folder, const JobContext& context)
{
    SampleRows rows(plan, folder);
    rows.skipped = plan.skipped;
    MINAMO_DO(chunks.forEach([&](std::size_t photo, const ExaminedPart& part) -> Result<void> {
        if (photo % ImportChunks::chunkSize == 0 && context.cancelled())
            return cancelledError();
        return rows.add(photo, part);
    }));
    std::ranges::sort(rows.skipped, {}, &SkippedFile::path);
    auto& dataset = rows.dataset;
    if (rows.photos.empty())
        return fail("import.no-photos",
            { { "path", plan.root.string() }, { "skipped", rows.skipped.size() }, { "others", plan.others },
                { "files", listOfSkipped(rows.skipped) } });
    addCategories(dataset, plan.table, rows.photos);
    if (plan.cuts.perPhoto() > 1)
        keepTilesTogether(dataset);
    MINAMO_TRY(dataset.okClasses, okClassesOf(dataset, ok));
    MINAMO_DO(writeDataset(folder, dataset));
    MINAMO_DO(writeImageFacts(folder, rows.facts));
    MINAMO_DO(rows.thumbnails().finish(folder / "thumbnails.safetensors"));
    std::error_code ignored;
    std::filesystem::remove(folder / "thumbnails.part", ignored);
    Json report = importReport(dataset, rows.skipped, plan.layout);
    addNearDuplicates(report, dataset, rows.nearDuplicates());
    MINAMO_DO(writeJson(folder / "report.json", report));
    return report;
}

Json shortSummary(const Json& report)
{
    return { { "photos", report.at("photos") }, { "classes", report.at("classes").size() },
        { "environments", report.at("environments").size() }, { "skipped", report.at("skipped").size() },
        { "layout", report.at("layout") } };
}

/// The project points to the new samples and lets go of what was computed from others. What was corrected by hand
/// stays as far as it still has a meaning.
Result<std::vector<Adoption>> adoptionsOf(
    const Project& project, const std::string& id, const ImportPlan& plan, const ImportOptions& options)
{
    std::vector<Adoption> adoptions { { "/samples", id }, { "/photoFolder", plan.root.string() } };
    const auto before = project.text("/samples");
    if (before.empty() || before == id)
        return adoptions;
    for (const char* pointer :
        { "/features", "/scores", "/probe", "/discover", "/embed", "/train", "/cell" })
        adoptions.push_back({ pointer, nullptr });
    const auto old = readDataset(project.artifacts().folder(before));
    MINAMO_TRY(const auto now, readDataset(project.artifacts().folder(id)));
    const auto edited = [&](const char* key) { return project.document().value(key, Json()); };
    adoptions.push_back({ "/labels", old ? keptLabels(edited("labels"), *old, plan, now) : Json() });
    const bool sameClasses = old && options.ok.empty() && old->label.values == now.label.values;
    adoptions.push_back({ "/okClasses", sameClasses ? edited("okClasses") : Json() });
    return adoptions;
}

Result<Json> makeArtifact(const Project& project, const ImportPlan& plan, const ArtifactKey& key,
    const ImportOptions& options, ImportProgress& progress, const JobContext& context)
{
    const auto& artifacts = project.artifacts();
    MINAMO_TRY(const auto work, artifacts.takeWork(key, [&] { return context.cancelled(); }));
    if (artifacts.contains(key.id()))
        return readJson(artifacts.folder(key.id()) / "report.json");
    const auto* environments = plan.table.column("environment");
    const ImportChunks chunks(
        work.folder, plan.root, plan.table.paths, plan.contents, [&](std::size_t photo) {
            return plan.cuts.of(environments ? environments->words[photo] : std::string());
        });
    MINAMO_DO(chunks.examine(context, [&](std::int64_t done) { progress.examined(done); }));
    MINAMO_TRY(auto draft, artifacts.begin(key));
    auto report = writeResult(plan, chunks, options.ok, draft.folder(), context);
    if (!report && report.error().code != "import.no-photos")
        return report;
    artifacts.dropWorkFolder(key);
    if (!report)
        return report;
    MINAMO_TRY([[maybe_unused]] const auto id, artifacts.commit(std::move(draft), shortSummary(*report)));
    return report;
}

} // namespace

Result<StageResult> runImport(const Project& project, const ImportOptions& options, JobContext& context)
{
    MINAMO_DO(project.writable());
    ImportProgress progress(context);
    MINAMO_TRY(const auto plan, planImport(options, context, [&](std::int64_t done, std::int64_t total) {
        progress.hashed(done, total);
    }));
    const ArtifactKey key = importKey(plan, options);
    const auto id = key.id();
    Json report;
    if (project.artifacts().contains(id)) {
        MINAMO_TRY(report, readJson(project.artifacts().folder(id) / "report.json"));
    } else {
        MINAMO_TRY(report, makeArtifact(project, plan, key, options, progress, context));
    }
    progress.finished();
    warnOfReport(report, context);
    report["root"] = plan.root.string();
    report["artifact"] = id;
    report["hidden"] = plan.hidden;
    report["others"] = plan.others;
    MINAMO_TRY(auto adoptions, adoptionsOf(project, id, plan, options));
    return StageResult { std::move(adoptions), report };
}

} // namespace minamo
