#include "models/ModelFolder.h"

#include "base/Hash.h"
#include "models/NetworkClasses.h"

#include <algorithm>
#include <array>
#include <set>

namespace minamo {
namespace {

namespace fs = std::filesystem;
/// What weight files are called: diffusers' components, transformers' components.
constexpr std::array stems { "diffusion_pytorch_model", "model" };

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

/// A shard must be a plain name inside the folder.
bool isPlainName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".." && name.find('/') == std::string::npos
        && name.find('\\') == std::string::npos && name.find('\0') == std::string::npos;
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
    for (const auto& file : files)
        if (isPickle(file))
            return fail("model.pickle", { { "path", file.string() } });
    return fail("model.no-weights", { { "path", component.folder.string() } });
}

/// The licence as model cards (README.md front matter) tell it, else the first line of a licence file.
std::string findLicence(const Path& folder)
{
    if (const auto card = readFile(folder / "README.md")) {
        const auto at = card->find("\nlicense:");
        if (card->starts_with("---") && at != std::string::npos && at < card->find("\n---")) {
            std::string value = card->substr(at + 9, card->find('\n', at + 1) - at - 9);
            value.erase(0, value.find_first_not_of(" \t"));
            return value;
        }
    }
    for (const char* name : { "LICENSE", "LICENSE.txt", "LICENSE.md" })
        if (const auto text = readFile(folder / name)) {
            const auto begin = std::min(text->find_first_not_of(" \t\r\n"), text->size());
            return text->substr(begin, std::min<std::size_t>(text->find('\n', begin) - begin, 80));
        }
    return {};
}

bool isNetworkClass(const Json& name)
{
    const auto known = networkClasses();
    return name.is_string() && std::ranges::find(known, name.get<std::string>()) != known.end();
}

/// Components as [library, class]; the one whose class is a known network is what features come from.
Result<void> findComponents(ModelFolder& model, const Json& index)
{
    std::vector<std::string> classes;
    for (const auto& [name, value] : index.items()) {
        if (!value.is_array() || value.size() != 2 || !value[1].is_string())
            continue;
        classes.push_back(value[1]);
        if (isNetworkClass(value[1]) && isPlainName(name))
            model.network = isFile(model.root / name / "config.json") ? model.root / name : model.root;
    }
    if (model.network.empty())
        return fail("model.no-network",
            { { "path", model.root.string() }, { "classes", classes }, { "known", networkClasses() } });
    return {};
}

Path findScheduler(const ModelFolder& model)
{
    std::vector<Path> places { model.root / "scheduler" / "scheduler_config.json",
        model.root / "scheduler_config.json" };
    if (!model.pipeline && isFile(model.root / ".." / "model_index.json"))
        places.push_back(model.root / ".." / "scheduler" / "scheduler_config.json");
    const auto found = std::ranges::find_if(places, isFile);
    return found == places.end() ? Path() : *found;
}

} // namespace

std::string ModelFolder::name() const
{
    const Path clean = root.lexically_normal();
    return (clean.has_filename() ? clean : clean.parent_path()).filename().string();
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
        for (const auto& file : filesOf(folder))
            if (isPickle(file))
                return fail("model.pickle", { { "path", file.string() } });
        return fail("model.no-config", { { "path", folder.string() } });
    }
    MINAMO_TRY(component.config, readJson(folder / "config.json"));
    MINAMO_DO(findWeights(component));
    return component;
}

Result<ModelFolder> openModelFolder(const Path& folder)
{
    std::error_code none;
    if (isFile(folder) && isPickle(folder))
        return fail("model.pickle", { { "path", folder.string() } });
    if (!fs::is_directory(folder, none))
        return fail("model.not-a-folder", { { "path", folder.string() } });
    ModelFolder model;
    model.root = folder;
    model.pipeline = isFile(folder / "model_index.json");
    if (model.pipeline) {
        MINAMO_TRY(const Json index, readJson(folder / "model_index.json"));
        MINAMO_DO(findComponents(model, index));
    } else {
        model.network = folder;
    }
    MINAMO_TRY(auto network, openComponent(model.network));
    model.config = std::move(network.config);
    model.weights = std::move(network.weights);
    model.sharded = network.sharded;
    model.variant = std::move(network.variant);
    model.schedulerFile = findScheduler(model);
    if (!model.schedulerFile.empty()) {
        MINAMO_TRY(model.scheduler, readJson(model.schedulerFile));
    }
    model.licence = findLicence(folder);
    return model;
}

Result<std::string> modelId(const ModelFolder& folder)
{
    std::string all = folder.config.dump() + "\n" + folder.scheduler.dump();
    for (const auto& file : folder.weights) {
        MINAMO_TRY(const std::string hash, hashFile(file));
        all += "\n" + hash;
    }
    return "model-" + hashHex(all).substr(0, 16);
}

Result<std::string> modelId(const Path& folder)
{
    MINAMO_TRY(const auto opened, openModelFolder(folder));
    return modelId(opened);
}

} // namespace minamo
