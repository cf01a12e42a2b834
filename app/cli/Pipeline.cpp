#include "Pipeline.h"

#include "jobs/PartContext.h"
#include "data/Splits.h"
#include "engine/stages/Discover.h"
#include "engine/stages/Embed.h"
#include "engine/stages/ModelCommands.h"
#include "engine/stages/Score.h"
#include "evaluation/EvaluateStage.h"
#include "stages/PackOptions.h"
#include "stages/Stage.h"

#ifdef MINAMO_WITH_IMAGING
#include "imaging/PackStage.h"
#endif

namespace minamo {

namespace {

#ifdef MINAMO_WITH_IMAGING
Result<void> preparePixels(const Project& project, int size, JobContext& context)
{
    MINAMO_TRY([[maybe_unused]] const auto pack, ensurePack(project, PackOptions { .size = size }, context));
    return {};
}
#else
/// A node has no decoder: the pack must have come with the project folder. The engine says so if it has not.
Result<void> preparePixels(const Project&, int, JobContext&) { return {}; }
#endif

/// Runs a stage as a part of the whole, and lets the project point to its result.
template <class O>
Result<Json> part(Project& project, Result<StageResult> (*run)(const Project&, const O&, JobContext&), const O& options,
    JobContext& context)
{
    MINAMO_TRY(const StageResult result, run(project, options, context));
    MINAMO_DO(adopt(project, O::stage, result));
    return result.summary;
}

/// Work on prepared pixels. Where they must be made first, both share one scale: a bar that fills twice misleads.
template <class Work> Result<Json> onPixels(Project& project, int size, JobContext& context, Work work)
{
    constexpr std::int64_t all = 1000, pixels = 100;
    if (project.artifacts().contains(packKey(project.text("/samples"), PackOptions { .size = size }).id()))
        return work(context);
    PartContext packing(context, 0, pixels, all), rest(context, pixels, all - pixels, all);
    MINAMO_DO(preparePixels(project, size, packing));
    return work(rest);
}

/// A run stands without a classifier where the photos allow none; a wrong wish is an error.
bool lacksOnlyPhotos(const Error& error)
{
    const auto& code = error.code;
    return code == "train.no-labels" || code == "train.one-class" || code == "train.one-class-in-fold"
        || code == "train.too-few-photos";
}

/// Told before the hours of work, not after them.
Result<void> checkHoldout(const Project& project, const std::string& holdout)
{
    MINAMO_TRY(const auto dataset, project.dataset());
    const auto folds = trainFolds(dataset, holdout, 0);
    return folds || lacksOnlyPhotos(folds.error()) ? Result<void>() : tl::make_unexpected(folds.error());
}

// Shares of the time on two cores with the built-in model, in per mille of the whole.
constexpr std::int64_t extractShare = 550, scoreShare = 200, discoverShare = 60, embedShare = 60, trainShare = 125, evaluateShare = 5, whole = 1000;

} // namespace

Result<Json> extractWithPack(Project& project, const ExtractOptions& options, JobContext& context)
{
    MINAMO_TRY(const int size, extractedSize(project, options));
    return onPixels(project, size, context,
        [&](JobContext& rest) { return part<ExtractOptions>(project, runExtract, options, rest); });
}

Result<Json> trainWithPack(Project& project, const TrainOptions& options, JobContext& context)
{
    const auto train = [&](JobContext& rest) { return part<TrainOptions>(project, runTrain, options, rest); };
    return options.onFeatures() ? train(context) : onPixels(project, options.size, context, train);
}

Result<Json> addClassifierWithPack(Project& project, const ClassifierOptions& options, JobContext& context)
{
    const auto add = [&](JobContext& rest) { return part<ClassifierOptions>(project, runAddClassifier, options, rest); };
    MINAMO_TRY(const int side, classifierSide(options));
    return side == 0 ? add(context) : onPixels(project, side, context, add);
}

Result<Json> exportTrained(Project& project, const ExportOptions& options, JobContext& context)
{
    constexpr std::int64_t all = 1000, learning = 850;
    MINAMO_TRY(const auto plan, planExport(project, options));
    PartContext training(context, 0, learning, all), writing(context, learning, all - learning, all);
    MINAMO_TRY(const auto trained, trainWithPack(project, plan.training, training));
    return runExport(project, options, plan, trained.at("artifact"), writing);
}

Result<Json> runPipeline(Project& project, const RunOptions& options, JobContext& context)
{
    MINAMO_DO(checkHoldout(project, options.holdout));
    context.event("plan", optionsToJson(options));
    Json summary;
    std::int64_t at = 0;
    const auto next = [&](std::int64_t share) {
        PartContext slice(context, at, share, whole);
        at += share;
        return slice;
    };
    auto extracting = next(extractShare);
    const ExtractOptions extract { .taps = options.taps, .timesteps = options.timesteps, .device = options.device };
    MINAMO_TRY(summary["extract"], extractWithPack(project, extract, extracting));
    auto scoring = next(scoreShare);
    MINAMO_TRY(summary["score"], part<ScoreOptions>(project, runScore, {}, scoring));
    auto discovering = next(discoverShare);
    MINAMO_TRY(summary["discover"], part<DiscoverOptions>(project, runDiscover, {}, discovering));
    auto embedding = next(embedShare);
    MINAMO_TRY(summary["embed"], part<EmbedOptions>(project, runEmbed, { .method = options.map }, embedding));
    auto training = next(trainShare);
    TrainOptions train;
    train.method = options.method;
    train.holdout = options.holdout;
    train.seeds = options.seeds;
    train.fast = options.fast;
    train.device = options.device;
    auto trained = trainWithPack(project, train, training);
    if (trained) {
        summary["train"] = *trained;
        auto evaluating = next(evaluateShare);
        const EvaluateOptions evaluate { .train = trained->at("artifact") };
        MINAMO_TRY(summary["evaluate"], part<EvaluateOptions>(project, runEvaluate, evaluate, evaluating));
    } else if (lacksOnlyPhotos(trained.error()))
        context.warning(trained.error());
    else
        return trained;
    context.progress("run", whole, whole);
    return summary;
}

} // namespace minamo
