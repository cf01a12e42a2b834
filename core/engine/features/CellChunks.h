#pragma once
#include "engine/features/ExtractPlan.h"

#include <span>

namespace minamo {

/// The chunk files in the work folder of `key` become the artifact. Does nothing if it is committed already,
/// by whichever process.
Result<void> commitChunks(
    const ArtifactStore& store, const ArtifactKey& key, std::int64_t chunks, const Json& summary);

/// The chunk files of cells that are not complete yet (decision D4). Each file is renamed into place when it
/// is whole; after the last one the cell becomes an artifact. A kill at any moment loses at most the chunk
/// being computed.
class CellChunks {
public:
    /// ids of the photos: they travel with the rows. All must outlive this.
    CellChunks(const ArtifactStore& store, const ExtractPlan& plan, std::span<const std::uint64_t> ids) :
        m_store(store), m_plan(plan), m_ids(ids)
    {
    }

    bool isCommitted(const PlannedCell& cell) const { return m_store.contains(cell.id); }
    /// For each chunk of a cell: is its file there?
    Result<std::vector<bool>> present(const PlannedCell& cell) const;
    /// features: [rowsIn(chunk), dimension] of the cell, row-major.
    Result<void> write(const PlannedCell& cell, std::int64_t chunk, const std::vector<float>& features) const;
    /// All chunks are there: they become the artifact. Does nothing if it is committed already.
    Result<void> commit(const PlannedCell& cell) const;

private:
    const ArtifactStore& m_store;
    const ExtractPlan& m_plan;
    std::span<const std::uint64_t> m_ids;
};

} // namespace minamo
