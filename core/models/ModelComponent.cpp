#include "models/ModelComponent.h"

#include "base/Hash.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

namespace minamo {
namespace {

namespace fs = std::filesystem;
/// What weight files are called: diffusers' components, transformers' components.
constexpr std::array stems { "diffusion_pytorch_model", "model" };

std::vector<Path> filesOf(const Path& folder)
{
    std::vector<Path> files;
    std::error_code none;
    for (const auto& entry : fs::directory_iterator(folder, none))
        if (isFile(entry.path()))
            files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// "diffusion_pytorch_model.fp16.safetensors" -> "fp16"; nothing for a shard.
std::optional<std::string> variantOf(
    const std::string& name, const std::string& stem, const std::string& ending)
{
    if (!name.starts_with(stem) || !name.ends_with(ending) || name.size() < stem.size() + ending.size())
        return std::nullopt;
    std::string middle = name.substr(stem.size(), name.size() - stem.size() - ending.size());
    if ((!middle.empty() && !middle.starts_with('.')) || middle.find("-of-") != std::string::npos)
        return std::nullopt;
    return middle.empty() ? middle : middle.substr(1);
}

Result<std::vector<Path>> shardsOf(const Path& index)
{
    MINAMO_TRY(const Json json, readJson(index));
    std::set<std::string> names;
    if (json.is_object() && json.contains("weight_map") && json["weight_map"].is_object())
        for (const auto& [key, file] : json["weight_map"].items()) {
            if (!file.is_string() || !isPlainName(file.get<std::string>())
                || isPickle(file.get<std::string>()))
                return fail("model.bad-shard-name", { { "path", index.string() }, { "shard", file } });
            names.insert(file.get<std::string>());
        }
    if (names.empty())
        return fail("json.broken", { { "path", index.string() } }, "no weight_map");
    std::vector<Path> shards;
    for (const auto& name : names) {
        shards.push_back(index.parent_path() / name);
        if (!isFile(shards.back()))
            return fail("model.missing-shard", { { "path", index.string() }, { "shard", name } });
    }
    return shards;
}

/// (variant, sharded) -> file, in the order of preference: the plain file, plain shards, then variants (fp16,
/// non_ema ...) by name.
std::map<std::pair<std::string, int>, Path> candidates(
    const std::vector<Path>& files, const std::string& stem)
{
    const std::string index = ".safetensors.index";
    std::map<std::pair<std::string, int>, Path> found;
    for (const auto& file : files) {
        const std::string name = file.filename().string();
        if (const auto variant = variantOf(name, stem, ".safetensors"))
            found[{ *variant, 0 }] = file;
        if (name.starts_with(stem + index) && name.ends_with(".json")) {
            const std::string middle = name.substr(stem.size() + index.size());
            found[{ middle == ".json" ? "" : middle.substr(1, middle.size() - 6), 1 }] = file;
        }
    }
    return found;
}

Result<void> refusePickles(const std::vector<Path>& files)
{
    for (const auto& file : files)
        if (isPickle(file))
            return fail("model.pickle", { { "path", file.string() } });
    return {};
}

Result<void> findWeights(ModelComponent& component)
{
    const auto files = filesOf(component.folder);
    for (const char* stem : stems) {
        const auto found = candidates(files, stem);
        if (found.empty())
            continue;
        const auto& [kind, file] = *found.begin();
        component.variant = kind.first;
        component.sharded = kind.second == 1;
        component.weights = { file };
        if (component.sharded) {
            MINAMO_TRY(component.weights, shardsOf(file));
        }
        return {};
    }
    MINAMO_DO(refusePickles(files));
    return fail("model.no-weights", { { "path", component.folder.string() } });
}

} // namespace

bool isFile(const Path& path)
{
    std::error_code none;
    return fs::is_regular_file(path, none);
}

bool isPickle(const Path& path)
{
    static const std::set<std::string> kinds { ".bin", ".ckpt", ".pt", ".pth", ".pkl", ".pickle" };
    return kinds.contains(path.extension().string());
}

bool isPlainName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos
        && name.find('\\') == std::string::npos && name.find('\0') == std::string::npos;
}

std::string ModelComponent::className() const
{
    if (const auto name = config.find("_class_name"); name != config.end() && name->is_string())
        return *name;
    const auto names = config.find("architectures");
    const bool listed
        = names != config.end() && names->is_array() && !names->empty() && (*names)[0].is_string();
    return listed ? (*names)[0].get<std::string>() : "";
}

Result<ModelComponent> openComponent(const Path& folder)
{
    ModelComponent component;
    component.folder = folder;
    if (!isFile(folder / "config.json")) {
        MINAMO_DO(refusePickles(filesOf(folder)));
        return fail("model.no-config", { { "path", folder.string() } });
    }
    MINAMO_TRY(component.config, readJson(folder / "config.json"));
    MINAMO_DO(findWeights(component));
    return component;
}

Result<std::string> componentId(const ModelComponent& component)
{
    std::string all = component.config.dump();
    for (const auto& file : component.weights) {
        MINAMO_TRY(const std::string hash, hashFile(file));
        all += "\n" + hash;
    }
    return "part-" + hashHex(all).substr(0, 16);
}

} // namespace minamo
