#include "engine/stages/Train.h"

#include "base/Assert.h"
#include "data/Styles.h"
#include "engine/device/Device.h"
#include "engine/stages/TrainUnits.h"
#include "stages/PackOptions.h"

#include <algorithm>

namespace minamo {
namespace {

/// What the training reads besides its options; also the inputs of its key.
struct Sources {
    Dataset dataset;
    std::vector<int> okClasses;
    std::string pack; // "" = not needed
    std::string styles; // id of the discover artifact; "" = environments are held out
    std::vector<std::string> features; // ids of cells; empty = not needed
    at::Device device { at::kCPU };
};

/// Leave-one-style-out is leave-one-environment-out with the found styles in the place of the environments.
Result<void> holdOutStyles(const Project& project, Sources& sources)
{
    sources.styles = project.text("/discover");
    if (sources.styles.empty())
        return fail("train.no-styles");
    MINAMO_TRY(auto styles, readStyles(project.artifacts().folder(sources.styles)));
    if (styles.style.size() != sources.dataset.size())
        return fail("train.rows-differ",
            { { "expected", sources.dataset.size() }, { "found", styles.style.size() } });
    Category column { "style", {}, std::move(styles.style) };
    for (const auto& style : styles.styles)
        column.values.push_back("S" + std::to_string(style.number));
    sources.dataset.environment = std::move(column);
    return {};
}

Result<Sources> sourcesOf(const Project& project, const TrainOptions& options)
{
    Sources sources;
    MINAMO_TRY(sources.dataset, project.dataset());
    sources.okClasses = sources.dataset.okClasses;
    if (options.folds == "style")
        MINAMO_DO(holdOutStyles(project, sources));
    if (!options.classifier.empty() && !project.artifacts().contains(options.classifier))
        return fail("train.no-classifier", { { "id", options.classifier } });
    if (options.onFeatures())
        sources.device = at::Device(at::kCPU); // seconds on one core: not worth a GPU's start
    else {
        MINAMO_TRY(sources.device, chooseDevice(options.device));
        sources.pack = packKey(project.text("/samples"), PackOptions { .size = options.size }).id();
        if (!project.artifacts().contains(sources.pack))
            return fail("train.no-pack", { { "size", options.size } });
    }
    if (options.method == "erm" && (!options.fast || !options.classifier.empty()))
        return sources;
    if (const auto& document = project.document(); document.contains("features"))
        sources.features = document.at("features").get<std::vector<std::string>>();
    if (sources.features.empty())
        return fail("train.no-features");
    std::sort(sources.features.begin(), sources.features.end());
    return sources;
}

ArtifactKey keyOf(const TrainOptions& options, const Sources& sources)
{
    ArtifactKey key { TrainOptions::stage, 3, canonicalOptions(options), { sources.dataset.labelled() } };
    key.options["device"] = deviceClass(sources.device);
    key.options["okClasses"] = sources.okClasses;
    if (options.classifier.empty())
        key.options.erase("classifier");
    else
        key.inputs.push_back(options.classifier);
    if (options.onFeatures()) { // reads no pixels
        key.options.erase("width");
        key.options.erase("size");
    } else if (sources.device.is_cpu()) { // other threads add up in another order, which ends in other bits
        key.options["threads"] = options.threads > 0 ? options.threads : threadCount();
    }
    if (!sources.pack.empty())
        key.inputs.push_back(sources.pack);
    if (!sources.styles.empty())
        key.inputs.push_back(sources.styles);
    key.inputs.insert(key.inputs.end(), sources.features.begin(), sources.features.end());
    return key;
}

Result<StageResult> resultOf(const Project& project, const std::string& id)
{
    MINAMO_TRY(const auto manifest, project.artifacts().manifest(id));
    if (manifest.at("summary").value("mode", "") == "all-photos") // nothing to compare it with
        return StageResult { { { "/finalTrain", id } }, manifest.at("summary") };
    Json list = Json::array();
    if (const auto& document = project.document(); document.contains("train"))
        list = document.at("train");
    if (std::find(list.begin(), list.end(), id) == list.end())
        list.push_back(id);
    return StageResult { { { "/train", std::move(list) } }, manifest.at("summary") };
}

Result<TrainInputs> inputsOf(
    const Project& project, const TrainOptions& options, Sources sources, const FeatureStore& store)
{
    TrainInputs inputs;
    inputs.options = options;
    inputs.device = sources.device;
    inputs.hasErm = options.method != "guide";
    inputs.hasGuide = options.method != "erm";
    inputs.features = &store;
    const auto photos = sources.dataset.size();
    if (!sources.pack.empty()) {
        MINAMO_TRY(inputs.photos, ImagePack::open(project.artifacts().folder(sources.pack)));
        if (inputs.photos->count() != photos)
            return fail("train.rows-differ", { { "expected", photos }, { "found", inputs.photos->count() } });
    }
    if (!sources.features.empty()) {
        MINAMO_TRY(inputs.cells, store.records(sources.features));
        for (const auto& cell : inputs.cells)
            if (cell.rows != static_cast<std::int64_t>(photos))
                return fail("train.rows-differ", { { "expected", photos }, { "found", cell.rows } });
    }
    if (!options.classifier.empty()) {
        MINAMO_TRY(inputs.own, readOwnClassifier(project.artifacts().folder(options.classifier)));
        const auto rows = static_cast<std::size_t>(inputs.own->features.rows());
        const auto classes = static_cast<std::size_t>(inputs.own->probabilities.cols());
        if (rows != photos || classes != sources.dataset.label.values.size())
            return fail("train.rows-differ", { { "expected", photos }, { "found", rows } });
    }
    inputs.okClasses = std::move(sources.okClasses);
    inputs.dataset = std::move(sources.dataset);
    return inputs;
}

/// What the reader should know besides the numbers.
std::vector<Error> notesOf(const TrainInputs& inputs, const std::vector<TrainFold>& folds)
{
    std::vector<Error> notes;
    const auto say = [&](const char* code, Json values = Json::object()) {
        notes.push_back({ code, std::move(values), {} });
    };
    const auto environments = usedEnvironments(inputs.dataset).size();
    const bool byStyle = inputs.options.folds == "style", isWhole = inputs.options.holdout == "none";
    if (isWhole)
        say("train.nothing-held-out");
    if (inputs.own)
        say("train.own-classifier");
    if (byStyle)
        say("train.style-folds");
    if (inputs.options.holdout == "all" && environments < 2)
        say(byStyle ? "train.one-style" : "train.one-environment");
    if (!byStyle && environments == 2 && inputs.hasGuide && !folds.front().holdout.empty())
        say("train.two-environments");
    if (inputs.options.transductive && inputs.hasGuide)
        say("train.transductive");
    if (inputs.okClasses.empty())
        say("train.no-ok-class");
    for (const auto& fold : folds) {
        if (fold.leftOut > 0)
            say(byStyle ? "train.shared-parts-style" : "train.shared-parts",
                { { "environment", fold.holdout }, { "photos", fold.leftOut } });
        if (isWhole)
            continue;
        if (fold.test.size() < 20 && fold.holdout.empty())
            say("train.few-held-back", { { "photos", fold.test.size() } });
        else if (fold.test.size() < 20)
            say("train.few-photos", { { "environment", fold.holdout }, { "photos", fold.test.size() } });
    }
    const auto& codes = inputs.dataset.environment.codes;
    const auto unknown = std::count(codes.begin(), codes.end(), -1);
    if (unknown > 0 && !folds.front().holdout.empty())
        say("train.unknown-environments", { { "photos", unknown } });
    return notes;
}

TrainReport emptyReport(const TrainInputs& inputs, const std::vector<TrainFold>& folds)
{
    TrainReport report;
    report.variant = inputs.own ? "own" : inputs.options.fast ? "fast" : "encoder";
    report.mode = inputs.options.holdout == "none" ? "all-photos"
        : folds.front().holdout.empty()            ? "plain-split"
        : inputs.options.folds == "style"          ? "leave-one-style-out"
                                                   : "leave-one-environment-out";
    report.transductive = inputs.options.transductive && inputs.hasGuide;
    report.classes = inputs.dataset.label.values;
    report.environments = inputs.dataset.environment.values;
    if (inputs.hasErm)
        report.methods.push_back("erm");
    if (inputs.hasGuide)
        report.methods.push_back("guide");
    report.okClasses = inputs.okClasses;
    report.seeds = inputs.options.seeds;
    report.notes = notesOf(inputs, folds);
    return report;
}

/// Runs every unit that is not done yet, in a fixed order, and gathers runs and predictions.
class Training {
public:
    Training(const TrainInputs& inputs, TrainUnits units, TrainReport& report, JobContext& context) :
        m_inputs(inputs), m_units(std::move(units)), m_report(report), m_context(context)
    {
    }

