#include "engine/device/Guarded.h"
#include "engine/diffusion/ModelReport.h"
#include "engine/models/Autoencoder.h"
#include "engine/models/ClipTextModel.h"
#include "engine/models/Layers.h"
#include "engine/models/NetworkRegistry.h"
#include "io/Gzip.h"
#include "models/AutoencoderClasses.h"
#include "models/NetworkClasses.h"

#include <algorithm>

namespace minamo {
namespace {

using ModulePointer = std::shared_ptr<torch::nn::Module>;
using Builder = Result<ModulePointer> (*)(const Json& config);

Result<ModulePointer> buildNetwork(const Json& config)
{
    MINAMO_TRY(ModulePointer network, makeNetwork(config));
    return network;
}

Result<ModulePointer> buildAutoencoder(const Json& config)
{
    MINAMO_TRY(ModulePointer autoencoder, makeAutoencoder(config, AutoencoderParts::both));
    return autoencoder;
}

Result<ModulePointer> buildTextEncoder(const Json& config)
{
    MINAMO_TRY(const auto parsed, ClipTextConfig::fromJson(config));
    return std::make_shared<ClipTextModel>(parsed);
}

/// Everything that Minamo can build from a config.json, by its class.
std::map<std::string, Builder> builders()
{
    std::map<std::string, Builder> table { { "CLIPTextModel", buildTextEncoder } };
    for (const auto& name : networkClasses())
        table.emplace(name, buildNetwork);
    for (const auto& name : autoencoderClasses())
        table.emplace(name, buildAutoencoder);
    return table;
}

Result<ModulePointer> build(const std::string& className, Json config)
{
    const auto table = builders();
    const auto found = table.find(className);
    if (found == table.end()) {
        std::vector<std::string> known;
        for (const auto& [name, builder] : table)
            known.push_back(name);
        return fail("model.unknown-class", { { "class", className }, { "known", known } });
    }
    config["_class_name"] = className;
    const WithoutInitialisation onlyShapes;
    return guarded("cpu", [&] { return found->second(config); });
}

/// Shapes of everything a weight file of this module holds.
std::map<std::string, std::vector<std::int64_t>> shapesOf(const torch::nn::Module& module)
{
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const auto& item : module.named_parameters())
        shapes[item.key()] = item.value().sizes().vec();
    return shapes;
}

bool isKeyList(const Json& list)
{
    const auto has = [&](const char* key, bool (Json::*is)() const noexcept) {
        const auto found = list.find(key);
        return found != list.end() && ((*found).*is)();
    };
    return list.is_object() && has("class", &Json::is_string) && has("config", &Json::is_object)
        && has("state_dict", &Json::is_object) && has("num_tensors", &Json::is_number_integer)
        && has("num_parameters", &Json::is_number_integer);
}

} // namespace

Result<Json> verifyKeys(const Path& file)
{
    MINAMO_TRY(const Json list, readPackedJson(file));
    if (!isKeyList(list))
        return fail("model.no-key-list", { { "path", file.string() } });
    MINAMO_TRY(const auto module, readFrom(file, build(list["class"], list["config"])));
    const auto shapes = shapesOf(*module);
    Json missing = Json::array(), surplus = Json::array(), wrong = Json::array();
    for (const auto& [key, shape] : list["state_dict"].items()) {
        const auto found = shapes.find(key);
        if (found == shapes.end())
            missing.push_back(key);
        else if (Json(found->second) != shape)
            wrong.push_back({ { "key", key }, { "expected", shape }, { "found", found->second } });
    }
    for (const auto& [key, shape] : shapes)
        if (!list["state_dict"].contains(key))
            surplus.push_back(key);
    std::int64_t parameters = 0;
    for (const auto& parameter : module->parameters())
        parameters += parameter.numel();
    const bool totals = list["num_parameters"] == parameters && list["num_tensors"] == shapes.size();
    return Json { { "ok", totals && missing.empty() && surplus.empty() && wrong.empty() },
        { "class", list["class"] }, { "tensors", shapes.size() }, { "parameters", parameters },
        { "expected_tensors", list["num_tensors"] }, { "expected_parameters", list["num_parameters"] },
        { "missing", missing }, { "surplus", surplus }, { "wrong_shape", wrong } };
}

} // namespace minamo
