#include "evaluation/JudgedPhotos.h"

#include "data/TextColumn.h"
#include "io/Safetensors.h"

#include <cstring>

namespace minamo {
namespace {

constexpr const char* fileName = "photos.safetensors";

/// Calls `visit(name, dtype, column)` for every column of one value per photo.
template <class Table, class F> void eachColumn(Table& table, F visit)
{
    visit("ids", DType::u64, table.ids);
    visit("row", DType::i32, table.row);
    visit("fold", DType::i32, table.fold);
    visit("truth", DType::i32, table.truth);
    visit("good", DType::u8, table.good);
    visit("style", DType::i32, table.style);
    visit("environment", DType::i32, table.environment);
}

constexpr const char* saidNames[] = { "saidBefore", "saidAfter" };
constexpr const char* defectNames[] = { "defectBefore", "defectAfter" };

template <class T> void fill(const TensorView& tensor, std::vector<T>& values)
{
    values.resize(std::size_t(tensor.elements()));
    std::memcpy(values.data(), tensor.bytes.data(), tensor.bytes.size());
}

Result<void> readAnswers(const SafetensorsFile& file, JudgedPhotos& table, int which)
{
    MINAMO_TRY(const auto said, file.require(saidNames[which], DType::i32, 2));
    MINAMO_TRY(const auto defect, file.require(defectNames[which], DType::f32, 2));
    if (said.shape[0] != std::int64_t(table.size()) || said.shape != defect.shape)
        return fail("safetensors.missing-tensor",
            { { "path", file.path().string() }, { "tensor", saidNames[which] } });
    table.seeds[which] = int(said.shape[1]);
    fill(said, table.said[which]);
    fill(defect, table.defect[which]);
    return {};
}

/// Older files know whole photos only.
Result<void> readTiles(const SafetensorsFile& file, JudgedPhotos& table)
{
    table.tile.assign(table.size(), 0);
    table.tiles.assign(table.size(), 1);
    if (!file.find("tiles"))
        return {};
    MINAMO_TRY(table.tile, readColumn<std::int32_t>(file, "tile", DType::i32, table.size()));
    MINAMO_TRY(table.tiles, readColumn<std::int32_t>(file, "tiles", DType::i32, table.size()));
    return {};
}

} // namespace

Result<void> writeJudgedPhotos(const Path& artifactFolder, const JudgedPhotos& table)
{
    std::vector<TensorView> tensors;
    eachColumn(table, [&](const char* name, DType dtype, const auto& column) {
        tensors.push_back(tensorOf(name, dtype, column));
    });
    tensors.push_back(tensorOf("tile", DType::i32, table.tile));
    tensors.push_back(tensorOf("tiles", DType::i32, table.tiles));
    for (const int which : { 0, 1 }) {
        const std::vector<std::int64_t> shape { std::int64_t(table.size()), table.seeds[which] };
        tensors.push_back(tensorOf(saidNames[which], DType::i32, table.said[which], shape));
        tensors.push_back(tensorOf(defectNames[which], DType::f32, table.defect[which], shape));
    }
    return writeSafetensors(artifactFolder / fileName, tensors);
}

Result<JudgedPhotos> readJudgedPhotos(const Path& artifactFolder)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(artifactFolder / fileName));
    JudgedPhotos table;
    Result<void> result;
    eachColumn(table, [&](const char* name, DType dtype, auto& column) {
        if (!result)
            return;
        const auto tensor = file.require(name, dtype, 1);
        if (!tensor)
            result = tl::make_unexpected(tensor.error());
        else
            fill(*tensor, column);
        if (result && column.size() != table.ids.size())
            result = fail(
                "safetensors.missing-tensor", { { "path", file.path().string() }, { "tensor", name } });
    });
    MINAMO_DO(result);
    MINAMO_DO(readTiles(file, table));
    for (const int which : { 0, 1 })
        MINAMO_DO(readAnswers(file, table, which));
    return table;
}

} // namespace minamo
