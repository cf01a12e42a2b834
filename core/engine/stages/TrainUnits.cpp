#include "engine/stages/TrainUnits.h"

#include <fmt/format.h>

namespace minamo {

std::string TrainUnits::name(int seed, int fold, const std::string& method)
{
    return fmt::format("{}-fold{}-seed{}", method, fold, seed);
}

bool TrainUnits::isDone(const std::string& name) const
{
    return std::filesystem::exists(m_folder / (name + ".json"));
}

Result<void> TrainUnits::save(const std::string& name, const TrainedUnit& unit) const
{
    Checkpoint checkpoint { unit.weights,
        { { "method", unit.run.method }, { "hidden", std::to_string(unit.run.hidden) },
            { "step", std::to_string(unit.run.bestStep) } } };
    MINAMO_DO(writeCheckpoint(weights(name), checkpoint));
    MINAMO_DO(writePredictions((m_folder / (name + ".predictions.safetensors")).string(), unit.predictions));
    TrainReport single;
    single.runs.push_back(unit.run);
    MINAMO_DO(writeJson(m_folder / (name + ".json"), toJson(single)));
    std::error_code ignored;
    std::filesystem::remove(this->checkpoint(name), ignored);
    return {};
}

Result<TrainedUnit> TrainUnits::load(const std::string& name) const
{
    TrainedUnit unit;
    MINAMO_TRY(const auto json, readJson(m_folder / (name + ".json")));
    MINAMO_TRY(const auto report, trainReportFromJson(json));
    unit.run = report.runs.at(0);
    MINAMO_TRY(unit.predictions, readPredictions((m_folder / (name + ".predictions.safetensors")).string()));
    return unit;
}

TrainProgress::TrainProgress(
    JobContext& context, std::int64_t units, std::int64_t preparations, int stepsPerUnit) :
    m_context(context),
    m_perUnit(stepsPerUnit), m_perPreparation(std::max(1, stepsPerUnit / 4))
{
    m_total = units * m_perUnit + preparations * m_perPreparation;
}

void TrainProgress::finishUnit()
{
    m_done += m_perUnit;
    say(0);
}

void TrainProgress::finishPreparation()
{
    m_done += m_perPreparation;
    say(0);
}

void TrainProgress::say(std::int64_t inUnit)
{
    const auto now = m_done + inUnit;
    const bool worthIt = now > m_said
        && (m_said < 0 || now == m_total || now - m_said >= std::max<std::int64_t>(1, m_total / 200));
    if (!worthIt)
        return;
    m_said = now;
    m_context.progress(TrainOptions::stage, now, m_total);
}

TrainWatch TrainProgress::watchUnit(const TrainFoldRun& fold, const std::string& method)
{
    TrainWatch watch;
    watch.cancelled = [this] { return m_context.cancelled(); };
    watch.stepped = [this](int step) { say(step); };
    watch.measured = [this, &fold, method](int step, double loss, double validation) {
        Json values { { "series", method }, { "fold", fold.fold().number },
            { "holdout", fold.fold().holdout }, { "seed", fold.seed() }, { "step", step },
            { "steps", m_perUnit }, { "loss", loss } };
        if (validation >= 0)
            values["validation"] = validation;
        m_context.event("curve", values);
    };
    return watch;
}

} // namespace minamo
