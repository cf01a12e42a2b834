#include "evaluation/Evaluate.h"

#include "base/Hash.h"
#include "evaluation/Thresholds.h"
#include "statistics/Tests.h"

#include <algorithm>
#include <functional>
#include <set>

namespace minamo {
namespace {

using Pairs = std::vector<std::pair<PhotoTally, PhotoTally>>;

/// McNemar on photos of one kind; `wrong` says how often a photo was judged wrongly.
PairedTest pairedTest(const Pairs& pairs, const std::function<bool(const PhotoTally&)>& counts,
    int PhotoTally::*wrong, const Rate& before, const Rate& after)
{
    Pairs kind;
    for (auto [first, second] : pairs)
        if (counts(first)) {
            first.right = first.seeds - first.*wrong;
            second.right = second.seeds - second.*wrong;
            kind.emplace_back(first, second);
        }
    const auto comparison = compareTallies(kind);
    return { comparison.onlyErm, comparison.onlyGuide, comparison.pValue,
        missingForRate(before) == 0 && after.count > before.count + 1e-9 };
}

void fillFigures(EvaluationRow& row, const Pairs& pairs, bool okKnown)
{
    TallySum sums[2];
    for (const auto& [before, after] : pairs) {
        sums[0].add(before);
        sums[1].add(after);
    }
    for (const int which : { 0, 1 })
        row.figures[which] = { rateOf(sums[which].right, sums[which].photos), sums[which].errors(okKnown) };
    row.photos = sums[0].photos;
    row.ok = okKnown ? sums[0].ok : 0;
    row.defects = okKnown ? sums[0].photos - sums[0].ok : 0;
    const auto all = compareTallies(pairs);
    const auto& [before, after] = row.figures;
    row.accuracy = { all.onlyErm, all.onlyGuide, all.pValue,
        missingForRate(before.accuracy) == 0 && after.accuracy.count < before.accuracy.count - 1e-9 };
    row.overReject = pairedTest(
        pairs, [&](const PhotoTally& t) { return okKnown && t.isOk; }, &PhotoTally::overReject,
        before.errors.overReject, after.errors.overReject);
    row.miss = pairedTest(
        pairs, [&](const PhotoTally& t) { return okKnown && !t.isOk; }, &PhotoTally::miss, before.errors.miss,
        after.errors.miss);
}

Pairs pairsWhere(const JudgedPhotos& table, const std::vector<int>& okClasses,
    const std::function<bool(std::size_t)>& takes)
{
    Pairs pairs;
    for (std::size_t i = 0; i < table.size(); ++i)
        if (takes(i))
            pairs.emplace_back(table.tally(i, 0, okClasses), table.tally(i, 1, okClasses));
    return pairs;
}

/// Worst first by "before"; rows with too few photos last, in their own order.
void sortRows(std::vector<EvaluationRow>& rows, bool okKnown)
{
    const auto badness = [&](const EvaluationRow& row) {
        return okKnown ? row.figures[0].errors.overReject.value() : 1 - row.figures[0].accuracy.value();
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const EvaluationRow& a, const EvaluationRow& b) {
        const bool fewA = a.tooFew(okKnown), fewB = b.tooFew(okKnown);
        return fewA != fewB ? fewB : !fewA && badness(a) > badness(b);
    });
}

/// Many groups are asked at once: the smallest of ten p-values is small by chance.
void adjustForManyTests(std::vector<EvaluationRow>& rows)
{
    const auto adjust = [&](const std::vector<PairedTest EvaluationRow::*>& tests) {
        std::vector<double> pValues;
        for (const auto& row : rows)
            for (const auto test : tests)
                pValues.push_back((row.*test).pValue);
        const auto adjusted = holmAdjusted(pValues);
        auto next = adjusted.begin();
        for (auto& row : rows)
            for (const auto test : tests)
                (row.*test).pValue = *next++;
    };
    adjust({ &EvaluationRow::accuracy });
    adjust({ &EvaluationRow::overReject, &EvaluationRow::miss });
}

std::vector<EvaluationRow> rowsByCode(const JudgedPhotos& table, const std::vector<std::int32_t>& codes,
    std::size_t values, const EvaluationInputs& inputs, const std::function<void(EvaluationRow&)>& describe)
{
    const auto& okClasses = inputs.dataset->okClasses;
    std::vector<EvaluationRow> rows;
    for (std::size_t value = 0; value < values; ++value) {
        EvaluationRow row;
        row.index = int(value);
        fillFigures(row, pairsWhere(table, okClasses, [&](std::size_t i) { return codes[i] == int(value); }),
            !okClasses.empty());
        if (row.photos == 0)
            continue;
        describe(row);
        rows.push_back(std::move(row));
    }
    adjustForManyTests(rows);
    sortRows(rows, !okClasses.empty());
    return rows;
}

void describeEnvironment(EvaluationRow& row, const Dataset& dataset)
{
    row.kind = "environment";
    row.number = row.index + 1;
    row.name = dataset.environment.values[std::size_t(row.index)];
}

void describeStyle(EvaluationRow& row, const EvaluationInputs& inputs)
{
    const auto& style = inputs.styles->styles[std::size_t(row.index)];
    row.kind = "style";
    row.number = style.number;
    row.name = inputs.styleNames.empty() ? std::string() : inputs.styleNames[std::size_t(row.index)];
    row.words = style.words;
    row.typical = style.typical.empty() ? -1 : style.typical.front();
}

std::vector<std::vector<double>> confusionOf(const JudgedPhotos& table, int which, std::size_t classes)
{
    std::vector<std::vector<double>> counts(classes, std::vector<double>(classes));
    const auto seeds = std::size_t(table.seeds[which]);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto* said = table.said[which].data() + i * seeds;
        const auto judged = std::count_if(said, said + seeds, [](int answer) { return answer >= 0; });
        for (std::size_t s = 0; s < seeds; ++s)
            if (said[s] >= 0)
                counts[std::size_t(table.truth[i])][std::size_t(said[s])] += 1.0 / double(judged);
    }
    return counts;
}

