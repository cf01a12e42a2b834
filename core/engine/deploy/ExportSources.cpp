#include "engine/deploy/ExportSources.h"

#include "base/Hash.h"
#include "data/ClassNames.h"
#include "evaluation/EvaluateStage.h"
#include "stages/EvaluateOptions.h"
#include "stages/PackOptions.h"

#include <algorithm>

namespace minamo {
namespace {

Result<void> readEvaluationOf(
    const Project& project, const ExportPlan& plan, JobContext& context, ExportSources& sources)
{
    if (context.cancelled())
        return cancelledError();
    SilentContext quiet; // one scale of progress, and a second's work
    MINAMO_TRY(const auto result, runEvaluate(project, { .train = plan.run, .method = plan.method }, quiet));
    MINAMO_TRY(sources.evaluation,
        readEvaluation(project.artifacts().folder(result.adoptions.at(0).value.get<std::string>())));
    return {};
}

Result<void> readTrained(const Project& project, const std::string& trained, ExportSources& sources)
{
    const auto folder = project.artifacts().folder(trained);
    MINAMO_TRY(const auto report, readTrainReport(folder.string()));
    if (report.runs.empty())
        return fail("export.unknown-run", { { "run", trained } });
    sources.trained = report.runs.front();
    sources.weights = folder / sources.trained.weights;
    return {};
}

/// The user's name in both languages, else what was measured.
void nameStyles(const Project& project, ExportSources& sources)
{
    const Phrases ja(Language::ja), en(Language::en);
    for (const auto& style : sources.styles.styles) {
        const auto given
            = project.text("/styleNames/" + sources.styles.artifact + "/" + std::to_string(style.number));
        sources.styleNames.push_back(given.empty()
                ? std::array { styleAutoName(style, ja), styleAutoName(style, en) }
                : std::array { given, given });
    }
}

std::optional<CellId> cellOf(const std::string& tap, int timestep)
{
    return tap.empty() ? std::nullopt : std::optional(CellId { tap, timestep });
}

/// The cells that the package computes, all made from the same photos in the same way.
Result<void> readCells(const Project& project, ExportSources& sources)
{
    const FeatureStore store(project.artifacts());
    MINAMO_TRY(
        const auto records, store.records(project.document().value("features", std::vector<std::string>())));
    const auto& run = sources.trained;
    Json common;
    for (const auto& wanted : { std::optional(CellId { sources.styles.tap, sources.styles.timestep }),
             cellOf(run.psiTap, run.psiTimestep), cellOf(run.phiTap, run.phiTimestep) }) {
        const auto found = std::find_if(records.begin(), records.end(),
            [&](const CellRecord& record) { return wanted && record.cell == *wanted; });
        if (!wanted)
            continue;
        if (found == records.end())
            return fail("train.no-cell", { { "tap", wanted->tap }, { "timestep", wanted->timestep } });
        MINAMO_TRY(const auto manifest, project.artifacts().manifest(found->artifact));
        const auto& options = manifest.at("options");
        const Json made { { "draw", options.at("draw") }, { "size", options.at("size") },
            { "fit", options.at("fit") }, { "dtype", options.at("dtype") },
            { "inputs", manifest.at("inputs") } };
        if (!common.is_null() && made != common)
            return fail("export.mixed-features");
        common = made;
        sources.cells[*wanted] = *found;
    }
    sources.draw = common.at("draw");
    sources.dtype = common.at("dtype");
    MINAMO_TRY(sources.psiPixels,
        ImagePack::open(project.artifacts().folder(common.at("inputs").at(0).get<std::string>())));
    return {};
}

/// The photos that Phi sees, and what the plant's own classifier says of them.
Result<void> readPhi(const Project& project, const ExportPlan& plan, ExportSources& sources)
{
    if (plan.training.fast)
        return {};
    const int size = plan.network ? plan.network->size : plan.training.size;
    const auto pack = packKey(project.text("/samples"), PackOptions { .size = size }).id();
    if (!project.artifacts().contains(pack))
        return fail("train.no-pack", { { "size", size } });
    MINAMO_TRY(sources.phiPixels, ImagePack::open(project.artifacts().folder(pack)));
    if (!plan.network)
        return {};
    const auto classifier = project.artifacts().folder(plan.training.classifier);
    MINAMO_TRY(sources.own, readOwnClassifier(classifier));
    sources.network = classifier / ownNetworkFile;
    return {};
}

/// P(defect) of the operating point, kept inside 0..1 (a threshold just above 1 means "never").
double share(double value)
{
    return std::clamp(value, 0.0, 1.0);
}

std::string fingerprintOf(const Dataset& dataset)
{
    std::string all;
    const auto word = [&](const Category& column, std::size_t row) {
        const auto code = column.known() ? column.codes[row] : -1;
        all += code < 0 ? "\n" : column.values[std::size_t(code)] + "\n";
    };
    for (std::size_t row = 0; row < dataset.size(); ++row) {
        all += toHex(dataset.ids[row]) + toHex(dataset.contents[row]);
        word(dataset.label, row);
        word(dataset.environment, row);
    }
    return hashHex(all);
}

std::vector<CardCount> countsOf(const Category& column)
{
    std::vector<CardCount> counts;
    for (const auto& value : column.values)
        counts.push_back({ value, 0 });
    for (const auto code : column.codes)
        if (code >= 0)
            ++counts[std::size_t(code)].photos;
    return counts;
}

} // namespace

Result<ExportSources> exportSources(
    const Project& project, const ExportPlan& plan, const std::string& trained, JobContext& context)
{
    ExportSources sources;
    MINAMO_TRY(sources.dataset, project.dataset());
    const auto discover = project.text("/discover");
    MINAMO_TRY(sources.styles, readStyles(project.artifacts().folder(discover)));
    if (sources.styles.style.size() != sources.dataset.size())
        return fail("train.rows-differ",
            { { "expected", sources.dataset.size() }, { "found", sources.styles.style.size() } });
    sources.styles.artifact = discover;
    nameStyles(project, sources);
    MINAMO_TRY(const auto import, project.artifacts().manifest(sources.dataset.artifact));
    sources.cuts = import.value("options", Json::object());
    MINAMO_DO(readEvaluationOf(project, plan, context, sources));
    MINAMO_DO(readTrained(project, trained, sources));
    MINAMO_DO(readCells(project, sources));
    MINAMO_DO(readPhi(project, plan, sources));
    return sources;
}

PackageManifest exportManifest(const Project& project, const ExportPlan& plan, const ExportSources& sources)
{
    PackageManifest m;
    m.name = project.name();
    m.created = utcNow();
    m.program = MINAMO_VERSION;
    const auto& ok = sources.dataset.okClasses;
    const auto names = project.document().value("classNames", Json());
    for (std::size_t i = 0; i < sources.dataset.label.values.size(); ++i) {
        const auto& name = sources.dataset.label.values[i];
        m.labels.push_back({ name, shownClass(names, name, Language::ja),
            shownClass(names, name, Language::en), std::find(ok.begin(), ok.end(), int(i)) != ok.end() });
    }
    m.preprocessing.psiSize = sources.psiPixels.size();
    m.preprocessing.phiSize = sources.phiPixels ? sources.phiPixels->size() : 0;
    m.preprocessing.roi = sources.cuts.value("roi", m.preprocessing.roi);
    m.preprocessing.tiles = sources.cuts.value("tiles", m.preprocessing.tiles);
    m.preprocessing.overlap = sources.cuts.value("overlap", m.preprocessing.overlap);
    m.draw = sources.draw;
    const auto& run = sources.trained;
    m.classifier = { plan.method, plan.report.variant, plan.training.onFeatures() ? 0 : plan.training.width,
        cellOf(run.phiTap, run.phiTimestep), cellOf(run.psiTap, run.psiTimestep), {} };
    if (plan.network) {
        m.preprocessing.phiRange = plan.network->range;
        m.classifier.network = PackageNetwork { plan.network->architecture, plan.network->file,
            plan.network->hash, plan.network->source, plan.network->classes };
    }
    m.styleCell = { sources.styles.tap, sources.styles.timestep };
    for (std::size_t i = 0; i < sources.styles.styles.size(); ++i)
        m.styles.push_back({ sources.styles.styles[i].number, sources.styleNames[i][0],
            sources.styleNames[i][1], sources.styles.styles[i].count });
    const auto& point = sources.evaluation.recommended[1];
    m.decision.source = sources.evaluation.artifact;
    if (sources.evaluation.okKnown()) {
        m.decision.threshold = share(point.threshold);
        m.decision.reviewLow = share(point.band.low);
        m.decision.reviewHigh = std::max(m.decision.reviewLow, share(point.band.high));
    }
    m.selfTestPhotos = 8;
    m.licences = plan.licences;
    return m;
}

ModelCard exportCard(const ExportPlan& plan, const ExportSources& sources)
{
    ModelCard card;
    card.fingerprint = fingerprintOf(sources.dataset);
    card.photos = std::ssize(sources.dataset.ids);
    card.trainPhotos = sources.trained.trainPhotos;
    card.validationPhotos = sources.trained.validationPhotos;
    card.environments = countsOf(sources.dataset.environment);
    card.classes = countsOf(sources.dataset.label);
    card.evaluation = plan.run;
    card.mode = plan.report.mode;
    card.method = plan.method;
    card.reason = plan.reason;
    card.verdict = plan.report.compared ? plan.report.comparison.verdict : "";
    const auto& e = sources.evaluation;
    if (!e.curve.empty())
        card.expected = e.honest[1];
    card.scores.push_back({ "all", "", "", e.all.figures[1].accuracy, e.all.figures[1].errors });
    for (const auto& row : e.byEnvironment)
        card.scores.push_back(
            { "environment", row.name, row.name, row.figures[1].accuracy, row.figures[1].errors });
    for (const auto& row : e.byStyle) {
        const auto& name = sources.styleNames[std::size_t(row.index)];
        card.scores.push_back({ "style", name[0], name[1], row.figures[1].accuracy, row.figures[1].errors });
    }
    card.pseudoDomains = sources.trained.pseudoDomains;
    card.recipe = optionsToJson(plan.training);
    card.featureDevice = sources.dtype;
    card.limits.push_back({ "card.known-styles", Json::object(), {} });
    const int size = std::max(sources.psiPixels.size(), sources.phiPixels ? sources.phiPixels->size() : 0);
    card.limits.push_back({ "card.small-detail", { { "size", size } }, {} });
    if (sources.dtype != "fp32")
        card.limits.push_back({ "card.features-bf16", Json::object(), {} });
    card.limits.insert(card.limits.end(), e.notes.begin(), e.notes.end());
    return card;
}

} // namespace minamo
