#include "Pipeline.h"

#include "PartContext.h"
#include "engine/stages/Discover.h"
#include "engine/stages/Embed.h"
#include "engine/stages/ModelCommands.h"
#include "engine/stages/Score.h"
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

// Shares of the time on two cores with the built-in model, in per mille of the whole.
constexpr std::int64_t extractShare = 550, scoreShare = 200, discoverShare = 60, embedShare = 60, trainShare = 130, whole = 1000;

} // namespace

Result<Json> extractWithPack(Project& project, const ExtractOptions& options, JobContext& context)
{
    MINAMO_TRY(const int size, modelImageSize(project));
    MINAMO_DO(preparePixels(project, size, context));
    return part<ExtractOptions>(project, runExtract, options, context);
}

Result<Json> trainWithPack(Project& project, const TrainOptions& options, JobContext& context)
{
    if (!options.fast)
        MINAMO_DO(preparePixels(project, options.size, context));
    return part<TrainOptions>(project, runTrain, options, context);
}

Result<Json> runPipeline(Project& project, const RunOptions& options, JobContext& context)
{
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
    if (trained)
        summary["train"] = *trained;
    else if (trained.error().code.starts_with("train.")) // styles and map stand without a classifier (one class, no labels)
        context.warning(trained.error());
    else
        return trained;
    context.progress("run", whole, whole);
    return summary;
}

} // namespace minamo
