#include "StageTable.h"

#include "Pipeline.h"
#include "engine/stages/Discover.h"
#include "engine/stages/Embed.h"
#include "engine/stages/Probe.h"
#include "engine/stages/Score.h"
#include "engine/stages/Train.h"
#include "evaluation/EvaluateStage.h"

#ifdef MINAMO_WITH_IMAGING
#include "imaging/ImportStage.h"
#include "imaging/SampleStage.h"
#endif

namespace minamo {

namespace {

/// A stage function as the table wants it: the project then points to the result.
template <class O, Result<StageResult> (*run)(const Project&, const O&, JobContext&)>
Result<Json> adopting(Project& project, const O& options, JobContext& context)
{
    MINAMO_TRY(const StageResult result, run(project, options, context));
    MINAMO_DO(adopt(project, O::stage, result));
    return result.summary;
}

} // namespace

const std::vector<StageEntry>& stageTable()
{
    static const std::vector<StageEntry> table {
#ifdef MINAMO_WITH_IMAGING
        stageEntry<ImportOptions>(adopting<ImportOptions, runImport>, "folder"),
        stageEntry<SampleOptions>(adopting<SampleOptions, runSample>),
#endif
        stageEntry<ExtractOptions>(extractWithPack),
        stageEntry<ScoreOptions>(adopting<ScoreOptions, runScore>),
        stageEntry<ProbeOptions>(adopting<ProbeOptions, runProbe>),
        stageEntry<DiscoverOptions>(adopting<DiscoverOptions, runDiscover>),
        stageEntry<EmbedOptions>(adopting<EmbedOptions, runEmbed>),
        stageEntry<TrainOptions>(trainWithPack),
        stageEntry<EvaluateOptions>(adopting<EvaluateOptions, runEvaluate>),
        stageEntry<ClassifierOptions>(addClassifierWithPack, "model", "add"),
        stageEntry<ExportOptions>(exportTrained),
        stageEntry<RunOptions>(runPipeline),
    };
    return table;
}

const StageEntry* findStage(const std::string& name)
{
    for (const auto& entry : stageTable())
        if (entry.name == name)
            return &entry;
    return nullptr;
}

} // namespace minamo
