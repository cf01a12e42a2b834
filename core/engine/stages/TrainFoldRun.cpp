#include "engine/stages/TrainFoldRun.h"

#include "base/Random.h"
#include "engine/stages/TrainCells.h"

#include <map>
#include <torch/types.h>

namespace minamo {
namespace {

constexpr int fastSteps = 300, encoderSteps = 1200;
constexpr double fastRate = 5e-2, encoderRate = 3e-3;

std::vector<EnvironmentRows> byEnvironment(const Dataset& dataset, const std::vector<int>& rows)
{
    std::map<int, EnvironmentRows> found;
    for (const int row : rows) {
        const int code = dataset.environment.known() ? dataset.environment.codes[std::size_t(row)] : -1;
        auto& environment = found[code];
        environment.name = code < 0 ? std::string() : dataset.environment.values[std::size_t(code)];
        environment.rows.push_back(row);
    }
    std::vector<EnvironmentRows> result;
    for (auto& [code, environment] : found)
        result.push_back(std::move(environment));
    return result;
}

/// Validation rows in the order of the training environments.
std::vector<EnvironmentRows> inOrderOf(
    const std::vector<EnvironmentRows>& order, std::vector<EnvironmentRows> rows)
{
    std::vector<EnvironmentRows> result;
    for (const auto& environment : order) {
        result.push_back({ environment.name, {} });
        for (auto& candidate : rows)
            if (candidate.name == environment.name)
                result.back().rows = std::move(candidate.rows);
    }
    return result;
}

at::Tensor tensorOf(const FeatureMatrix& matrix)
{
    return torch::from_blob(const_cast<float*>(matrix.data()), { matrix.rows(), matrix.cols() }, at::kFloat)
        .clone();
}

at::Tensor rowsIndex(const std::vector<int>& rows)
{
    const std::vector<std::int64_t> wide(rows.begin(), rows.end());
    return torch::tensor(wide, at::TensorOptions(at::kLong));
}

} // namespace

std::uint64_t trainSeed(int seed)
{
    return mixKeys(0x6d696e616d6f, static_cast<std::uint64_t>(seed));
}

int TrainInputs::steps() const
{
    const bool onFeatures = options.onFeatures();
    const int wanted = options.steps > 0 ? options.steps : onFeatures ? fastSteps : encoderSteps;
    return onFeatures ? wanted * static_cast<int>(FastOptions {}.hidden.size()) : wanted;
}

EncoderOptions TrainInputs::encoderOptions() const
{
    return { .width = options.width,
        .steps = steps(),
        .batch = options.batch,
        .learningRate = options.learningRate > 0 ? options.learningRate : encoderRate,
        .device = device };
}

FastOptions TrainInputs::fastOptions() const
{
    FastOptions result;
    result.steps = options.steps > 0 ? options.steps : fastSteps;
    result.learningRate = options.learningRate > 0 ? options.learningRate : fastRate;
    return result;
}

TrainFoldRun::TrainFoldRun(const TrainInputs& inputs, TrainFold fold, int seed) :
    m_inputs(inputs), m_fold(std::move(fold)), m_seed(seed)
{
    m_data.train = byEnvironment(inputs.dataset, m_fold.train);
    m_data.validation = inOrderOf(m_data.train, byEnvironment(inputs.dataset, m_fold.validation));
    m_data.labels = &inputs.dataset.label.codes;
    m_data.ids = &inputs.dataset.ids;
    m_data.classes = static_cast<int>(inputs.dataset.label.values.size());
    m_data.seed = trainSeed(seed);
}

Result<void> TrainFoldRun::prepare(const std::function<bool()>& goOn)
{
    if (m_inputs.hasGuide) {
        MINAMO_DO(choosePsi(goOn));
        MINAMO_DO(findPseudoDomains());
    }
    if (m_inputs.own)
        usePhi(m_inputs.own->features);
    else if (m_inputs.options.fast)
        MINAMO_DO(choosePhi(goOn));
    return goOn() ? Result<void> {} : cancelledError();
}

Result<void> TrainFoldRun::choosePsi(const std::function<bool()>& goOn)
{
    const auto& options = m_inputs.options;
    if (!options.tap.empty() || options.timestep >= 0) {
        for (const auto& cell : m_inputs.cells)
            if (cell.cell.tap == options.tap && cell.cell.timestep == options.timestep)
                m_psiCell = cell;
        if (!m_psiCell)
            return fail("train.no-cell", { { "tap", options.tap }, { "timestep", options.timestep } });
        m_psiReason = "train.cell-given";
        return {};
    }
    MINAMO_TRY(auto choice, chooseStyleCell(m_inputs, m_fold, goOn));
    m_psiCell = choice.cell;
    m_psiReason = std::move(choice.reason);
    m_psiValues = std::move(choice.values);
    return {};
}

Result<void> TrainFoldRun::findPseudoDomains()
{
    MINAMO_TRY(m_psi, m_inputs.features->matrix(*m_psiCell));
    std::vector<bool> seen(static_cast<std::size_t>(m_data.classes));
    for (const int row : m_fold.train)
        seen[std::size_t(m_data.label(row))] = true;
    const auto classes = static_cast<int>(std::count(seen.begin(), seen.end(), true));
    const int clusters
        = m_inputs.options.clusters > 0 ? m_inputs.options.clusters : classes * m_inputs.options.perClass;
    m_domains = PseudoDomains::find(m_psi, m_fold.train, clusters, mixKeys(m_data.seed, 5));
    m_styles.centroids = m_domains->centroids();
    m_styles.domainOfRow.assign(m_inputs.dataset.size(), -1);
    for (const auto* rows : { &m_fold.train, &m_fold.validation }) {
        const auto domains = m_domains->assign(m_psi, *rows);
        for (std::size_t i = 0; i < rows->size(); ++i)
            m_styles.domainOfRow[std::size_t((*rows)[i])] = domains[i];
    }
    return {};
}

Result<void> TrainFoldRun::choosePhi(const std::function<bool()>& goOn)
{
    MINAMO_TRY(const auto cell, chooseClassCell(m_inputs, m_data, goOn));
    m_phiCell = cell;
    MINAMO_TRY(const auto matrix, m_inputs.features->matrix(cell));
    usePhi(matrix);
    return {};
}

void TrainFoldRun::usePhi(const FeatureMatrix& matrix)
{
    const auto phi = tensorOf(matrix);
    m_standardiser = Standardiser::fit(phi.index_select(0, rowsIndex(m_fold.train)));
    m_phi = m_standardiser.apply(phi);
}

Json TrainFoldRun::describe() const
{
    const auto cell = [](const std::optional<CellRecord>& record) {
        return record ? Json { { "tap", record->cell.tap }, { "timestep", record->cell.timestep } } : Json();
    };
    Json psi = cell(m_psiCell);
    if (m_psiCell)
        psi.update({ { "reason", m_psiReason }, { "values", m_psiValues } });
    return { { "fold", m_fold.number }, { "holdout", m_fold.holdout }, { "seed", m_seed },
        { "psi", std::move(psi) }, { "phi", cell(m_phiCell) },
        { "pseudoDomains", m_domains ? m_domains->count() : 0 } };
}

Result<TrainedUnit> TrainFoldRun::train(
    const std::string& method, const Path& checkpoint, const TrainWatch& watch)
{
    const bool guide = method == "guide";
    if (m_inputs.own && !guide)
        return takeOwnVerdicts();
    return m_inputs.options.onFeatures() ? trainFast(guide, watch) : trainEncoder(guide, checkpoint, watch);
}

Result<TrainedUnit> TrainFoldRun::trainEncoder(bool guide, const Path& checkpoint, const TrainWatch& watch)
{
    EncoderTraining training(
        m_data, *m_inputs.photos, guide ? &m_styles : nullptr, m_inputs.encoderOptions());
    MINAMO_TRY(const auto outcome, training.run(checkpoint, watch));
    TrainedUnit unit { newRun(guide, outcome), {}, training.weights() };
    MINAMO_TRY(auto predictor,
        EncoderPredictor::make(
            unit.weights, m_inputs.options.width, m_data.classes, m_inputs.photos->size(), m_inputs.device));
    at::Tensor styles;
    if (guide) {
        MINAMO_TRY(const auto table, styleTableFor(unit.weights));
        styles = StyleTable::rowsFor(table, domainsOf(m_fold.test));
    }
    MINAMO_TRY(const auto probabilities,
        predictor.probabilities(*m_inputs.photos, m_fold.test, styles, watch.cancelled));
    judge(unit, probabilities, guide);
    return unit;
}

/// Nothing is learned: "before" is what the plant has today.
TrainedUnit TrainFoldRun::takeOwnVerdicts() const
{
    TrainedUnit unit;
    unit.run = newRun(false, TrainOutcome { .validation = -1, .refreshes = {} });
    judge(unit, tensorOf(m_inputs.own->probabilities).index_select(0, rowsIndex(m_fold.test)), false);
    return unit;
}

Result<TrainedUnit> TrainFoldRun::trainFast(bool guide, const TrainWatch& watch)
{
    TrainedUnit unit;
    auto inputs = m_phi;
    StyleTable table;
    const auto learned = [&] {
        auto rows = m_fold.train;
        rows.insert(rows.end(), m_fold.validation.begin(), m_fold.validation.end());
        return rows;
    }();
    if (guide) {
        const auto phiMeans = domainMeans(
            m_phi.index_select(0, rowsIndex(m_fold.train)), domainsOf(m_fold.train), m_domains->count());
        table = StyleTable::fit(m_domains->centroids(), phiMeans);
        auto styles = at::zeros_like(m_phi);
        styles.index_copy_(0, rowsIndex(learned), StyleTable::rowsFor(table.mapped, domainsOf(learned)));
        inputs = at::cat({ m_phi, styles }, 1);
    }
    MINAMO_TRY(auto outcome, trainFastHead(m_data, inputs, m_inputs.fastOptions(), watch, unit.weights));
    if (guide) {
        outcome.refreshes = { 0 }; // Phi is fixed, so T never changes
        collectStyles(table, "guide.", unit.weights);
    }
    auto held = m_phi.index_select(0, rowsIndex(m_fold.test));
    if (guide) {
        MINAMO_TRY(const auto mapped, styleTableFor(unit.weights));
        held = at::cat({ held, StyleTable::rowsFor(mapped, domainsOf(m_fold.test)) }, 1);
    }
    const auto probabilities = fastProbabilities(unit.weights, held);
    unit.weights["phi.mean"] = m_standardiser.mean;
    unit.weights["phi.scale"] = m_standardiser.scale;
    unit.run = newRun(guide, outcome);
    judge(unit, probabilities, guide);
    return unit;
}

std::vector<int> TrainFoldRun::domainsOf(const std::vector<int>& rows) const
{
    return m_domains->assign(m_psi, rows);
}

/// What stands for T at the test photos: T of the training means, or (transductive, as the released code) T
/// of the means of all photos of all environments that are nearest to each pseudo-domain.
Result<at::Tensor> TrainFoldRun::styleTableFor(const NamedTensors& weights) const
{
    MINAMO_TRY(const auto table, restoreStyles("guide.", weights));
    if (!m_inputs.options.transductive)
        return table.mapped;
    auto pool = m_fold.train;
    for (const auto* rows : { &m_fold.validation, &m_fold.test })
        pool.insert(pool.end(), rows->begin(), rows->end());
    return table.mappedFor(m_domains->poolMeans(m_psi, pool));
}

void TrainFoldRun::judge(TrainedUnit& unit, const at::Tensor& probabilities, bool guide) const
{
    const auto [best, classes] = probabilities.max(1);
    const auto table = probabilities.contiguous();
    const auto* values = table.const_data_ptr<float>();
    const auto domains = guide ? domainsOf(m_fold.test) : std::vector<int>(m_fold.test.size(), -1);
    for (std::size_t i = 0; i < m_fold.test.size(); ++i) {
        const int row = m_fold.test[i];
        unit.predictions.push_back({ .id = m_data.id(row),
            .fold = m_fold.number,
            .seed = m_seed,
            .method = guide,
            .truth = m_data.label(row),
            .predicted = classes[std::int64_t(i)].item<int>(),
            .probability = best[std::int64_t(i)].item<float>(),
            .targetIn = m_fold.testIn[i],
            .pseudoDomain = domains[i],
            .probabilities = { values, values + m_data.classes } });
        values += m_data.classes;
    }
}

TrainRun TrainFoldRun::newRun(bool guide, const TrainOutcome& outcome) const
{
    TrainRun run;
    run.fold = m_fold.number;
    run.seed = m_seed;
    run.holdout = m_fold.holdout;
    run.method = guide ? "guide" : "erm";
    if (guide) {
        run.psiTap = m_psiCell->cell.tap;
        run.psiTimestep = m_psiCell->cell.timestep;
        run.psiReason = m_psiReason;
        run.psiValues = m_psiValues;
        run.pseudoDomains = m_domains->count();
    }
    if (m_phiCell) {
        run.phiTap = m_phiCell->cell.tap;
        run.phiTimestep = m_phiCell->cell.timestep;
    }
    run.refreshes = outcome.refreshes;
    run.hidden = outcome.hidden;
    run.steps = outcome.steps;
    run.bestStep = outcome.bestStep;
    run.validation = outcome.validation;
    run.trainPhotos = static_cast<int>(m_fold.train.size());
    run.validationPhotos = static_cast<int>(m_fold.validation.size());
    run.testPhotos = static_cast<int>(m_fold.test.size());
    run.leftOut = m_fold.leftOut;
    return run;
}

} // namespace minamo
