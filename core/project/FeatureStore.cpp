#include "project/FeatureStore.h"

#include "io/Safetensors.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <tuple>

namespace minamo {
namespace {

struct Placed {
    std::int64_t position = 0;
    CellRecord record;
};

auto damaged(const Path& path, std::string detail)
{
    return fail("features.damaged", { { "path", path.string() } }, std::move(detail));
}

Result<Placed> placedRecord(const ArtifactStore& store, const std::string& artifact)
{
    MINAMO_TRY(const Json manifest, store.manifest(artifact));
    try {
        const auto& options = manifest.at("options");
        const auto& summary = manifest.at("summary");
        if (manifest.at("stage") != "cell")
            return damaged(store.folder(artifact), "not a cell");
        return Placed { summary.at("position").get<std::int64_t>(),
            { { options.at("tap").get<std::string>(), options.at("timestep").get<int>() }, artifact,
                summary.at("rows").get<std::int64_t>(), summary.at("dimension").get<std::int64_t>() } };
    } catch (const Json::exception& e) {
        return damaged(store.folder(artifact), e.what());
    }
}

} // namespace

std::string cellName(const CellId& cell)
{
    return fmt::format("{}@{}", cell.tap, cell.timestep);
}

std::string chunkName(std::int64_t chunk)
{
    return fmt::format("chunk-{:05}.safetensors", chunk);
}

Result<std::vector<CellRecord>> FeatureStore::records(const std::vector<std::string>& artifacts) const
{
    std::vector<Placed> placed;
    for (const auto& artifact : artifacts) {
        MINAMO_TRY(auto record, placedRecord(m_artifacts, artifact));
        placed.push_back(std::move(record));
    }
    std::ranges::stable_sort(placed, [](const Placed& a, const Placed& b) {
        return std::tie(a.position, a.record.cell) < std::tie(b.position, b.record.cell);
    });
    std::vector<CellRecord> records;
    for (auto& item : placed)
        records.push_back(std::move(item.record));
    return records;
}

Result<FeatureMatrix> FeatureStore::matrix(const CellRecord& record) const
{
    const Path folder = m_artifacts.folder(record.artifact);
    FeatureMatrix matrix(record.rows, record.dimension);
    std::int64_t row = 0;
    for (std::int64_t chunk = 0; row < record.rows; ++chunk) {
        MINAMO_TRY(const auto file, SafetensorsFile::open(folder / chunkName(chunk)));
        MINAMO_TRY(const TensorView view, file.require("features", DType::f32, 2));
        if (view.shape[1] != record.dimension || view.shape[0] < 1 || row + view.shape[0] > record.rows)
            return damaged(file.path(), "rows or width differ from the manifest");
        std::memcpy(matrix.data() + row * record.dimension, view.bytes.data(), view.bytes.size());
        row += view.shape[0];
    }
    return matrix;
}

} // namespace minamo
