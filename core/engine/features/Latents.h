#pragma once
#include "engine/features/LatentRun.h"
#include "io/Safetensors.h"
#include "project/ArtifactStore.h"

namespace minamo {

/// Latents of every photo of a pack, made once for all timesteps and later extractions: an artifact of stage
/// "latents", keyed by pack, autoencoder, dtype and device class, in chunk files "latents" F32 [rows, C, h,
/// w]. Photos whose latents were made for another data set are taken from there. A kill at any moment loses
/// at most the chunks being computed.
class Latents : public CleanInputs {
public:
    /// contents, photoNames: of the pack's photos. All must outlive this. Errors: "file.cannot-write",
    /// "features.damaged" {path}.
    static Result<std::unique_ptr<Latents>> open(const ArtifactStore& store, const DiffusionModel& model,
        const ImagePack& pack, const std::string& packId, const std::vector<std::uint64_t>& contents,
        const std::vector<std::string>& photoNames);

    std::int64_t missing() const; ///< photos that must go through the encoder
    double bytesToWrite() const;
    /// Makes what is missing; progress(stage, done, total) in photos, earlier ones included. Errors:
    /// "extract.latent-not-finite" {photo}, "cancelled", those of encodePhotos and of writing.
    Result<void> complete(int threads, std::string_view stage, JobContext& context);
    at::Tensor rows(const PhotoRows& rows) const override; ///< after complete()

private:
    Latents(const ArtifactStore& store, const DiffusionModel& model, const ImagePack& pack,
        const std::string& packId, const std::vector<std::uint64_t>& contents,
        const std::vector<std::string>& photoNames);
    std::int64_t count() const { return std::ssize(m_contents); }
    std::int64_t chunks() const { return (count() + m_chunk - 1) / m_chunk; }
    std::int64_t rowsIn(std::int64_t chunk) const { return std::min(m_chunk, count() - chunk * m_chunk); }
    std::int64_t numbers() const { return m_shape[0] * m_shape[1] * m_shape[2]; } ///< of one latent
    Result<void> look();
    void takeEarlier(const std::string& artifact, const Json& manifest);
    Result<std::vector<std::span<const float>>> mapped(const Path& folder);
    LatentChunk chunkToDo(std::int64_t index) const;
    Result<void> write(const LatentChunk& chunk) const;
    Result<void> commit() const;
    Result<void> openCommitted();

    const ArtifactStore& m_store;
    const DiffusionModel& m_model;
    const ImagePack& m_pack;
    const std::vector<std::uint64_t>& m_contents;
    const std::vector<std::string>& m_photoNames;
    std::int64_t m_batch, m_chunk; ///< photos
    std::vector<std::int64_t> m_shape; ///< C, h, w
    ArtifactKey m_key;
    std::vector<bool> m_written; ///< per chunk: its file is there
    /// Per photo: its latent of another data set; empty = none.
    std::vector<std::span<const float>> m_earlier;
    std::vector<std::span<const float>> m_rows; ///< per photo, once committed
    std::vector<SafetensorsFile> m_files; ///< mapped; hold what the spans point to
};

} // namespace minamo
