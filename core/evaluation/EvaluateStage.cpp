#include "evaluation/EvaluateStage.h"

#include "data/PhotoTiles.h"
#include "data/Styles.h"
#include "evaluation/Evaluate.h"
#include "evaluation/Inspection.h"

#include <algorithm>
#include <map>

namespace minamo {
namespace {

/// One side of the comparison: a training and one of its methods.
struct Side {
    Contestant contestant;
    TrainReport report;
    std::string styles; // the discover artifact whose styles were held out; "" = none
    bool learned = true;
};

std::string newestTraining(const Project& project)
{
    const auto list = project.document().value("train", Json::array());
    return list.empty() ? std::string() : list.back().get<std::string>();
}

/// The wanted method; if none is named, the first or the last of the training.
Result<std::string> methodOf(const TrainReport& report, const std::string& wanted, bool last)
{
    if (report.methods.empty())
        return fail("evaluate.no-training");
    if (wanted.empty())
        return last ? report.methods.back() : report.methods.front();
    if (std::find(report.methods.begin(), report.methods.end(), wanted) == report.methods.end())
        return fail("evaluate.no-method", { { "method", wanted }, { "known", report.methods } });
    return wanted;
}

/// @param labelled names photos and labels, as the training's inputs do
Result<Side> sideOf(const Project& project, const std::string& labelled, const std::string& id,
    const std::string& method, bool last)
{
    if (!project.artifacts().contains(id))
        return fail("project.no-artifact", { { "id", id } });
    MINAMO_TRY(const auto manifest, project.artifacts().manifest(id));
    const auto inputs = manifest.value("inputs", std::vector<std::string>());
    if (std::find(inputs.begin(), inputs.end(), labelled) == inputs.end())
        return fail("evaluate.other-photos", { { "artifact", id } });
    Side side;
    MINAMO_TRY(side.report, readTrainReport(project.artifacts().folder(id).string()));
    MINAMO_TRY(auto chosen, methodOf(side.report, method, last));
    side.contestant = { id, std::move(chosen), side.report.variant, side.report.mode, side.report.seeds };
    if (side.report.mode == "leave-one-style-out")
        for (const auto& input : inputs)
            if (input.starts_with("discover-"))
                side.styles = input;
    side.learned = std::none_of(side.report.notes.begin(), side.report.notes.end(),
        [](const Error& note) { return note.code == "train.not-learned"; });
    return side;
}

/// Everything the result depends on.
struct Sources {
    std::array<Side, 2> sides;
    Dataset dataset;
    std::optional<Styles> styles;
    std::vector<std::string> styleNames;
    InspectionCosts costs;
};

InspectionCosts costsOf(const Project& project, const EvaluateOptions& options)
{
    auto costs = inspectionOf(project.document()).costs;
    const auto take = [](double given, double& cost) {
        if (given >= 0)
            cost = given;
    };
    take(options.costOverReject, costs.overReject);
    take(options.costMiss, costs.miss);
    take(options.costReview, costs.review);
    take(options.defectRate, costs.defectRate);
    take(options.reviewShare, costs.reviewShare);
    return costs;
}

Result<void> addStyles(const Project& project, const EvaluateOptions& options, Sources& sources)
{
    auto id = options.styles;
    if (id.empty())
        id = sources.sides[1].styles.empty() ? project.text("/discover") : sources.sides[1].styles;
    if (id.empty())
        return {};
    if (!project.artifacts().contains(id))
        return fail("project.no-artifact", { { "id", id } });
    MINAMO_TRY(auto styles, readStyles(project.artifacts().folder(id)));
    styles.artifact = id;
    if (styles.style.size() != sources.dataset.size())
        return fail("evaluate.other-photos", { { "artifact", id } });
    for (const auto& style : styles.styles)
        sources.styleNames.push_back(project.text("/styleNames/" + id + "/" + std::to_string(style.number)));
    sources.styles = std::move(styles);
    return {};
}

Result<Sources> sourcesOf(const Project& project, const EvaluateOptions& options)
{
    Sources sources;
    MINAMO_TRY(sources.dataset, project.dataset());
    const auto after = options.train.empty() ? newestTraining(project) : options.train;
    if (after.empty())
        return fail("evaluate.no-training");
    const auto before = options.against.empty() ? after : options.against;
    MINAMO_TRY(
        sources.sides[0], sideOf(project, sources.dataset.labelled(), before, options.againstMethod, false));
    MINAMO_TRY(sources.sides[1], sideOf(project, sources.dataset.labelled(), after, options.method, true));
    sources.costs = costsOf(project, options);
    MINAMO_DO(addStyles(project, options, sources));
    return sources;
}

ArtifactKey keyOf(const Sources& sources)
{
    const auto& [before, after] = sources.sides;
    ArtifactKey key { EvaluateOptions::stage, 4,
        { { "methods", { before.contestant.method, after.contestant.method } },
            { "costs", toJson(sources.costs) }, { "okClasses", sources.dataset.okClasses },
            { "styleNames", sources.styleNames } },
        { sources.dataset.labelled(), before.contestant.artifact, after.contestant.artifact } };
    if (sources.styles)
        key.inputs.push_back(sources.styles->artifact);
    return key;
}

/// Predictions of one side's method, with the probability of every class.
Result<std::vector<Prediction>> predictionsOf(const Project& project, const Contestant& contestant)
{
    const auto file = project.artifacts().folder(contestant.artifact) / "predictions.safetensors";
    MINAMO_TRY(auto predictions, readPredictions(file.string()));
    const int number = contestant.method == "guide" ? 1 : 0;
    std::erase_if(predictions, [number](const Prediction& p) { return p.method != number; });
    if (std::any_of(predictions.begin(), predictions.end(),
            [](const Prediction& p) { return p.probabilities.empty(); }))
        return fail("evaluate.no-probabilities", { { "artifact", contestant.artifact } });
    return predictions;
}

/// What the trainings said, without what only matters while training.
void addTrainingNotes(Evaluation& evaluation, const TrainReport& report)
{
    static const std::vector<std::string> codes { "train.transductive", "train.style-folds",
        "train.not-learned", "train.one-environment", "train.one-style", "train.shared-parts",
        "train.shared-parts-style" };
    for (const auto& note : report.notes)
        if (std::find(codes.begin(), codes.end(), note.code) != codes.end())
            evaluation.notes.push_back(note);
}

/// Where photos were cut into tiles: what a figure counts, and what it could not see.
void addTileNotes(Evaluation& evaluation, const JudgedPhotos& table, const Dataset& dataset)
{
    if (table.tilesPerPhoto() == 1)
        return;
    evaluation.notes.insert(evaluation.notes.begin(), // what all other figures count
        { "evaluate.per-photo", { { "tiles", table.tilesPerPhoto() } }, {} });
    std::map<std::int32_t, std::int32_t> tilesOfRow; // with a class
    for (const auto& rows : rowsByPhoto(dataset))
        for (const auto row : rows)
            tilesOfRow[std::int32_t(row)] = std::int32_t(std::ranges::count_if(
                rows, [&](std::size_t tile) { return dataset.label.codes[tile] >= 0; }));
    int incomplete = 0;
    for (std::size_t i = 0; i < table.size(); ++i)
        incomplete += table.tiles[i] < tilesOfRow[table.row[i]];
    if (incomplete > 0)
        evaluation.notes.push_back(
            { "evaluate.tiles-left-out", { { "photos", incomplete }, { "n", table.size() } }, {} });
}

Json summaryOf(const Evaluation& e, const std::string& id)
{
    auto summary = toJson(e);
    summary["artifact"] = id;
    return summary;
}

Result<StageResult> resultOf(const Project& project, const std::string& id)
{
    MINAMO_TRY(const auto manifest, project.artifacts().manifest(id));
    return StageResult { { { "/evaluate", id } }, manifest.at("summary") };
}

} // namespace

Result<StageResult> runEvaluate(const Project& project, const EvaluateOptions& options, JobContext& context)
{
    MINAMO_TRY(const auto sources, sourcesOf(project, options));
    const auto key = keyOf(sources);
    if (project.artifacts().contains(key.id()))
        return resultOf(project, key.id());
    context.progress(EvaluateOptions::stage, 0, 2);
    const auto& [before, after] = sources.sides;
    MINAMO_TRY(const auto first, predictionsOf(project, before.contestant));
    MINAMO_TRY(const auto second, predictionsOf(project, after.contestant));
    const auto table = judgedPhotos(
        first, second, sources.dataset, sources.styles ? sources.styles->style : std::vector<std::int32_t>());
    if (table.size() == 0)
        return fail("evaluate.nothing-in-common");
    if (context.cancelled())
        return cancelledError();
    context.progress(EvaluateOptions::stage, 1, 2);
    auto evaluation = evaluatePhotos(table,
        { { before.contestant, after.contestant }, { before.learned, after.learned }, &sources.dataset,
            sources.styles ? &*sources.styles : nullptr, sources.styleNames, sources.costs });
    addTileNotes(evaluation, table, sources.dataset);
    addTrainingNotes(evaluation, after.report);
    if (!sources.styles)
        evaluation.notes.push_back({ "evaluate.no-styles", Json::object(), {} });
    MINAMO_TRY(auto draft, project.artifacts().begin(key));
    MINAMO_DO(writeJudgedPhotos(draft.folder(), table));
    MINAMO_DO(writeJson(draft.folder() / "evaluation.json", toJson(evaluation)));
    MINAMO_TRY(const auto id, project.artifacts().commit(std::move(draft), summaryOf(evaluation, key.id())));
    context.progress(EvaluateOptions::stage, 2, 2);
    return resultOf(project, id);
}

} // namespace minamo