    Result<void> run()
    {
        std::vector<std::vector<TrainFold>> seeds;
        for (int seed = 0; seed < m_inputs.options.seeds; ++seed) {
            MINAMO_TRY(auto folds, trainFolds(m_inputs.dataset, m_inputs.options.holdout, trainSeed(seed)));
            seeds.push_back(std::move(folds));
        }
        const auto rounds = static_cast<std::int64_t>(seeds.size() * seeds.front().size());
        TrainProgress progress(
            m_context, rounds * std::int64_t(m_report.methods.size()), rounds, m_inputs.steps());
        for (int seed = 0; seed < m_inputs.options.seeds; ++seed)
            for (auto& fold : seeds[std::size_t(seed)])
                MINAMO_DO(runFold(std::move(fold), seed, progress));
        return {};
    }

    const std::vector<Prediction>& predictions() const { return m_predictions; }
    const std::vector<std::string>& names() const { return m_names; }

private:
    Result<void> runFold(TrainFold fold, int seed, TrainProgress& progress)
    {
        const int number = fold.number;
        TrainFoldRun runner(m_inputs, std::move(fold), seed);
        const bool allDone = std::all_of(m_report.methods.begin(), m_report.methods.end(),
            [&](const auto& method) { return m_units.isDone(TrainUnits::name(seed, number, method)); });
        if (!allDone) {
            MINAMO_DO(runner.prepare([&] { return !m_context.cancelled(); }));
            m_context.event("fold", runner.describe());
        }
        progress.finishPreparation();
        for (const auto& method : m_report.methods)
            MINAMO_DO(runUnit(runner, number, seed, method, progress));
        return {};
    }

