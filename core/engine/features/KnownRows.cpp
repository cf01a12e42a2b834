#include "engine/features/KnownRows.h"

#include "data/Dataset.h"

namespace minamo {
namespace {

/// What must be equal: all but the length of a chunk file.
Json decisive(Json options)
{
    options.erase("chunk");
    return options;
}

using RowsByContent = std::unordered_map<std::uint64_t, std::int64_t>;

struct EarlierCell {
    std::string id;
    std::string pack;
};

/// Committed cells of other packs that were made in the same way by the same model.
std::vector<EarlierCell> earlierCells(
    const ArtifactStore& store, const std::vector<Json>& manifests, const PlannedCell& cell)
{
    std::vector<EarlierCell> found;
    for (const auto& manifest : manifests) {
        if (isMadeAlike(manifest, cell.key))
            found.push_back(
                { manifest.at("id").get<std::string>(), manifest.at("inputs")[0].get<std::string>() });
    }
    std::erase_if(found, [&](const auto& earlier) { return !store.contains(earlier.id); });
    return found;
}

/// The rows of a cell, mapped; empty if a file is damaged.
std::vector<std::span<const float>> mappedRows(
    const Path& folder, std::int64_t dimension, std::vector<SafetensorsFile>& chunks)
{
    std::vector<std::span<const float>> rows;
    std::error_code none;
    for (std::int64_t chunk = 0; std::filesystem::exists(folder / chunkName(chunk), none); ++chunk) {
        auto file = SafetensorsFile::open(folder / chunkName(chunk));
        const auto view = file ? file->require("features", DType::f32, 2) : tl::make_unexpected(file.error());
        if (!view || view->shape[1] != dimension)
            return {};
        for (std::int64_t row = 0; row < view->shape[0]; ++row)
            rows.push_back({ view->data<float>() + row * dimension, static_cast<std::size_t>(dimension) });
        chunks.push_back(std::move(*file));
    }
    return rows;
}

} // namespace

bool isMadeAlike(const Json& manifest, const ArtifactKey& key)
{
    const auto& inputs = manifest.at("inputs");
    return inputs.size() == 2 && inputs[0] != key.inputs[0] && inputs[1] == key.inputs[1]
        && manifest.at("version") == key.version && decisive(manifest.at("options")) == decisive(key.options);
}

RowsByContent rowsBehind(const ArtifactStore& store, const std::string& pack)
{
    RowsByContent rows;
    const auto manifest = store.manifest(pack);
    if (!manifest || manifest->at("inputs").empty())
        return rows;
    const auto dataset = readDataset(store.folder(manifest->at("inputs")[0].get<std::string>()));
    for (std::size_t row = 0; dataset && row < dataset->size(); ++row)
        rows.emplace(dataset->contents[row], static_cast<std::int64_t>(row));
    return rows;
}

KnownRows::KnownRows(
    const ArtifactStore& store, const ExtractPlan& plan, std::span<const std::uint64_t> contents)
{
    std::vector<Json> manifests;
    for (const auto& id : store.list("cell"))
        if (auto manifest = store.manifest(id))
            manifests.push_back(std::move(*manifest));
    std::map<std::string, RowsByContent> packs;
    for (const auto& cell : plan.cells) {
        std::int64_t most = 0;
        for (const auto& [id, pack] : earlierCells(store, manifests, cell)) {
            if (!packs.contains(pack))
                packs[pack] = rowsBehind(store, pack);
            Source source;
            source.rows = mappedRows(store.folder(id), cell.dimension, source.chunks);
            std::int64_t known = 0;
            for (const auto content : contents) {
                const auto row = packs[pack].find(content);
                const bool there
                    = row != packs[pack].end() && row->second < static_cast<std::int64_t>(source.rows.size());
                source.rowOf.push_back(there ? row->second : -1);
                known += there ? 1 : 0;
            }
            if (known > most) {
                most = known;
                m_sources.insert_or_assign(cell.id, std::move(source));
            }
        }
    }
}

std::span<const float> KnownRows::find(const PlannedCell& cell, std::int64_t row) const
{
    const auto source = m_sources.find(cell.id);
    if (source == m_sources.end())
        return {};
    const auto earlier = source->second.rowOf[static_cast<std::size_t>(row)];
    return earlier < 0 ? std::span<const float>() : source->second.rows[static_cast<std::size_t>(earlier)];
}

} // namespace minamo
