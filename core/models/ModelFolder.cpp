#include "models/ModelFolder.h"

#include "base/Hash.h"
#include "models/NetworkClasses.h"
#include "models/SingleFile.h"

#include <algorithm>
#include <map>
#include <set>

namespace minamo {
namespace {

namespace fs = std::filesystem;

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

enum class Role { network, autoencoder, textEncoder, tokenizer, idle, unknown };

/// What a pipeline's component does for features, by its class; what has no influence on them, by its name.
Role roleOf(const std::string& name, const std::string& className)
{
    static const std::map<std::string, Role> classes { { "AutoencoderKL", Role::autoencoder },
        { "AutoencoderTiny", Role::autoencoder }, { "CLIPTextModel", Role::textEncoder },
        { "CLIPTokenizer", Role::tokenizer }, { "CLIPTokenizerFast", Role::tokenizer } };
    static const std::set<std::string> idle { "scheduler", "safety_checker", "feature_extractor",
        "image_encoder" };
    if (namesNetwork(className))
        return Role::network;
    if (const auto found = classes.find(className); found != classes.end())
        return found->second;
    return idle.contains(name) ? Role::idle : Role::unknown;
}

/// The class of an entry [library, class] of model_index.json; "" for a setting and for an absent component.
std::string classOf(const Json& entry)
{
    const bool named = entry.is_array() && entry.size() == 2 && entry[1].is_string();
    return named ? entry[1].get<std::string>() : "";
}

/// The network is where features come from; the other components decide what it is given.
Result<void> findComponents(ModelFolder& model, const Path& pipeline)
{
    MINAMO_TRY(const Json index, readJson(pipeline / "model_index.json"));
    std::map<std::string, std::string> unknown;
    std::vector<std::string> classes;
    for (const auto& [name, entry] : index.items()) {
        const std::string className = classOf(entry);
        if (className.empty() || !isPlainName(name))
            continue;
        classes.push_back(className);
        const Path folder = pipeline / name;
        const Role role = roleOf(name, className);
        if (role == Role::network)
            model.network = isFile(folder / "config.json") ? folder : pipeline; // older: all at the root
        else if (role == Role::autoencoder || role == Role::textEncoder) {
            MINAMO_TRY(
                (role == Role::autoencoder ? model.autoencoder : model.textEncoder), openComponent(folder));
        } else if (role == Role::tokenizer)
            model.tokenizer = folder;
        else if (role == Role::unknown)
            unknown.emplace(name, className);
    }
    if (model.network.empty())
        return fail("model.no-network",
            { { "path", pipeline.string() }, { "classes", classes }, { "known", networkClasses() } });
    if (!unknown.empty())
        return fail("model.unknown-component",
            { { "path", pipeline.string() }, { "component", unknown.begin()->first },
                { "class", unknown.begin()->second } });
    return {};
}

/// The pipeline that a network's folder belongs to; empty if it stands alone.
Path pipelineAround(const Path& folder)
{
    const Path whole = fs::absolute(folder / "").lexically_normal().parent_path();
    const std::string name = whole.filename().string();
    const auto index = readJson(whole.parent_path() / "model_index.json");
    const bool listed = index && index->is_object() && index->contains(name)
        && roleOf(name, classOf(index->at(name))) == Role::network;
    return listed ? folder / ".." : Path();
}

Result<void> findScheduler(ModelFolder& model, const Path& pipeline)
{
    std::vector<Path> places { model.root / "scheduler" / "scheduler_config.json",
        model.root / "scheduler_config.json" };
    if (!pipeline.empty())
        places.push_back(pipeline / "scheduler" / "scheduler_config.json");
    const auto found = std::ranges::find_if(places, isFile);
    if (found == places.end())
        return {};
    model.schedulerFile = *found;
    MINAMO_TRY(model.scheduler, readJson(*found));
    return {};
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
    if (isFile(folder) && folder.extension() == ".safetensors")
        return openSingleFile(folder);
    if (!fs::is_directory(folder, none))
        return fail("model.not-a-folder", { { "path", folder.string() } });
    ModelFolder model;
    model.root = folder;
    model.pipeline = isFile(folder / "model_index.json");
    const Path pipeline = model.pipeline ? folder : pipelineAround(folder);
    if (!pipeline.empty())
        MINAMO_DO(findComponents(model, pipeline));
    if (!model.pipeline)
        model.network = folder;
    MINAMO_TRY(auto network, openComponent(model.network));
    model.config = std::move(network.config);
    model.weights = std::move(network.weights);
    model.sharded = network.sharded;
    model.variant = std::move(network.variant);
    MINAMO_DO(findScheduler(model, pipeline));
    if (model.schedulerFile.empty())
        model.scheduler = ownSchedule(model.config);
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
    for (const auto* part : { &folder.autoencoder, &folder.textEncoder })
        if (*part) {
            MINAMO_TRY(const std::string id, componentId(**part));
            all += "\n" + id;
        }
    return "model-" + hashHex(all).substr(0, 16);
}

Result<std::string> modelId(const Path& folder)
{
    MINAMO_TRY(const auto opened, openModelFolder(folder));
    return modelId(opened);
}

} // namespace minamo
