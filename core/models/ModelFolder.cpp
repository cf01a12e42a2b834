#include "models/ModelFolder.h"

#include "base/Hash.h"
#include "models/NetworkClasses.h"

#include <algorithm>
#include <set>

namespace minamo {
namespace {

namespace fs = std::filesystem;
constexpr const char* stem = "diffusion_pytorch_model";

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
std::optional<std::string> variantOf(const std::string& name, const std::string& ending)
{
    if (!name.starts_with(stem) || !name.ends_with(ending)
        || name.size() < std::string(stem).size() + ending.size())
        return std::nullopt;
    std::string middle
        = name.substr(std::string(stem).size(), name.size() - std::string(stem).size() - ending.size());
    if (middle.find("-of-") != std::string::npos)
        return std::nullopt;
    return middle.starts_with('.') ? middle.substr(1) : middle;
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

/// The plain file first, then plain shards, then variants (fp16, non_ema ...) in order of name.
Result<void> findWeights(ModelFolder& model)
{
    const auto files = filesOf(model.network);
    std::map<std::pair<std::string, int>, Path> found; // (variant, sharded) -> file
    for (const auto& file : files) {
        const std::string name = file.filename().string();
        if (const auto variant = variantOf(name, ".safetensors"))
            found[{ *variant, 0 }] = file;
        if (name.starts_with(std::string(stem) + ".safetensors.index") && name.ends_with(".json")) {
            const std::string middle = name.substr(std::string(stem).size() + 18);
            found[{ middle == ".json" ? "" : middle.substr(1, middle.size() - 6), 1 }] = file;
        }
    }
    if (found.empty()) {
        for (const auto& file : files)
            if (isPickle(file))
                return fail("model.pickle", { { "path", file.string() } });
        return fail("model.no-weights", { { "path", model.network.string() } });
    }
    const auto& [kind, file] = *found.begin();
    model.variant = kind.first;
    model.sharded = kind.second == 1;
    if (!model.sharded) {
        model.weights = { file };
        return {};
    }
    MINAMO_TRY(model.weights, shardsOf(file));
    return {};
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
    if (!isFile(model.network / "config.json")) {
        for (const auto& file : filesOf(model.network))
            if (isPickle(file))
                return fail("model.pickle", { { "path", file.string() } });
        return fail("model.no-config", { { "path", model.network.string() } });
    }
    MINAMO_TRY(model.config, readJson(model.network / "config.json"));
    model.schedulerFile = findScheduler(model);
    if (!model.schedulerFile.empty()) {
        MINAMO_TRY(model.scheduler, readJson(model.schedulerFile));
    }
    MINAMO_DO(findWeights(model));
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
