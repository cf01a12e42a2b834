#include "engine/stages/TrainCells.h"

#include "engine/clustering/CellScoring.h"

#include <torch/types.h>

namespace minamo {

Result<StyleCellChoice> chooseStyleCell(
    const TrainInputs& inputs, const TrainFold& fold, const std::function<bool()>& goOn)
{
    ScoreLabels labels { inputs.dataset.environment.codes, inputs.dataset.label.codes, fold.train };
    labels.rows.insert(labels.rows.end(), fold.validation.begin(), fold.validation.end());
    std::sort(labels.rows.begin(), labels.rows.end());
    const ScoreOptions options { .sample = 500 };
    const bool byNmi = chosenCriterion(labels, options) == "style-nmi";
    MINAMO_TRY(const auto scores,
        scoreCells(*inputs.features, inputs.cells, labels, options,
            byNmi ? ScoreParts::labelsOnly : ScoreParts::all, [&](const CellScore*) { return goOn(); }));
    const auto best = static_cast<std::size_t>(std::max(0, scores.best));
    return StyleCellChoice { inputs.cells[best], scores.reason, scores.values };
}

Result<CellRecord> chooseClassCell(
    const TrainInputs& inputs, const FoldData& data, const std::function<bool()>& goOn)
{
    const FastOptions probe { .steps = 60, .weightDecays = { 0.1 }, .evaluations = 1, .hidden = { 0 } };
    TrainWatch watch;
    watch.cancelled = [&] { return !goOn(); };
    const CellRecord* best = nullptr;
    TrainOutcome bestOutcome { .validation = -2, .refreshes = {} };
    for (const auto& cell : inputs.cells) {
        MINAMO_TRY(const auto matrix, inputs.features->matrix(cell));
        const auto phi = torch::from_blob(
            const_cast<float*>(matrix.data()), { matrix.rows(), matrix.cols() }, at::kFloat);
        const auto rows = rowsOf(data.train);
        const std::vector<std::int64_t> wide(rows.begin(), rows.end());
        const auto index = torch::tensor(wide, at::TensorOptions(at::kLong));
        NamedTensors weights;
        MINAMO_TRY(const auto outcome,
            trainFastHead(
                data, Standardiser::fit(phi.index_select(0, index)).apply(phi), probe, watch, weights));
        const bool better = outcome.validation > bestOutcome.validation
            || (outcome.validation == bestOutcome.validation
                && outcome.validationLoss < bestOutcome.validationLoss);
        if (!better)
            continue;
        best = &cell;
        bestOutcome = outcome;
    }
    return *best;
}

} // namespace minamo
