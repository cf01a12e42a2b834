#include "engine/features/Latents.h"

#include "base/Assert.h"
#include "engine/device/Device.h"
#include "engine/device/LibraryInfo.h"
#include "engine/features/CellChunks.h"
#include "engine/features/EncodePhotos.h"
#include "engine/features/KnownRows.h"
#include "engine/models/TensorViews.h"
#include "project/FeatureStore.h"
#include "stages/PackOptions.h"

#include <algorithm>
#include <bit>
#include <deque>
#include <torch/types.h>

namespace minamo {
namespace {

namespace fs = std::filesystem;
constexpr int latentsVersion = 1;

/// About 64 chunks, so that a killed run keeps nearly all of its work.
std::int64_t chunkRows(std::int64_t rows, std::int64_t batch)
{
    const auto wanted
        = static_cast<std::int64_t>(std::bit_ceil(static_cast<std::uint64_t>((rows + 63) / 64)));
    return std::max(batch, std::min<std::int64_t>(wanted, 1024));
}

ArtifactKey keyOf(
    const DiffusionModel& model, const std::string& packId, int size, std::int64_t batch, std::int64_t chunk)
{
    const auto device = model.autoencoder->device();
    const PackOptions pack { .size = size };
    return { "latents", latentsVersion,
        { { "size", pack.size }, { "fit", pack.fit }, { "dtype", device.is_cpu() ? "fp32" : "bf16" },
            { "deviceClass", deviceClass(device) }, { "batch", batch }, { "chunk", chunk },
            { "kernel", "LibTorch " + libtorchVersion() } },
        { packId, model.autoencoderId } };
}

} // namespace

Latents::Latents(const ArtifactStore& store, const DiffusionModel& model, const ImagePack& pack,
    const std::string& packId, const std::vector<std::uint64_t>& contents,
    const std::vector<std::string>& photoNames) :
    m_store(store),
    m_model(model), m_pack(pack), m_contents(contents), m_photoNames(photoNames),
    m_batch(latentBatch(pack.size(), model.autoencoder->device().is_cuda())),
    m_chunk(chunkRows(std::ssize(contents), m_batch))
{
    const std::int64_t side = pack.size() / model.autoencoder->downscale();
    m_shape = { model.autoencoder->latentChannels(), side, side };
    m_key = keyOf(model, packId, pack.size(), m_batch, m_chunk);
}

Result<std::unique_ptr<Latents>> Latents::open(const ArtifactStore& store, const DiffusionModel& model,
    const ImagePack& pack, const std::string& packId, const std::vector<std::uint64_t>& contents,
    const std::vector<std::string>& photoNames)
{
    std::unique_ptr<Latents> latents(new Latents(store, model, pack, packId, contents, photoNames));
    MINAMO_DO(latents->look());
    return latents;
}

Result<void> Latents::look()
{
    m_written.assign(static_cast<std::size_t>(chunks()), false);
    m_earlier.assign(m_contents.size(), {});
    if (m_store.contains(m_key.id()))
        return openCommitted();
    MINAMO_TRY(const Path work, m_store.workFolder(m_key));
    for (std::size_t i = 0; i < m_written.size(); ++i)
        m_written[i] = fs::exists(work / chunkName(static_cast<std::int64_t>(i)));
    for (const auto& id : m_store.list(m_key.stage))
        if (const auto manifest = m_store.manifest(id))
            takeEarlier(id, *manifest);
    return {};
}

/// Latents that were made in the same way of photos of another data set; what cannot be read any more is
/// passed over.
void Latents::takeEarlier(const std::string& artifact, const Json& manifest)
{
    if (!isMadeAlike(manifest, m_key))
        return;
    const auto there = mapped(m_store.folder(artifact));
    if (!there)
        return;
    const auto rowOf = rowsBehind(m_store, manifest.at("inputs")[0].get<std::string>());
    for (std::size_t row = 0; row < m_contents.size(); ++row)
        if (const auto found = rowOf.find(m_contents[row]);
            found != rowOf.end() && found->second < std::ssize(*there))
            m_earlier[row] = (*there)[static_cast<std::size_t>(found->second)];
}

/// The latents in a folder of chunk files, by photo.
Result<std::vector<std::span<const float>>> Latents::mapped(const Path& folder)
{
    std::vector<std::span<const float>> rows;
    for (std::int64_t chunk = 0; fs::exists(folder / chunkName(chunk)); ++chunk) {
        MINAMO_TRY(auto file, SafetensorsFile::open(folder / chunkName(chunk)));
        MINAMO_TRY(const auto view, file.require("latents", DType::f32, 4));
        if (view.elements() != view.shape[0] * numbers())
            return fail("features.damaged", { { "path", folder.string() } });
        for (std::int64_t row = 0; row < view.shape[0]; ++row)
            rows.push_back({ view.data<float>() + row * numbers(), static_cast<std::size_t>(numbers()) });
        m_files.push_back(std::move(file));
    }
    return rows;
}

Result<void> Latents::openCommitted()
{
    const Path folder = m_store.folder(m_key.id());
    MINAMO_TRY(m_rows, mapped(folder));
    if (std::ssize(m_rows) != count())
        return fail("features.damaged", { { "path", folder.string() } });
    return {};
}

std::int64_t Latents::missing() const
{
    std::int64_t missing = 0;
    for (std::int64_t row = 0; row < count() && m_rows.empty(); ++row)
        if (!m_written[static_cast<std::size_t>(row / m_chunk)]
            && m_earlier[static_cast<std::size_t>(row)].empty())
            ++missing;
    return missing;
}

double Latents::bytesToWrite() const
{
    std::int64_t rows = 0;
    for (std::int64_t chunk = 0; chunk < chunks() && m_rows.empty(); ++chunk)
        if (!m_written[static_cast<std::size_t>(chunk)])
            rows += rowsIn(chunk);
    return static_cast<double>(rows * numbers()) * sizeof(float);
}

Result<void> Latents::complete(int threads, std::string_view stage, JobContext& context)
{
    if (!m_rows.empty())
        return {};
    std::deque<LatentChunk> work;
    for (std::int64_t chunk = 0; chunk < chunks(); ++chunk)
        if (!m_written[static_cast<std::size_t>(chunk)])
            work.push_back(chunkToDo(chunk));
    LatentRun run(m_model, m_pack, work, m_photoNames, [this](const auto& chunk) { return write(chunk); });
    MINAMO_DO(run.run(threads, stage, context));
    MINAMO_DO(commit());
    return openCommitted();
}

LatentChunk Latents::chunkToDo(std::int64_t index) const
{
    LatentChunk chunk;
    chunk.index = index;
    chunk.first = index * m_chunk;
    chunk.count = rowsIn(index);
    PhotoRows missing;
    for (std::int64_t row = chunk.first; row < chunk.first + chunk.count; ++row) {
        const auto& known = m_earlier[static_cast<std::size_t>(row)];
        if (known.empty())
            missing.push_back(row);
        else
            chunk.known.emplace_back(row, known);
    }
    const auto batch = static_cast<std::size_t>(m_batch);
    for (std::size_t at = 0; at < missing.size(); at += batch)
        chunk.passes.emplace_back(missing.begin() + static_cast<std::ptrdiff_t>(at),
            missing.begin() + static_cast<std::ptrdiff_t>(std::min(at + batch, missing.size())));
    return chunk;
}

Result<void> Latents::write(const LatentChunk& chunk) const
{
    if (m_store.contains(m_key.id()))
        return {};
    MINAMO_TRY(const Path work, m_store.workFolder(m_key));
    const auto written
        = writeSafetensors(work / chunkName(chunk.index), { viewOfTensor("latents", chunk.values) });
    // Another process may have finished the same latents meanwhile and removed the folder.
    return written || m_store.contains(m_key.id()) ? Result<void> {} : written;
}

Result<void> Latents::commit() const
{
    const Json summary { { "rows", count() }, { "channels", m_shape[0] }, { "height", m_shape[1] },
        { "width", m_shape[2] }, { "chunks", chunks() } };
    return commitChunks(m_store, m_key, chunks(), summary);
}

at::Tensor Latents::rows(const PhotoRows& rows) const
{
    MINAMO_ASSERT(!m_rows.empty());
    const at::Tensor x0 = at::empty({ std::ssize(rows), m_shape[0], m_shape[1], m_shape[2] }, at::kFloat);
    auto* at = x0.mutable_data_ptr<float>();
    for (const auto row : rows)
        at = std::ranges::copy(m_rows[static_cast<std::size_t>(row)], at).out;
    return x0;
}

} // namespace minamo
