#pragma once
#include "engine/features/ExtractPlan.h"
#include "io/Safetensors.h"

#include <span>
#include <unordered_map>

namespace minamo {

/// Row of each photo behind a pack, by its content; empty if the pack or its data set is gone.
std::unordered_map<std::uint64_t, std::int64_t> rowsBehind(
    const ArtifactStore& store, const std::string& pack);

/// Something that was made in the same way by the same model of another pack: equal but for the pack and the
/// length of a chunk file. Inputs are [pack, model].
bool isMadeAlike(const Json& manifest, const ArtifactKey& key);

/// Features that an earlier extraction made of the same photos in another data set: after photos were added,
/// taken out or sorted into other classes only new contents are computed. Everything else that decides a bit
/// of a feature (ExtractPlan.h) must be equal.
class KnownRows {
public:
    KnownRows() = default;
    /// Looks through the committed cells of `store`. contents: of the plan's photos. An earlier cell that
    /// cannot be read any more is passed over: its rows are computed again.
    KnownRows(const ArtifactStore& store, const ExtractPlan& plan, std::span<const std::uint64_t> contents);

    /// Photos of the plan whose features are known in this cell.
    bool knows(const PlannedCell& cell, std::int64_t row) const { return !find(cell, row).empty(); }
    /// [dimension] numbers; empty if they are not known.
    std::span<const float> find(const PlannedCell& cell, std::int64_t row) const;

private:
    struct Source {
        std::vector<SafetensorsFile> chunks; // mapped: rows of a large set are not held in memory
        std::vector<std::span<const float>> rows; // of the earlier cell
        std::vector<std::int64_t> rowOf; // of each photo of the plan: its row there, -1 = none
    };
    std::map<std::string, Source> m_sources; // by id of the planned cell
};

} // namespace minamo
