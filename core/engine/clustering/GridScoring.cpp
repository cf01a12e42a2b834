#include "engine/clustering/CellScoring.h"
#include "engine/clustering/LabelledRows.h"
#include "statistics/Agreement.h"

#include <algorithm>
#include <cmath>

namespace minamo {
namespace {

void noteAbsent(const ScoreLabels& labels, Eigen::Index total, CellScores& scores)
{
    const auto rows = rowsOf(labels, total);
    const int environments
        = distinctLabels(codesAt(labels.environments, knownRows(rows, labels.environments)));
    const int classes = distinctLabels(codesAt(labels.classes, knownRows(rows, labels.classes)));
    if (environments < 2)
        scores.notes.push_back(environments == 0 ? "score.no-environments" : "score.one-environment");
    if (classes < 2)
        scores.notes.push_back(classes == 0 ? "score.no-classes" : "score.one-class");
}

void recommend(CellScores& scores)
{
    scores.best = bestCell(scores.cells, scores.criterion);
    if (scores.best < 0)
        return;
    const auto& cell = scores.cells[static_cast<std::size_t>(scores.best)];
    const auto rounded = [](double value) { return std::round(value * 1000) / 1000; };
    scores.values = { { "cells", scores.cells.size() } };
    if (scores.criterion == "style-nmi") {
        scores.reason = "cell.best-style-nmi";
        scores.values["score"] = rounded(cell.styleNmi.value_or(0));
        scores.values["classNmi"] = cell.classNmi ? Json(rounded(*cell.classNmi)) : Json("–");
    } else {
        scores.reason = "cell.best-label-free";
        scores.values["score"] = rounded(cell.labelFree);
    }
}

} // namespace

Result<CellScores> scoreCells(const FeatureStore& store, const std::vector<CellRecord>& cells,
    const ScoreLabels& labels, const ScoreOptions& options, ScoreParts parts,
    const std::function<bool(const CellScore*)>& said)
{
    CellScores scores;
    scores.criterion = chosenCriterion(labels, options);
    const auto stop = [&] { return !said(nullptr); };
    for (const auto& record : cells) {
        MINAMO_TRY(const auto features, store.matrix(record));
        const auto photos
            = static_cast<Eigen::Index>(std::max(labels.environments.size(), labels.classes.size()));
        if (photos > 0 && photos != features.rows())
            return fail("analysis.rows-differ", { { "rows", features.rows() }, { "photos", photos } });
        if (!features.allFinite())
            return fail(
                "analysis.not-finite", { { "tap", record.cell.tap }, { "timestep", record.cell.timestep } });
        auto score = scoreCell(features, labels, options, parts, stop);
        score.tap = record.cell.tap;
        score.timestep = record.cell.timestep;
        if (stop())
            return cancelledError();
        scores.cells.push_back(score);
        if (!said(&scores.cells.back()))
            return cancelledError();
        if (scores.cells.size() == 1)
            noteAbsent(labels, features.rows(), scores);
    }
    recommend(scores);
    return scores;
}

} // namespace minamo