void addThresholds(Evaluation& evaluation, const JudgedPhotos& table, const Dataset& dataset)
{
    evaluation.curve = thresholdCurve(table);
    if (evaluation.curve.empty())
        return;
    const auto parts = crossFittingParts(table, dataset);
    for (const int which : { 0, 1 }) {
        const auto fixed = evaluation.fixedThreshold(which);
        const double threshold
            = fixed ? *fixed : cheapestThreshold(evaluation.curve, which, evaluation.costs);
        evaluation.recommended[which] = operatingPoint(table, which, threshold, evaluation.costs);
        evaluation.honest[which] = crossFitted(table, which, parts, evaluation.costs, fixed);
    }
    const bool byFold = std::set<int>(table.fold.begin(), table.fold.end()).size() > 1;
    const auto number = std::set<int>(parts.begin(), parts.end()).size();
    evaluation.notes.push_back({ byFold ? "evaluate.cross-fitted-folds" : "evaluate.cross-fitted-parts",
        { { "parts", number } }, {} });
}

} // namespace

std::vector<int> crossFittingParts(const JudgedPhotos& table, const Dataset& dataset)
{
    constexpr std::uint64_t count = 5;
    std::vector<int> parts(table.fold.begin(), table.fold.end());
    if (std::set<int>(parts.begin(), parts.end()).size() > 1)
        return parts;
    for (std::size_t i = 0; i < table.size(); ++i) {
        const auto row = std::size_t(table.row[i]);
        const int group = dataset.group.known() ? dataset.group.codes[row] : -1;
        const auto key = group < 0 ? table.ids[i] : hash64(dataset.group.values[std::size_t(group)]);
        parts[i] = int(key % count);
    }
    return parts;
}

Evaluation evaluatePhotos(const JudgedPhotos& table, const EvaluationInputs& inputs)
{
    const auto& dataset = *inputs.dataset;
    Evaluation evaluation;
    evaluation.contestants = inputs.contestants;
    evaluation.compared = inputs.contestants[0].artifact != inputs.contestants[1].artifact
        || inputs.contestants[0].method != inputs.contestants[1].method;
    evaluation.styles = inputs.styles ? inputs.styles->artifact : std::string();
    evaluation.classes = dataset.label.values;
    evaluation.environments = dataset.environment.values;
    evaluation.okClasses = dataset.okClasses;
    evaluation.costs = inputs.costs;
    evaluation.learned = inputs.learned;
    evaluation.all.kind = "all";
    const auto everything = pairsWhere(table, dataset.okClasses, [](std::size_t) { return true; });
    fillFigures(evaluation.all, everything, evaluation.okKnown());
    evaluation.byEnvironment = rowsByCode(table, table.environment, dataset.environment.values.size(), inputs,
        [&](EvaluationRow& row) { describeEnvironment(row, dataset); });
    if (inputs.styles)
        evaluation.byStyle = rowsByCode(table, table.style, inputs.styles->styles.size(), inputs,
            [&](EvaluationRow& row) { describeStyle(row, inputs); });
    for (const int which : { 0, 1 })
        evaluation.confusion[which] = confusionOf(table, which, dataset.label.values.size());
    addThresholds(evaluation, table, dataset);
    evaluation.leak = leakCheck(table, evaluation.okKnown());
    judge(evaluation, compareTallies(everything));
    return evaluation;
}

} // namespace minamo
