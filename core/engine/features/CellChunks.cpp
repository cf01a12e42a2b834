#include "engine/features/CellChunks.h"

#include "io/Safetensors.h"

namespace minamo {

namespace fs = std::filesystem;

Result<std::vector<bool>> CellChunks::present(const PlannedCell& cell) const
{
    std::vector<bool> there(static_cast<std::size_t>(m_plan.chunks()), isCommitted(cell));
    if (isCommitted(cell))
        return there;
    MINAMO_TRY(const Path folder, m_store.workFolder(cell.key));
    for (std::size_t i = 0; i < there.size(); ++i)
        there[i] = fs::exists(folder / chunkName(static_cast<std::int64_t>(i)));
    return there;
}

Result<void> CellChunks::write(
    const PlannedCell& cell, std::int64_t chunk, const std::vector<float>& features) const
{
    if (isCommitted(cell))
        return {};
    MINAMO_TRY(const Path folder, m_store.workFolder(cell.key));
    const auto rows = static_cast<std::size_t>(m_plan.rowsIn(chunk));
    const auto ids = m_ids.subspan(static_cast<std::size_t>(chunk * m_plan.chunk), rows);
    const TensorView idView { "ids", DType::u64, { static_cast<std::int64_t>(rows) }, std::as_bytes(ids) };
    const auto written = writeSafetensors(folder / chunkName(chunk),
        { tensorOf("features", DType::f32, features, { static_cast<std::int64_t>(rows), cell.dimension }),
            idView });
    // Another process may have finished the same cell meanwhile and removed the folder: its result is equal.
    return written || isCommitted(cell) ? Result<void> {} : written;
}

Result<void> CellChunks::commit(const PlannedCell& cell) const
{
    const Json summary { { "tap", cell.cell.tap }, { "timestep", cell.cell.timestep },
        { "rows", m_plan.rows }, { "dimension", cell.dimension }, { "position", cell.position },
        { "chunks", m_plan.chunks() } };
    return commitChunks(m_store, cell.key, m_plan.chunks(), summary);
}

Result<void> commitChunks(
    const ArtifactStore& store, const ArtifactKey& key, std::int64_t chunks, const Json& summary)
{
    const std::string id = key.id();
    if (store.contains(id))
        return {};
    MINAMO_TRY(const Path work, store.workFolder(key));
    MINAMO_TRY(auto draft, store.begin(key));
    for (std::int64_t chunk = 0; chunk < chunks; ++chunk) {
        const Path from = work / chunkName(chunk), to = draft.folder() / chunkName(chunk);
        std::error_code error;
        fs::create_hard_link(from, to, error); // a kill before the commit must not lose the chunks
        if (error)
            fs::rename(from, to, error);
        if (error && store.contains(id))
            return {};
        if (error)
            return fail("file.cannot-write", { { "path", to.string() } }, error.message());
    }
    MINAMO_DO(store.commit(std::move(draft), summary));
    store.dropWorkFolder(key);
    return {};
}

} // namespace minamo
