#pragma once
#include "engine/features/CellChunks.h"
#include "engine/features/FeaturePass.h"
#include "engine/features/KnownRows.h"
#include "jobs/JobContext.h"

#include <condition_variable>
#include <deque>
#include <mutex>

namespace minamo {

/// Works a plan off: passes are handed to threads, each of which takes its photos through the network alone.
/// So the number of threads changes no bit of the result, and small layers lose nothing to synchronisation.
class ExtractRun {
public:
    /// photoNames: for messages. All must outlive this.
    ExtractRun(const ExtractPlan& plan, const CellChunks& chunks, const KnownRows& known,
        const std::vector<std::string>& photoNames) :
        m_plan(plan),
        m_chunks(chunks), m_known(known), m_photoNames(photoNames)
    {
    }

    /// Looks what is there already. Passes left to do, in photos x timesteps.
    Result<std::int64_t> prepare(const JobContext& context);
    /// progress("extract", done, total) in photos x timesteps, those of finished chunks included; event
    /// "cell" {tap, timestep, dimension, done, total} in chunks when a cell grows, with its "artifact" when
    /// it is complete. Errors: "extract.not-finite" {tap, timestep, photo}, "cancelled", those of FeaturePass
    /// and of writing.
    Result<void> run(FeaturePass& pass, int threads, JobContext& context);

private:
    /// One chunk at one timestep: all taps that lack this chunk come from the same passes; photos whose
    /// features are known in all of them need none.
    struct Task {
        std::size_t timestep = 0; ///< index
        std::int64_t chunk = 0;
        std::vector<const PlannedCell*> cells;
        std::set<std::string> taps;
        std::vector<std::vector<float>> features; ///< per cell
        std::int64_t passesLeft = 0;
    };
    struct Pass {
        Task* task = nullptr;
        std::vector<std::int64_t> rows;
    };
    std::vector<std::int64_t> takeKnown(Task& task) const;
    void work();
    Result<void> compute(const Pass& pass);
    Result<void> checkFinite(const Pass& pass, const PooledTap& pooled) const;
    void store(const Pass& pass, const std::vector<PooledTap>& pooled);
    float* place(Task& task, std::size_t cell, std::int64_t row) const;
    Result<void> finish(const Task& task) const;
    Result<void> commitFinished(const std::vector<std::int64_t>& tasksLeft);
    void tell(const PlannedCell& cell, std::int64_t done);
    void report(std::int64_t done);
    Result<void> watch();

    const ExtractPlan& m_plan;
    const CellChunks& m_chunks;
    const KnownRows& m_known;
    const std::vector<std::string>& m_photoNames;
    FeaturePass* m_pass = nullptr; ///< of run()
    JobContext* m_context = nullptr;
    std::deque<Task> m_tasks;
    std::vector<Pass> m_passes;
    std::vector<std::int64_t> m_tasksLeft; ///< per timestep
    std::vector<std::int64_t> m_toldLeft; ///< per timestep, as the world knows it
    std::int64_t m_reported = -1;

    std::mutex m_mutex; ///< guards what follows and tasks' features
    std::condition_variable m_changed;
    std::size_t m_next = 0;
    std::int64_t m_done = 0; ///< photos x timesteps
    std::int64_t m_told = 0; ///< of m_done: what the context has heard
    int m_working = 0;
    std::optional<Error> m_error;
    std::atomic<bool> m_stop { false };
};

} // namespace minamo
