#pragma once
#include "engine/stages/TrainFoldRun.h"
#include "jobs/JobContext.h"

namespace minamo {

/// Finished units (fold, seed, method) in the work folder of a training: they survive a kill.
class TrainUnits {
public:
    explicit TrainUnits(Path folder) : m_folder(std::move(folder)) { }
    static std::string name(int seed, int fold, const std::string& method); ///< "guide-fold0-seed0"
    bool isDone(const std::string& name) const;
    Path checkpoint(const std::string& name) const { return m_folder / (name + ".checkpoint.safetensors"); }
    Path weights(const std::string& name) const { return m_folder / (name + ".weights.safetensors"); }

    /// Weights and predictions first, the small file that says "done" last; drops the checkpoint.
    Result<void> save(const std::string& name, const TrainedUnit& unit) const;
    /// Without weights.
    Result<TrainedUnit> load(const std::string& name) const;

private:
    Path m_folder;
};

/// Turns the steps of many units into progress and curve events of the stage.
class TrainProgress {
public:
    /// @param units number of trainings; @param preparations number of folds times seeds to prepare
    TrainProgress(JobContext& context, std::int64_t units, std::int64_t preparations, int stepsPerUnit);
    void finishUnit();
    void finishPreparation();
    TrainWatch watchUnit(const TrainFoldRun& fold, const std::string& method);

private:
    void say(std::int64_t inUnit);
    JobContext& m_context;
    std::int64_t m_done = 0, m_total = 0, m_said = -1;
    std::int64_t m_perUnit = 1, m_perPreparation = 1;
};

} // namespace minamo