    Result<void> runUnit(
        TrainFoldRun& runner, int fold, int seed, const std::string& method, TrainProgress& progress)
    {
        const auto name = TrainUnits::name(seed, fold, method);
        if (!m_units.isDone(name)) {
            MINAMO_TRY(const auto trained,
                runner.train(method, m_units.checkpoint(name), progress.watchUnit(runner, method)));
            MINAMO_DO(m_units.save(name, trained));
        }
        // Read back even when just trained: a resumed run and an unbroken one see the same numbers.
        MINAMO_TRY(auto unit, m_units.load(name));
        unit.run.weights = "weights/" + name + ".safetensors";
        m_report.runs.push_back(unit.run);
        m_predictions.insert(m_predictions.end(), unit.predictions.begin(), unit.predictions.end());
        m_names.push_back(name);
        sayTrained(unit, method);
        progress.finishUnit();
        return {};
    }

    void sayTrained(const TrainedUnit& unit, const std::string& method)
    {
        if (unit.predictions.empty()) // nothing was held out
            return;
        const auto right = std::count_if(unit.predictions.begin(), unit.predictions.end(),
            [](const Prediction& p) { return p.truth == p.predicted; });
        const auto of = std::max<std::size_t>(1, unit.predictions.size());
        m_context.event("trained",
            { { "series", method }, { "fold", unit.run.fold }, { "holdout", unit.run.holdout },
                { "seed", unit.run.seed }, { "right", right }, { "of", unit.predictions.size() },
                { "accuracy", double(right) / double(of) }, { "validation", unit.run.validation } });
    }

