#include "engine/deploy/Export.h"

#include "engine/deploy/ExportSources.h"
#include "engine/deploy/PsiCut.h"
#include "engine/deploy/SelfTest.h"
#include "engine/diffusion/PromptContext.h"
#include "engine/stages/ModelCommands.h"
#include "io/Durability.h"
#include "models/TimmConfig.h"
#include "package/Package.h"
#include "package/PackageZip.h"
#include "package/StyleMatcher.h"

#include <cmath>
#include <fmt/format.h>
#include <unistd.h>

namespace minamo {
namespace {

namespace fs = std::filesystem;
constexpr std::int64_t steps = 5; // sources, networks, self-test, check, in place
constexpr std::size_t checkedPhotos = 200;
constexpr double largestDifference = 1e-5; // of a probability, where the workbench computed in fp32

/// A folder beside the target that is gone if the export does not end well.
class Draft {
public:
    explicit Draft(const Path& target) :
        m_folder(target.string() + fmt::format(".part-{}", ::getpid())), m_target(target)
    {
    }
    Draft(const Draft&) = delete;
    Draft& operator=(const Draft&) = delete;
    ~Draft()
    {
        std::error_code none;
        fs::remove_all(m_folder, none);
    }
    Result<void> make() const
    {
        std::error_code error;
        fs::remove_all(m_folder, error);
        fs::create_directories(m_folder, error);
        return error ? Result<void>(cannotWrite(m_target, error.value())) : Result<void>();
    }
    const Path& folder() const { return m_folder; }
    /// An older package steps aside first and goes last.
    Result<void> place() const
    {
        MINAMO_DO(syncTree(m_folder));
        std::error_code error, none;
        const Path old = m_folder.string() + "-old";
        if (fs::exists(m_target, none))
            fs::rename(m_target, old, error);
        if (!error)
            fs::rename(m_folder, m_target, error);
        if (error) {
            if (!fs::exists(m_target, none))
                fs::rename(old, m_target, none);
            return cannotWrite(m_target, error.value());
        }
        syncFolder(m_target.parent_path());
        fs::remove_all(old, none);
        return {};
    }

private:
    Path m_folder, m_target;
};

Result<void> writePsi(const Project& project, const Path& folder, PackageManifest& manifest)
{
    MINAMO_TRY(const auto place, modelFolderOf(project));
    MINAMO_TRY(auto model, loadDiffusionModel(place));
    const auto known = project.text("/model/id");
    if (!known.empty() && known != model.id)
        return fail("model.changed", { { "name", modelNameOf(project) }, { "path", place.string() } });
    MINAMO_DO(tellPromptOfFeatures(model, project));
    std::set<std::string> taps;
    for (const auto& cell : manifest.cells())
        taps.insert(cell.tap);
    MINAMO_TRY(const auto cut, writePsiCut(model, taps, folder / "psi"));
    manifest.modelName = modelNameOf(project);
    manifest.modelId = model.id;
    manifest.psiTensors = cut.kept;
    manifest.psiTensorsOfModel = cut.whole;
    return {};
}

/// The standard library's copy does not tell a full disk from a broken one.
Result<void> copyInto(const Path& from, const Path& to)
{
    std::error_code error;
    fs::create_directories(to.parent_path(), error);
    if (error)
        return cannotWrite(to, error.value());
    MINAMO_TRY(const auto file, MappedFile::open(from));
    const auto bytes = file.bytes();
    return writeFileAtomically(to, { reinterpret_cast<const char*>(bytes.data()), bytes.size() });
}

/// The plant's own classifier as it was handed over, and how it takes photos in the form of timm.
Result<void> writePhi(const ExportSources& sources, const Path& folder, const PackageManifest& manifest)
{
    const Path file = folder / packageNetworkFile;
    MINAMO_DO(copyInto(sources.network, file));
    const auto& network = *manifest.classifier.network;
    const TimmConfig config { network.architecture, manifest.preprocessing.phiSize,
        manifest.preprocessing.phiRange, network.source, manifest.licences.classifier };
    return writeJson(file.parent_path() / "config.json",
        toJson(config, std::ssize(network.classes), sources.own->features.cols()));
}

/// Everything the networks need; the manifest is complete but for its list of files.
Result<void> writeNetworks(
    const Project& project, const ExportSources& sources, const Path& folder, PackageManifest& manifest)
{
    MINAMO_DO(writePsi(project, folder, manifest));
    if (manifest.isOwn())
        MINAMO_DO(writePhi(sources, folder, manifest));
    if (!manifest.judgesAsBefore())
        MINAMO_DO(copyInto(sources.weights, folder / "classifier.safetensors"));
    MINAMO_TRY(
        const auto features, FeatureStore(project.artifacts()).matrix(sources.cells.at(manifest.styleCell)));
    const auto matcher = StyleMatcher::fit(sources.styles, features);
    manifest.decision.outside
        = matcher.outsideLimit(sources.styles, features, manifest.decision.outsideQuantile);
    return matcher.write(folder / "styles.safetensors");
}

PackagePhoto photoOf(const ExportSources& sources, std::size_t row)
{
    const auto copy = [&](const ImagePack& pack) {
        const auto pixels = pack.pixels(row);
        return std::vector<std::uint8_t>(pixels.begin(), pixels.end());
    };
    return { sources.dataset.contents[row], copy(sources.psiPixels),
        sources.phiPixels ? copy(*sources.phiPixels) : std::vector<std::uint8_t>() };
}

/// Judges photos of the project from their pixels and from the features the workbench stored: both must
/// agree.
Result<void> compare(const Project& project, const ExportSources& sources, const PackageRunner& runner,
    ModelCard& card, JobContext& context)
{
    const FeatureStore store(project.artifacts());
    std::map<CellId, FeatureMatrix> stored;
    for (const auto& [cell, record] : sources.cells) {
        MINAMO_TRY(stored[cell], store.matrix(record));
    }
    const auto count = sources.dataset.size(), wanted = std::min(count, checkedPhotos);
    for (std::size_t i = 0; i < wanted; ++i) {
        if (context.cancelled())
            return cancelledError();
        const auto row = i * count / wanted; // spread over the data set
        PackageRunner::Features known;
        for (const auto& [cell, matrix] : stored)
            known[cell] = matrix.row(static_cast<Eigen::Index>(row));
        if (sources.own)
            known[ownPhi] = sources.own->features.row(static_cast<Eigen::Index>(row));
        const std::vector<PackagePhoto> photos { photoOf(sources, row) };
        MINAMO_TRY(const auto here, runner.judge(photos));
        MINAMO_TRY(const auto there, runner.judge(known, photos));
        for (std::size_t c = 0; c < here.front().probabilities.size(); ++c)
            card.difference = std::max(card.difference,
                std::abs(double { here.front().probabilities[c] } - there.front().probabilities[c]));
        card.sameStyle += here.front().style == sources.styles.style[row];
        ++card.checked;
    }
    if (sources.dtype == "fp32" && !(card.difference <= largestDifference))
        return fail("export.differs", { { "difference", fmt::format("{:.1e}", card.difference) } });
    return {};
}

Json summaryOf(const ExportOptions& options, const ExportPlan& plan, const std::string& trained,
    const PackageManifest& manifest, const ModelCard& card)
{
    std::uint64_t bytes = 0;
    for (const auto& file : manifest.files)
        bytes += file.size;
    return { { "folder", options.output }, { "zip", options.zip ? options.output + ".minamopkg" : "" },
        { "method", plan.method }, { "reason", plan.reason }, { "run", plan.run }, { "trained", trained },
        { "files", manifest.files.size() }, { "bytes", bytes }, { "styles", manifest.styles.size() },
        { "outside", manifest.decision.outside }, { "checked", card.checked },
        { "difference", card.difference }, { "sameStyle", card.sameStyle },
        { "licences", toJson(manifest).at("licences") } };
}

Result<void> writeCard(const Path& folder, const ModelCard& card, const PackageManifest& manifest)
{
    MINAMO_DO(writeJson(folder / "model_card.json", toJson(card, manifest)));
    return writeFileAtomically(folder / "MODEL_CARD.md", modelCardText(card, manifest));
}

} // namespace

Result<Json> runExport(const Project& project, const ExportOptions& options, const ExportPlan& plan,
    const std::string& trained, JobContext& context)
{
    std::int64_t done = 0;
    const auto next = [&]() -> Result<void> {
        context.progress(ExportOptions::stage, done++, steps);
        return context.cancelled() ? cancelledError() : Result<void>();
    };
    MINAMO_DO(next());
    const Path target = fs::absolute(options.output).lexically_normal();
    MINAMO_TRY(const auto sources, exportSources(project, plan, trained, context));
    const Draft draft(target.has_filename() ? target : target.parent_path());
    MINAMO_DO(draft.make());
    MINAMO_DO(next());
    auto manifest = exportManifest(project, plan, sources);
    MINAMO_DO(writeNetworks(project, sources, draft.folder(), manifest));
    MINAMO_DO(next());
    MINAMO_TRY(const auto runner, PackageRunner::load(draft.folder(), manifest));
    MINAMO_DO(writeSelfTest(draft.folder(), manifest, runner));
    MINAMO_DO(next());
    auto card = exportCard(plan, sources);
    MINAMO_DO(compare(project, sources, runner, card, context));
    MINAMO_DO(next());
    MINAMO_DO(writeCard(draft.folder(), card, manifest));
    MINAMO_DO(sealPackage(draft.folder(), manifest));
    MINAMO_TRY(const auto package, Package::open(draft.folder()));
    if (options.zip)
        MINAMO_DO(zipPackage(draft.folder(), options.output + ".minamopkg"));
    MINAMO_DO(draft.place());
    context.progress(ExportOptions::stage, steps, steps);
    return summaryOf(options, plan, trained, package.manifest(), card);
}

} // namespace minamo
