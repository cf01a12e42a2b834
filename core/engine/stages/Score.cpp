#include "engine/stages/Score.h"

#include "engine/clustering/CellScoring.h"
#include "engine/device/Guarded.h"
#include "engine/stages/CellInput.h"

#include <algorithm>

namespace minamo {
namespace {

Json bestToJson(const CellScores& scores)
{
    if (scores.best < 0)
        return nullptr;
    const auto& cell = scores.cells[static_cast<std::size_t>(scores.best)];
    return { { "tap", cell.tap }, { "timestep", cell.timestep }, { "reason", scores.reason },
        { "values", scores.values } };
}

StageResult resultOf(
    const Project& project, const std::string& id, const CellScores& scores, JobContext& context)
{
    StageResult result { { { "/scores", id } }, Json::object() };
    const auto chosen = project.cell();
    const bool byHand = chosen && chosen->reason == "cell.user";
    if (const auto best = bestToJson(scores); !best.is_null() && !byHand)
        result.adoptions.push_back({ "/cell", best });
    Json cells = Json::array();
    for (const auto& cell : scores.cells)
        cells.push_back(cellScoreToJson(cell));
    result.summary = { { "artifact", id }, { "criterion", scores.criterion }, { "best", bestToJson(scores) },
        { "keptUserCell", byHand }, { "notes", scores.notes }, { "cells", cells } };
    for (const auto& note : scores.notes)
        context.warning({ note, Json::object(), {} });
    return result;
}

Result<CellScores> compute(const Project& project, const std::vector<CellRecord>& cells,
    const ScoreLabels& labels, const ScoreOptions& options, JobContext& context)
{
    const auto total = static_cast<std::int64_t>(cells.size());
    std::int64_t done = 0;
    context.progress("score", 0, total);
    const auto said = [&](const CellScore* score) {
        if (score != nullptr) {
            context.event("score", cellScoreToJson(*score));
            context.progress("score", ++done, total);
        }
        return !context.cancelled();
    };
    return guarded("cpu", [&] {
        return scoreCells(FeatureStore(project.artifacts()), cells, labels, options, ScoreParts::all, said);
    });
}

} // namespace

Result<StageResult> runScore(const Project& project, const ScoreOptions& options, JobContext& context)
{
    if (options.maxClusters < options.minClusters)
        return fail("option.out-of-range",
            { { "option", "maxClusters" }, { "value", options.maxClusters },
                { "minimum", options.minClusters }, { "maximum", 1000 } });
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const auto cells, projectCells(project));
    const ArtifactKey key { ScoreOptions::stage, 1, canonicalOptions(options),
        inputIds(cells, dataset.labelled()) };
    const auto& store = project.artifacts();
    if (store.contains(key.id())) {
        MINAMO_TRY(const auto scores, readCellScores(store.folder(key.id())));
        for (const auto& cell : scores.cells)
            context.event("score", cellScoreToJson(cell));
        context.progress(
            "score", static_cast<std::int64_t>(cells.size()), static_cast<std::int64_t>(cells.size()));
        return resultOf(project, key.id(), scores, context);
    }
    const ScoreLabels labels { dataset.environment.codes, dataset.label.codes, {} };
    MINAMO_TRY(const auto scores, compute(project, cells, labels, options, context));
    MINAMO_TRY(auto draft, store.begin(key));
    MINAMO_DO(writeCellScores(draft.folder(), scores));
    MINAMO_TRY(const auto id,
        store.commit(std::move(draft),
            { { "cells", scores.cells.size() }, { "criterion", scores.criterion },
                { "best", bestToJson(scores) } }));
    return resultOf(project, id, scores, context);
}

} // namespace minamo
