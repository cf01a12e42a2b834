#include "engine/stages/Probe.h"

#include "data/Splits.h"
#include "engine/clustering/Matrices.h"
#include "engine/device/Guarded.h"
#include "engine/stages/CellInput.h"
#include "engine/stages/LinearProbe.h"
#include "statistics/Intervals.h"

#include <ATen/ATen.h>
#include <algorithm>

namespace minamo {
namespace {

/// Photos on both sides and their classes, renumbered so that only classes of the training side count.
struct ProbeSplit {
    std::vector<int> train, validation;
    at::Tensor trainLabels, validationLabels;
    std::int64_t classes = 0;
};

at::Tensor codesOfRows(const std::vector<int>& rows, const std::vector<std::int32_t>& codes,
    const std::vector<std::int64_t>& number)
{
    std::vector<std::int64_t> labels;
    for (const int row : rows)
        labels.push_back(number[static_cast<std::size_t>(codes[static_cast<std::size_t>(row)])]);
    return at::tensor(labels, at::kLong);
}

Result<ProbeSplit> splitOf(const Dataset& dataset, const ProbeOptions& options)
{
    std::vector<int> rows;
    for (std::size_t row = 0; row < dataset.size(); ++row)
        rows.push_back(static_cast<int>(row));
    if (!dataset.label.known())
        return fail("probe.no-classes");
    const auto sides
        = splitInOut(dataset, rows, static_cast<std::uint64_t>(options.seed), options.validation);
    std::vector<std::int64_t> number(dataset.label.values.size(), -1);
    for (const int row : sides.in)
        number[static_cast<std::size_t>(dataset.label.codes[static_cast<std::size_t>(row)])] = 0;
    ProbeSplit split { sides.in, {}, {}, {}, 0 };
    for (auto& code : number)
        code = code < 0 ? -1 : split.classes++;
    if (split.classes < 2)
        return fail("probe.no-classes");
    for (const int row : sides.out) // a class nobody could learn says nothing about the features
        if (number[static_cast<std::size_t>(dataset.label.codes[static_cast<std::size_t>(row)])] >= 0)
            split.validation.push_back(row);
    if (split.validation.empty())
        return fail("analysis.too-few", { { "photos", dataset.size() }, { "needed", 10 } });
    split.trainLabels = codesOfRows(split.train, dataset.label.codes, number);
    split.validationLabels = codesOfRows(split.validation, dataset.label.codes, number);
    return split;
}

/// Mean of the classes' own accuracies, over the classes that occur.
double balancedAccuracy(const at::Tensor& right, const at::Tensor& labels, std::int64_t classes)
{
    const auto all = at::bincount(labels, {}, classes).to(at::kDouble);
    const auto hits = at::bincount(labels.masked_select(right), {}, classes).to(at::kDouble);
    const auto present = all > 0;
    return (hits.masked_select(present) / all.masked_select(present)).mean().item<double>();
}

Json probeCell(
    const FeatureMatrix& features, const ProbeSplit& split, const ProbeOptions& options, JobContext& context)
{
    auto train = tensorOfRows(features, split.train).to(at::kDouble);
    auto validation = tensorOfRows(features, split.validation).to(at::kDouble);
    const auto mean = train.mean(0), deviation = train.std(0, false).clamp_min(1e-8);
    train = (train - mean) / deviation;
    validation = (validation - mean) / deviation;
    const auto probe = fitLinearProbe(train, split.trainLabels, split.classes,
        { .strength = options.strength, .iterations = options.iterations, .stop = [&] {
             return context.cancelled();
         } });
    const auto right = probeScores(probe, validation).argmax(1).eq(split.validationLabels);
    const auto trained = probeScores(probe, train).argmax(1).eq(split.trainLabels);
    const auto correct = right.sum().item<std::int64_t>(), count = right.numel();
    const auto interval = wilsonInterval(correct, count);
    return { { "dimension", features.cols() },
        { "accuracy", static_cast<double>(correct) / static_cast<double>(count) }, { "low", interval.low },
        { "high", interval.high }, { "correct", correct },
        { "balanced", balancedAccuracy(right, split.validationLabels, split.classes) },
        { "trainAccuracy", trained.to(at::kDouble).mean().item<double>() },
        { "iterations", probe.iterations }, { "converged", probe.converged } };
}

Result<Json> compute(const Project& project, const Dataset& dataset, const std::vector<CellRecord>& cells,
    const ProbeOptions& options, JobContext& context)
{
    MINAMO_TRY(const auto split, splitOf(dataset, options));
    Json table { { "cells", Json::array() }, { "best", nullptr }, { "train", split.train.size() },
        { "validation", split.validation.size() }, { "classes", split.classes } };
    double most = -1;
    context.progress("probe", 0, static_cast<std::int64_t>(cells.size()));
    for (const auto& record : cells) {
        MINAMO_TRY(const auto features, cellFeatures(project, record, dataset.size()));
        auto cell = probeCell(features, split, options, context);
        if (context.cancelled())
            return cancelledError();
        cell["tap"] = record.cell.tap;
        cell["timestep"] = record.cell.timestep;
        if (cell.at("accuracy").get<double>() > most) {
            most = cell.at("accuracy");
            table["best"] = { { "tap", record.cell.tap }, { "timestep", record.cell.timestep } };
        }
        context.event("probe", cell);
        table["cells"].push_back(std::move(cell));
        context.progress("probe", static_cast<std::int64_t>(table["cells"].size()),
            static_cast<std::int64_t>(cells.size()));
    }
    return table;
}

StageResult resultOf(const std::string& id, Json table)
{
    table["artifact"] = id;
    return { { { "/probe", id } }, std::move(table) };
}

} // namespace

Result<StageResult> runProbe(const Project& project, const ProbeOptions& options, JobContext& context)
{
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const auto cells, projectCells(project));
    const ArtifactKey key { ProbeOptions::stage, 1, canonicalOptions(options),
        inputIds(cells, dataset.labelled()) };
    const auto& store = project.artifacts();
    if (store.contains(key.id())) {
        MINAMO_TRY(auto table, readJson(store.folder(key.id()) / "probe.json"));
        return resultOf(key.id(), std::move(table));
    }
    MINAMO_TRY(
        auto table, guarded("cpu", [&] { return compute(project, dataset, cells, options, context); }));
    MINAMO_TRY(auto draft, store.begin(key));
    MINAMO_DO(writeJson(draft.folder() / "probe.json", table));
    MINAMO_TRY(const auto id,
        store.commit(std::move(draft), { { "cells", cells.size() }, { "best", table.at("best") } }));
    return resultOf(id, std::move(table));
}

} // namespace minamo