    const TrainInputs& m_inputs;
    TrainUnits m_units;
    TrainReport& m_report;
    JobContext& m_context;
    std::vector<Prediction> m_predictions;
    std::vector<std::string> m_names;
};

Json summaryOf(const TrainReport& report)
{
    Json methods = Json::object();
    for (const auto& total : report.totals) {
        Json folds = Json::object();
        for (const auto& fold : total.folds)
            folds[fold.holdout] = { { "accuracy", fold.accuracy.value() }, { "photos", fold.accuracy.of } };
        methods[total.method] = { { "accuracy", total.accuracy.value() }, { "low", total.accuracy.low },
            { "high", total.accuracy.high }, { "photos", total.accuracy.of },
            { "meanOfFolds", total.meanOfFolds }, { "overReject", total.errors.overReject.value() },
            { "miss", total.errors.miss.value() }, { "folds", std::move(folds) } };
    }
    Json summary { { "variant", report.variant }, { "mode", report.mode }, { "seeds", report.seeds },
        { "transductive", report.transductive }, { "methods", std::move(methods) } };
    if (report.compared)
        summary.update({ { "difference", report.comparison.difference },
            { "pValue", report.comparison.pValue }, { "verdict", report.comparison.verdict } });
    return summary;
}

/// Hard links where the file system has them: weights of many folds are large.
Result<void> place(const Path& from, const Path& to)
{
    std::error_code error;
    std::filesystem::create_hard_link(from, to, error);
    if (error)
        std::filesystem::copy_file(from, to, error);
    return error ? Result<void>(fail("file.cannot-write", { { "path", to.string() } }, error.message()))
                 : Result<void> {};
}

Result<std::string> commit(const Project& project, const ArtifactKey& key, const TrainReport& report,
    const Training& training, const TrainUnits& units)
{
    MINAMO_TRY(auto draft, project.artifacts().begin(key));
    std::error_code error;
    std::filesystem::create_directories(draft.folder() / "weights", error);
    for (const auto& name : training.names())
        MINAMO_DO(place(units.weights(name), draft.folder() / "weights" / (name + ".safetensors")));
    MINAMO_DO(
        writePredictions((draft.folder() / "predictions.safetensors").string(), training.predictions()));
    MINAMO_DO(writeJson(draft.folder() / "results.json", toJson(report)));
    auto summary = summaryOf(report);
    summary["artifact"] = key.id();
    return project.artifacts().commit(std::move(draft), summary);
}

} // namespace

Result<StageResult> runTrain(const Project& project, const TrainOptions& options, JobContext& context)
{
    MINAMO_TRY(auto sources, sourcesOf(project, options));
    const auto key = keyOf(options, sources);
    if (project.artifacts().contains(key.id()))
        return resultOf(project, key.id());
    MINAMO_TRY(const auto work, project.artifacts().takeWork(key, [&] { return context.cancelled(); }));
    if (project.artifacts().contains(key.id()))
        return resultOf(project, key.id());
    const FeatureStore store(project.artifacts());
    MINAMO_TRY(const auto inputs, inputsOf(project, options, std::move(sources), store));
    MINAMO_TRY(const auto folds, trainFolds(inputs.dataset, options.holdout, trainSeed(0)));
    if (options.threads > 0)
        useThreads(options.threads);

    auto report = emptyReport(inputs, folds);
    for (const auto& note : report.notes)
        context.warning(note);
    const TrainUnits units(work.folder);
    Training training(inputs, units, report, context);
    MINAMO_DO(training.run());
    const auto told = report.notes.size();
    completeReport(report, training.predictions());
    for (std::size_t i = told; i < report.notes.size(); ++i)
        context.warning(report.notes[i]);
    MINAMO_TRY(const auto id, commit(project, key, report, training, units));
    project.artifacts().dropWorkFolder(key);
    return resultOf(project, id);
}

} // namespace minamo
