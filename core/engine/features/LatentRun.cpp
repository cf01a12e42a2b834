#include "engine/features/LatentRun.h"

#include "engine/device/Device.h"
#include "engine/device/Guarded.h"
#include "engine/device/SerialKernels.h"
#include "engine/features/EncodePhotos.h"

#include <chrono>
#include <cstring>
#include <thread>

namespace minamo {
namespace {

using namespace std::chrono_literals;

/// Threads whose passes fit into half of the free memory; a GPU takes one after the other.
int threadsThatFit(int wanted, const DiffusionModel& model, int size)
{
    if (!model.autoencoder->device().is_cpu())
        return 1;
    const double bytesOfPass = 2048.0 * size * size * static_cast<double>(latentBatch(size, false));
    const double fit = static_cast<double>(freeMemory(at::kCPU)) / 2 / bytesOfPass;
    return std::max(1, fit < wanted ? static_cast<int>(fit) : wanted);
}

} // namespace

LatentRun::LatentRun(const DiffusionModel& model, const ImagePack& pack, std::deque<LatentChunk>& chunks,
    const std::vector<std::string>& photoNames, Sink sink) :
    m_model(model),
    m_pack(pack), m_chunks(chunks), m_photoNames(photoNames), m_sink(std::move(sink)),
    m_done(static_cast<std::int64_t>(pack.count()))
{
    for (auto& chunk : m_chunks) {
        chunk.passesLeft = std::ssize(chunk.passes);
        for (const auto& rows : chunk.passes) {
            m_passes.push_back({ &chunk, &rows });
            m_done -= std::ssize(rows);
        }
    }
}

Result<void> LatentRun::run(int threads, std::string_view stage, JobContext& context)
{
    for (auto& chunk : m_chunks)
        if (chunk.passes.empty())
            MINAMO_DO(finish(chunk));
    const SerialKernels serial;
    std::vector<std::thread> workers;
    const auto count = std::min<std::size_t>(
        static_cast<std::size_t>(threadsThatFit(threads, m_model, m_pack.size())), m_passes.size());
    m_working = static_cast<int>(count);
    m_told = m_done;
    for (std::size_t i = 0; i < count; ++i)
        workers.emplace_back([this] { work(); });
    const auto result = watch(stage, context);
    {
        const std::lock_guard lock(m_mutex);
        m_stop = true;
    }
    m_changed.notify_all();
    for (auto& worker : workers)
        worker.join();
    return result;
}

/// The thread that called run(): looks for cancellation and talks.
Result<void> LatentRun::watch(std::string_view stage, JobContext& context)
{
    const auto total = static_cast<std::int64_t>(m_pack.count());
    for (std::int64_t seen = -1;;) {
        std::int64_t done = 0;
        bool idle = false;
        {
            std::unique_lock lock(m_mutex);
            m_changed.wait_for(lock, 100ms, [&] { return m_working == 0 || m_error || m_done != seen; });
            if (m_error)
                return tl::make_unexpected(*m_error);
            done = m_done;
            idle = m_working == 0;
        }
        if (context.cancelled())
            return cancelledError();
        if (done != seen)
            context.progress(stage, done, total);
        seen = done;
        if (idle)
            return {};
        {
            const std::lock_guard lock(m_mutex);
            m_told = done;
        }
        m_changed.notify_all();
    }
}

void LatentRun::work()
{
    const SerialKernels serial;
    // A busy machine may not wake the thread that watches: work waits for it, or nobody could stop it.
    const auto lead = static_cast<std::int64_t>(m_pack.count()) / 10;
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
        // What a thread throws would end the process.
        const auto computed = guarded(m_model.autoencoder->device().str(), [&] { return compute(pass); });
        if (computed)
            continue;
        const std::lock_guard lock(m_mutex);
        m_stop = true;
        m_changed.notify_all();
        if (!m_error && computed.error().code != "cancelled")
            m_error = computed.error();
    }
}

Result<void> LatentRun::compute(const Pass& pass)
{
    MINAMO_TRY(const auto latents, encodePhotos(m_model, m_pack, *pass.rows, m_stop));
    MINAMO_DO(checkFinite(latents, *pass.rows));
    const std::lock_guard lock(m_mutex);
    for (std::size_t i = 0; i < pass.rows->size(); ++i)
        put(*pass.chunk, (*pass.rows)[i], latents[static_cast<std::int64_t>(i)]);
    if (--pass.chunk->passesLeft == 0)
        MINAMO_DO(finish(*pass.chunk));
    m_done += std::ssize(*pass.rows);
    m_changed.notify_all();
    return {};
}

Result<void> LatentRun::checkFinite(const at::Tensor& latents, const PhotoRows& rows) const
{
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (!latents[static_cast<std::int64_t>(i)].isfinite().all().item<bool>())
            return fail("extract.latent-not-finite",
                { { "photo", m_photoNames[static_cast<std::size_t>(rows[i])] } });
    return {};
}

void LatentRun::put(LatentChunk& chunk, std::int64_t row, const at::Tensor& latent)
{
    if (!chunk.values.defined())
        chunk.values = at::empty({ chunk.count, latent.size(0), latent.size(1), latent.size(2) }, at::kFloat);
    chunk.values[row - chunk.first].copy_(latent);
}

Result<void> LatentRun::finish(LatentChunk& chunk)
{
    if (!chunk.values.defined()) {
        const std::int64_t side = m_pack.size() / m_model.autoencoder->downscale();
        chunk.values
            = at::empty({ chunk.count, m_model.autoencoder->latentChannels(), side, side }, at::kFloat);
    }
    for (const auto& [row, latent] : chunk.known)
        std::ranges::copy(latent, chunk.values[row - chunk.first].mutable_data_ptr<float>());
    MINAMO_DO(m_sink(chunk));
    chunk.values.reset();
    return {};
}

} // namespace minamo
