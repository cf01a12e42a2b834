#include "data/Dataset.h"

#include "base/Assert.h"
#include "data/TextColumn.h"

#include <algorithm>
#include <cstring>
#include <list>

namespace minamo {
namespace {

constexpr const char* fileName = "samples.safetensors";

/// Columns of a category: "<prefix>.codes" I32 [N] and "<prefix>.values" (joined texts).
class CategoryWriter {
public:
    explicit CategoryWriter(std::vector<TensorView>& tensors) : m_tensors(tensors) { }
    void add(const std::string& prefix, const Category& category, std::size_t rows)
    {
        // A category nobody knows has no codes: every row is unknown.
        const auto& codes = category.codes.empty()
            ? m_unknown.emplace_back(std::vector<std::int32_t>(rows, -1))
            : category.codes;
        MINAMO_ASSERT(codes.size() == rows);
        m_tensors.push_back(tensorOf(prefix + ".codes", DType::i32, codes));
        m_columns.emplace_back(prefix + ".values", category.values).appendTo(m_tensors);
    }

private:
    std::vector<TensorView>& m_tensors;
    std::list<TextColumn> m_columns;
    std::list<std::vector<std::int32_t>> m_unknown;
};

Result<Category> readCategory(
    const SafetensorsFile& file, const std::string& prefix, const std::string& name, std::size_t rows)
{
    Category category { name, {}, {} };
    MINAMO_TRY(category.values, TextColumn::read(file, prefix + ".values"));
    MINAMO_TRY(category.codes, readColumn<std::int32_t>(file, prefix + ".codes", DType::i32, rows));
    const auto count = static_cast<std::int32_t>(category.values.size());
    if (std::ranges::any_of(
            category.codes, [count](std::int32_t code) { return code < -1 || code >= count; }))
        return fail("data.damaged", { { "path", file.path().string() }, { "column", prefix } });
    return category;
}

Result<void> readTags(const SafetensorsFile& file, Dataset& dataset)
{
    MINAMO_TRY(const auto names, TextColumn::read(file, "tags"));
    for (const auto& name : names) {
        MINAMO_TRY(auto tag, readCategory(file, "tag." + name, name, dataset.size()));
        dataset.tags.push_back(std::move(tag));
    }
    return {};
}

/// A file without regions is one of whole photos.
Result<void> readRegions(const SafetensorsFile& file, Dataset& dataset)
{
    if (!file.find("regions"))
        return {};
    MINAMO_TRY(const auto numbers, readColumn<std::int32_t>(file, "regions", DType::i32, 4 * dataset.size()));
    for (std::size_t i = 0; i < numbers.size(); i += 4)
        dataset.regions.push_back({ numbers[i], numbers[i + 1], numbers[i + 2], numbers[i + 3] });
    return {};
}

Result<void> readOkClasses(const SafetensorsFile& file, Dataset& dataset)
{
    MINAMO_TRY(const TensorView view, file.require("okClasses", DType::i32, 1));
    const auto classes = static_cast<std::int32_t>(dataset.label.values.size());
    for (std::int64_t i = 0; i < view.elements(); ++i) {
        const auto code = view.data<std::int32_t>()[i];
        if (code < 0 || code >= classes)
            return fail("data.damaged", { { "path", file.path().string() }, { "column", "okClasses" } });
        dataset.okClasses.push_back(code);
    }
    return {};
}

} // namespace

const Category* Dataset::tag(std::string_view name) const
{
    const auto found = std::ranges::find(tags, name, &Category::name);
    return found == tags.end() ? nullptr : &*found;
}

Result<Dataset> readDataset(const Path& artifactFolder)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(artifactFolder / fileName));
    Dataset dataset;
    dataset.artifact = artifactFolder.filename().string();
    MINAMO_TRY(dataset.paths, TextColumn::read(file, "paths"));
    const auto rows = dataset.paths.size();
    MINAMO_TRY(dataset.ids, readColumn<std::uint64_t>(file, "ids", DType::u64, rows));
    MINAMO_TRY(dataset.contents, readColumn<std::uint64_t>(file, "contents", DType::u64, rows));
    MINAMO_TRY(dataset.widths, readColumn<std::int32_t>(file, "widths", DType::i32, rows));
    MINAMO_TRY(dataset.heights, readColumn<std::int32_t>(file, "heights", DType::i32, rows));
    MINAMO_DO(readRegions(file, dataset));
    MINAMO_TRY(dataset.label, readCategory(file, "label", "label", rows));
    MINAMO_TRY(dataset.environment, readCategory(file, "environment", "environment", rows));
    MINAMO_TRY(dataset.group, readCategory(file, "group", "group", rows));
    MINAMO_DO(readTags(file, dataset));
    MINAMO_DO(readOkClasses(file, dataset));
    return dataset;
}

Result<void> writeDataset(const Path& artifactFolder, const Dataset& dataset)
{
    const auto rows = dataset.size();
    MINAMO_ASSERT(dataset.contents.size() == rows && dataset.paths.size() == rows);
    MINAMO_ASSERT(dataset.widths.size() == rows && dataset.heights.size() == rows);
    std::vector<TensorView> tensors { tensorOf("ids", DType::u64, dataset.ids),
        tensorOf("contents", DType::u64, dataset.contents), tensorOf("widths", DType::i32, dataset.widths),
        tensorOf("heights", DType::i32, dataset.heights) };
    static_assert(sizeof(Region) == 4 * sizeof(std::int32_t));
    std::vector<std::int32_t> regions(4 * dataset.regions.size());
    if (!regions.empty()) {
        MINAMO_ASSERT(dataset.regions.size() == rows);
        std::memcpy(regions.data(), dataset.regions.data(), regions.size() * sizeof(std::int32_t));
        tensors.push_back(tensorOf("regions", DType::i32, regions));
    }
    const std::vector<std::int32_t> okClasses(dataset.okClasses.begin(), dataset.okClasses.end());
    tensors.push_back(tensorOf("okClasses", DType::i32, okClasses));
    const TextColumn paths("paths", dataset.paths);
    paths.appendTo(tensors);
    CategoryWriter categories(tensors);
    categories.add("label", dataset.label, rows);
    categories.add("environment", dataset.environment, rows);
    categories.add("group", dataset.group, rows);
    TextColumn names("tags");
    for (const auto& tag : dataset.tags) {
        names.add(tag.name);
        categories.add("tag." + tag.name, tag, rows);
    }
    names.appendTo(tensors);
    return writeSafetensors(artifactFolder / fileName, tensors, { { "minamo", "samples 1" } });
}

} // namespace minamo
