#include "models/TimmConfig.h"

#include <cmath>

namespace minamo {
namespace {

std::string textOf(const Json& json, const char* name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::optional<std::array<double, 3>> threeOf(const Json& json, const char* name)
{
    const auto found = json.find(name);
    if (found == json.end() || !found->is_array() || found->size() != 3)
        return {};
    std::array<double, 3> values {};
    for (std::size_t i = 0; i < 3; ++i) {
        if (!(*found)[i].is_number())
            return {};
        values[i] = (*found)[i].get<double>();
    }
    return values;
}

std::optional<PhotoRange> rangeOf(const Json& json)
{
    const auto mean = threeOf(json, "mean"), deviation = threeOf(json, "std");
    if (!mean || !deviation)
        return {};
    for (const double value : *deviation)
        if (!(value > 0))
            return {};
    return PhotoRange { *mean, *deviation };
}

std::string sourceOf(const Json& json)
{
    for (const char* name : { "hf_hub_id", "origin_url", "url" })
        if (auto text = textOf(json, name); !text.empty())
            return text;
    return {};
}

} // namespace

TimmConfig TimmConfig::beside(const Path& model)
{
    TimmConfig config;
    const auto json = readJson(model.parent_path() / "config.json");
    if (!json || !json->is_object())
        return config;
    const auto inner = json->find("pretrained_cfg");
    if (inner == json->end() || !inner->is_object())
        return config;
    config.architecture = textOf(*json, "architecture");
    config.range = rangeOf(*inner);
    config.source = sourceOf(*inner);
    config.licence = textOf(*inner, "license");
    if (const auto size = threeOf(*inner, "input_size"); size && (*size)[1] == (*size)[2])
        config.side = (*size)[1] >= 32 && (*size)[1] <= 1024 ? static_cast<int>(std::lround((*size)[1])) : 0;
    return config;
}

Json toJson(const TimmConfig& config, std::int64_t classes, std::int64_t features)
{
    const auto range = config.range.value_or(imagenetRange);
    Json inner { { "input_size", { 3, config.side, config.side } }, { "mean", range.mean },
        { "std", range.deviation }, { "crop_pct", 1.0 }, { "crop_mode", "squash" },
        { "license", config.licence } };
    if (!config.source.empty())
        inner["origin_url"] = config.source;
    return { { "architecture", config.architecture }, { "num_classes", classes },
        { "num_features", features }, { "pretrained_cfg", std::move(inner) } };
}

} // namespace minamo
