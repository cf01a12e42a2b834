#include "engine/features/ExtractRun.h"

#include "base/Assert.h"
#include "engine/device/Guarded.h"
#include "engine/device/SerialKernels.h"

#include <cmath>
#include <cstring>
#include <thread>

namespace minamo {

using namespace std::chrono_literals;

Result<std::int64_t> ExtractRun::prepare(const JobContext& context)
{
    std::map<std::string, std::vector<bool>> present;
    for (const auto& cell : m_plan.cells) {
        MINAMO_TRY(present[cell.id], m_chunks.present(cell));
    }
    m_tasksLeft.assign(m_plan.timesteps.size(), 0);
    m_toldLeft.assign(m_plan.timesteps.size(), -1);
    std::int64_t left = 0;
    for (std::size_t t = 0; t < m_plan.timesteps.size(); ++t)
        for (std::int64_t chunk = 0; chunk < m_plan.chunks(); ++chunk) {
            Task task;
            task.timestep = t;
            task.chunk = chunk;
            for (const auto& cell : m_plan.cells)
                if (cell.cell.timestep == m_plan.timesteps[t]
                    && !present[cell.id][static_cast<std::size_t>(chunk)]) {
                    task.cells.push_back(&cell);
                    task.taps.insert(cell.cell.tap);
                }
            if (task.cells.empty())
                continue;
            ++m_tasksLeft[t];
            m_tasks.push_back(std::move(task));
        }
    for (auto& task : m_tasks) {
        if (context.cancelled())
            return cancelledError();
        const auto rows = takeKnown(task);
        left += static_cast<std::int64_t>(rows.size());
        if (rows.empty()) {
            MINAMO_DO(finish(task));
            task.features = {};
            --m_tasksLeft[task.timestep];
        }
        const auto batch = static_cast<std::size_t>(m_plan.batch);
        for (std::size_t at = 0; at < rows.size(); at += batch, ++task.passesLeft) {
            const auto begin = rows.begin() + static_cast<std::ptrdiff_t>(at);
            const auto count = static_cast<std::ptrdiff_t>(std::min(batch, rows.size() - at));
            m_passes.push_back({ &task, { begin, begin + count } });
        }
    }
    m_done = m_plan.rows * static_cast<std::int64_t>(m_plan.timesteps.size()) - left;
    return left;
}

/// Puts the features that are known into their places; the rows that are not.
std::vector<std::int64_t> ExtractRun::takeKnown(Task& task) const
{
    std::vector<std::int64_t> missing;
    const std::int64_t begin = task.chunk * m_plan.chunk, end = begin + m_plan.rowsIn(task.chunk);
    for (std::int64_t row = begin; row < end; ++row) {
        const auto isKnown = [&](const auto* cell) { return m_known.knows(*cell, row); };
        if (!std::ranges::all_of(task.cells, isKnown)) {
            missing.push_back(row);
            continue;
        }
        for (std::size_t c = 0; c < task.cells.size(); ++c)
            std::ranges::copy(m_known.find(*task.cells[c], row), place(task, c, row));
    }
    return missing;
}

Result<void> ExtractRun::run(FeaturePass& pass, int threads, JobContext& context)
{
    m_pass = &pass;
    m_context = &context;
    const SerialKernels serial;
    std::vector<std::thread> workers;
    const auto count = std::min<std::size_t>(static_cast<std::size_t>(std::max(threads, 1)), m_passes.size());
    m_working = static_cast<int>(count);
    report(m_done);
    m_told = m_done;
    for (std::size_t i = 0; i < count; ++i)
        workers.emplace_back([this] { work(); });
    const auto result = watch();
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    for (auto& worker : workers)
        worker.join();
    return result;
}

/// The thread that called run(): looks for cancellation, commits cells and talks.
Result<void> ExtractRun::watch()
{
    const auto total = m_plan.rows * static_cast<std::int64_t>(m_plan.timesteps.size());
    for (std::int64_t seen = -1;;) {
        std::int64_t done = 0;
        bool idle = false;
        std::vector<std::int64_t> tasksLeft; // of the same moment: a cell is not committed before it is told
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait_for(lock, 100ms, [&] { return m_working == 0 || m_error || m_done != seen; });
            if (m_error)
                return tl::make_unexpected(*m_error);
            done = seen = m_done;
            idle = m_working == 0;
            tasksLeft = m_tasksLeft;
        }
        if (m_context->cancelled())
            return cancelledError();
        report(std::min(done, total - 1)); // the whole is done when its cells are committed
        MINAMO_DO(commitFinished(tasksLeft));
        {
            const std::lock_guard lock(m_mutex);
            m_told = done;
        }
        m_changed.notify_all();
        if (!idle)
            continue;
        report(done);
        return {};
    }
}

void ExtractRun::work()
{
    const SerialKernels serial;
    // A busy machine may not wake the thread that watches: work waits for it, or nobody could stop it in
    // time.
    const auto lead = m_plan.rows * static_cast<std::int64_t>(m_plan.timesteps.size()) / 10;
    for (;;) {
        Pass pass;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait(lock, [&] { return m_stop || m_done - m_told <= lead; });
            if (m_stop || m_next == m_passes.size()) {
                --m_working;
                m_changed.notify_all();
                return;
            }
            pass = m_passes[m_next++];
        }
        // What a thread throws would end the process: the memory of a chunk can run out, not only a pass's.
        if (const auto result = guarded("cpu", [&] { return compute(pass); }); !result) {
            const std::lock_guard lock(m_mutex);
            m_error = m_error ? m_error : result.error();
            m_stop = true;
        }
    }
}

