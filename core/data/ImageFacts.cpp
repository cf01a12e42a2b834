#include "data/ImageFacts.h"

#include "base/Assert.h"
#include "data/TextColumn.h"

namespace minamo {
namespace {

struct Fact {
    const char* name;
    float ImageFacts::*member;
};
constexpr Fact table[] = {
    { "brightness", &ImageFacts::brightness },
    { "contrast", &ImageFacts::contrast },
    { "clipped", &ImageFacts::clipped },
    { "castRed", &ImageFacts::castRed },
    { "castBlue", &ImageFacts::castBlue },
    { "sharpness", &ImageFacts::sharpness },
    { "noise", &ImageFacts::noise },
    { "gradientX", &ImageFacts::gradientX },
    { "gradientY", &ImageFacts::gradientY },
};

} // namespace

const std::vector<std::string>& imageFactNames()
{
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const auto& fact : table)
            all.emplace_back(fact.name);
        return all;
    }();
    return names;
}

float factValue(const ImageFacts& facts, std::size_t index)
{
    MINAMO_ASSERT(index < std::size(table));
    return facts.*table[index].member;
}

Result<std::vector<ImageFacts>> readImageFacts(const Path& artifactFolder)
{
    MINAMO_TRY(const auto file, SafetensorsFile::open(artifactFolder / "facts.safetensors"));
    MINAMO_TRY(const TensorView first, file.require(table[0].name, DType::f32, 1));
    std::vector<ImageFacts> facts(static_cast<std::size_t>(first.elements()));
    for (const auto& fact : table) {
        MINAMO_TRY(const auto values, readColumn<float>(file, fact.name, DType::f32, facts.size()));
        for (std::size_t i = 0; i < facts.size(); ++i)
            facts[i].*fact.member = values[i];
    }
    return facts;
}

Result<void> writeImageFacts(const Path& artifactFolder, const std::vector<ImageFacts>& facts)
{
    std::vector<std::vector<float>> columns;
    std::vector<TensorView> tensors;
    columns.reserve(std::size(table));
    for (const auto& fact : table) {
        auto& values = columns.emplace_back();
        for (const auto& row : facts)
            values.push_back(row.*fact.member);
        tensors.push_back(tensorOf(fact.name, DType::f32, values));
    }
    return writeSafetensors(artifactFolder / "facts.safetensors", tensors, { { "minamo", "facts 1" } });
}

} // namespace minamo
