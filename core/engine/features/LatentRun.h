#pragma once
#include "engine/diffusion/ModelCheck.h"
#include "engine/features/NoisyInputs.h"
#include "jobs/JobContext.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace minamo {

/// Some photos whose latents are written together.
struct LatentChunk {
    std::int64_t index = 0;
    std::int64_t first = 0, count = 0; ///< photos
    std::vector<std::pair<std::int64_t, std::span<const float>>> known; ///< photo, its latent
    std::vector<PhotoRows> passes; ///< the others, in what goes through the encoder together
    at::Tensor values; ///< [count, C, h, w] while the chunk is being made
    std::int64_t passesLeft = 0;
};

/// Takes chunks of photos through a model's encoder, one pass per thread: the number of threads changes no
/// bit. Each chunk is handed out as soon as it is whole.
class LatentRun {
public:
    using Sink = std::function<Result<void>(const LatentChunk& chunk)>; ///< from any thread, one at a time
    /// photoNames: for messages. All must outlive this.
    LatentRun(const DiffusionModel& model, const ImagePack& pack, std::deque<LatentChunk>& chunks,
        const std::vector<std::string>& photoNames, Sink sink);

    /// progress(stage, done, total) in photos of all. Errors: "extract.latent-not-finite" {photo},
    /// "cancelled", those of encodePhotos and of the sink.
    Result<void> run(int threads, std::string_view stage, JobContext& context);

private:
    struct Pass {
        LatentChunk* chunk = nullptr;
        const PhotoRows* rows = nullptr;
    };
    void work();
    Result<void> compute(const Pass& pass);
    Result<void> checkFinite(const at::Tensor& latents, const PhotoRows& rows) const;
    void put(LatentChunk& chunk, std::int64_t row, const at::Tensor& latent);
    Result<void> finish(LatentChunk& chunk);
    Result<void> watch(std::string_view stage, JobContext& context);

    const DiffusionModel& m_model;
    const ImagePack& m_pack;
    std::deque<LatentChunk>& m_chunks;
    const std::vector<std::string>& m_photoNames;
    Sink m_sink;
    std::vector<Pass> m_passes;

    std::mutex m_mutex; ///< guards what follows and the chunks
    std::condition_variable m_changed;
    std::size_t m_next = 0;
    std::int64_t m_done = 0; ///< photos
    std::int64_t m_told = 0; ///< of m_done: what the context has heard
    int m_working = 0;
    std::optional<Error> m_error;
    std::atomic<bool> m_stop { false };
};

} // namespace minamo