Result<void> ExtractRun::compute(const Pass& pass)
{
    const int timestep = m_plan.timesteps[pass.task->timestep];
    MINAMO_TRY(const auto pooled,
        m_pass->run(pass.rows, timestep, pass.task->taps, m_stop, static_cast<std::size_t>(m_plan.batch)));
    if (m_stop)
        return {};
    for (const auto& item : pooled)
        MINAMO_DO(checkFinite(pass, item));
    bool complete = false;
    {
        const std::lock_guard lock(m_mutex);
        store(pass, pooled);
        complete = --pass.task->passesLeft == 0;
    }
    if (complete)
        MINAMO_DO(finish(*pass.task));
    const std::lock_guard lock(m_mutex);
    m_done += static_cast<std::int64_t>(pass.rows.size());
    if (complete) {
        --m_tasksLeft[pass.task->timestep];
        pass.task->features = {};
    }
    m_changed.notify_all();
    return {};
}

Result<void> ExtractRun::checkFinite(const Pass& pass, const PooledTap& pooled) const
{
    const at::Tensor dense = pooled.values.contiguous();
    const float* values = dense.const_data_ptr<float>();
    for (std::int64_t i = 0; i < dense.numel(); ++i)
        if (!std::isfinite(values[i])) {
            const auto row = static_cast<std::size_t>(pass.rows[static_cast<std::size_t>(i / dense.size(1))]);
            return fail("extract.not-finite",
                { { "tap", pooled.tap }, { "timestep", m_plan.timesteps[pass.task->timestep] },
                    { "photo", row < m_photoNames.size() ? m_photoNames[row] : "" } });
        }
    return {};
}

/// Where the features of a photo in one of the task's cells go.
float* ExtractRun::place(Task& task, std::size_t cell, std::int64_t row) const
{
    task.features.resize(task.cells.size());
    auto& all = task.features[cell];
    const auto dimension = task.cells[cell]->dimension;
    all.resize(static_cast<std::size_t>(m_plan.rowsIn(task.chunk) * dimension));
    return all.data() + (row - task.chunk * m_plan.chunk) * dimension;
}

void ExtractRun::store(const Pass& pass, const std::vector<PooledTap>& pooled)
{
    Task& task = *pass.task;
    for (std::size_t c = 0; c < task.cells.size(); ++c) {
        const auto& cell = *task.cells[c];
        const auto found = std::ranges::find(pooled, cell.cell.tap, &PooledTap::tap);
        MINAMO_ASSERT(found != pooled.end() && found->values.size(1) == cell.dimension);
        const at::Tensor dense = found->values.contiguous();
        const auto bytes = static_cast<std::size_t>(cell.dimension) * sizeof(float);
        for (std::size_t i = 0; i < pass.rows.size(); ++i)
            std::memcpy(place(task, c, pass.rows[i]),
                dense.const_data_ptr<float>() + static_cast<std::int64_t>(i) * cell.dimension, bytes);
    }
}

Result<void> ExtractRun::finish(const Task& task) const
{
    for (std::size_t c = 0; c < task.cells.size(); ++c)
        MINAMO_DO(m_chunks.write(*task.cells[c], task.chunk, task.features[c]));
    return {};
}

Result<void> ExtractRun::commitFinished(const std::vector<std::int64_t>& tasksLeft)
{
    for (std::size_t t = 0; t < m_plan.timesteps.size(); ++t) {
        const std::int64_t left = tasksLeft[t];
        if (left == m_toldLeft[t])
            continue;
        for (const auto& cell : m_plan.cells)
            if (cell.cell.timestep == m_plan.timesteps[t]) {
                if (left == 0)
                    MINAMO_DO(m_chunks.commit(cell));
                tell(cell, m_plan.chunks() - left);
            }
        m_toldLeft[t] = left;
    }
    return {};
}

void ExtractRun::tell(const PlannedCell& cell, std::int64_t done)
{
    Json values { { "tap", cell.cell.tap }, { "timestep", cell.cell.timestep },
        { "dimension", cell.dimension }, { "done", done }, { "total", m_plan.chunks() } };
    if (done == m_plan.chunks())
        values["artifact"] = cell.id;
    m_context->event("cell", values);
}

/// Per mille at most: a million photos must not make a million lines.
void ExtractRun::report(std::int64_t done)
{
    const auto total = m_plan.rows * static_cast<std::int64_t>(m_plan.timesteps.size());
    if (done < m_reported)
        return;
    if (m_reported >= 0 && done < total && 1000 * done / total == 1000 * m_reported / total)
        return;
    // This thread may have slept through more than 5 % on a busy machine: the marks are told all the same.
    const auto mark = std::max<std::int64_t>(1, total / 20);
    for (auto passed = m_reported + mark; m_reported >= 0 && passed < done; passed += mark)
        m_context->progress(ExtractOptions::stage, passed, total);
    if (done != m_reported)
        m_context->progress(ExtractOptions::stage, done, total);
    m_reported = done;
}

} // namespace minamo
