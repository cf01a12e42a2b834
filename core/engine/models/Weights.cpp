#include "engine/models/Weights.h"

#include "engine/device/Guarded.h"
#include "engine/models/Layers.h"
#include "engine/models/NetworkRegistry.h"
#include "engine/models/TensorViews.h"
#include "models/OriginalNames.h"

namespace minamo {
namespace {

void replaceOnce(std::string& text, const std::string& from, const std::string& to)
{
    if (const auto at = text.find(from); at != std::string::npos)
        text.replace(at, from.size(), to);
}

struct Source {
    std::string file, originalName;
    TensorView view;
};

Json firstFew(const std::vector<std::string>& names)
{
    constexpr std::size_t shown = 3;
    return std::vector<std::string>(names.begin(), names.begin() + std::min(names.size(), shown));
}

/// The tensors of a file; one that holds queries, keys and values below each other comes as three.
std::vector<TensorView> viewsOf(
    const SafetensorsFile& file, const std::map<std::string, at::Tensor>& parameters)
{
    std::vector<TensorView> views;
    for (const auto& view : file.tensors()) {
        const auto names
            = parameters.contains(view.name) ? std::vector<std::string>() : fusedParts(view.name);
        if (names.empty() || view.shape.empty() || view.shape[0] % 3 != 0) {
            views.push_back(view);
            continue;
        }
        TensorView part = view;
        part.shape[0] /= 3;
        const std::size_t bytes = view.bytes.size() / 3;
        for (std::size_t i = 0; i < names.size(); ++i) {
            part.name = names[i];
            part.bytes = view.bytes.subspan(i * bytes, bytes);
            views.push_back(part);
        }
    }
    return views;
}

/// Every tensor of every file under its modern name. A legacy name that merely doubles a modern one is
/// dropped.
Result<std::map<std::string, Source>> collect(const std::vector<SafetensorsFile>& files,
    const std::map<std::string, at::Tensor>& parameters, const KeyRule& rule)
{
    std::map<std::string, Source> sources;
    std::vector<std::string> unexpected;
    for (const bool legacy : { false, true })
        for (const auto& file : files)
            for (const auto& view : viewsOf(file, parameters)) {
                const bool isLegacy = !parameters.contains(view.name);
                if (isLegacy != legacy)
                    continue;
                const std::string key = isLegacy ? rule(view.name) : view.name;
                if (key.empty())
                    continue;
                if (!parameters.contains(key))
                    unexpected.push_back(view.name);
                else if (!isLegacy && sources.contains(key))
                    return fail(
                        "safetensors.duplicate-key", { { "path", file.path().string() }, { "tensor", key } });
                else
                    sources.try_emplace(key, Source { file.path().string(), view.name, view });
            }
    if (!unexpected.empty())
        return fail("model.unexpected-keys",
            { { "path", files.front().path().parent_path().string() }, { "keys", firstFew(unexpected) },
                { "count", unexpected.size() } });
    return sources;
}

bool sameButForOnes(const at::Tensor& parameter, const at::Tensor& value)
{
    return parameter.dim() == 2 && value.dim() > 2 && value.numel() == parameter.numel()
        && value.sizes().slice(0, 2) == parameter.sizes();
}

Result<void> fill(const std::string& key, at::Tensor parameter, const Source& source)
{
    at::Tensor value = tensorFromView(source.view);
    if (!value.is_floating_point())
        return fail("model.wrong-dtype",
            { { "path", source.file }, { "tensor", source.originalName },
                { "dtype", dtypeName(source.view.dtype) } });
    if (sameButForOnes(parameter, value))
        value = value.reshape(parameter.sizes());
    if (value.sizes() != parameter.sizes())
        return fail("model.wrong-shape",
            { { "path", source.file }, { "tensor", key }, { "expected", parameter.sizes().vec() },
                { "found", source.view.shape } });
    if (!at::isfinite(value).all().item<bool>())
        return fail("model.not-finite", { { "path", source.file }, { "tensor", key } });
    parameter.copy_(value);
    return {};
}

} // namespace

KeyRule renamed(const std::map<std::string, std::string>& names, KeyRule rule)
{
    if (names.empty())
        return rule;
    return [names, rule = std::move(rule)](const std::string& key) {
        const auto found = names.find(key); // another component's tensors are not there
        return found == names.end() || found->second.empty() ? std::string() : rule(found->second);
    };
}

std::string modernKey(const std::string& stored)
{
    if (stored == "pos_embed.pos_embed")
        return {}; // a table of fixed numbers, computed again
    std::string key = stored;
    if (key.find(".attentions.") != std::string::npos) {
        replaceOnce(key, ".query.", ".to_q.");
        replaceOnce(key, ".key.", ".to_k.");
        replaceOnce(key, ".value.", ".to_v.");
        replaceOnce(key, ".proj_attn.", ".to_out.0.");
    }
    replaceOnce(key, "samplers.0.Conv2d_0.", "samplers.0.conv.");
    return key;
}

Result<void> loadWeights(torch::nn::Module& module, const std::vector<Path>& files, const KeyRule& rule)
{
    const torch::NoGradGuard guard;
    std::map<std::string, at::Tensor> parameters;
    for (const auto& item : module.named_parameters())
        parameters.emplace(item.key(), item.value());
    std::vector<SafetensorsFile> opened;
    for (const auto& file : files) {
        MINAMO_TRY(auto one, SafetensorsFile::open(file));
        opened.push_back(std::move(one));
    }
    MINAMO_TRY(const auto sources, collect(opened, parameters, rule));
    std::vector<std::string> missing;
    for (const auto& [key, parameter] : parameters)
        if (!sources.contains(key))
            missing.push_back(key);
    if (!missing.empty())
        return fail("model.missing-keys",
            { { "path", files.front().parent_path().string() }, { "keys", firstFew(missing) },
                { "count", missing.size() } });
    for (const auto& [key, source] : sources)
        MINAMO_DO(fill(key, parameters.at(key), source));
    return {};
}

Result<LoadedModel> loadModel(const Path& folder)
{
    LoadedModel model;
    const WithoutInitialisation everythingIsLoaded;
    MINAMO_TRY(model.folder, openModelFolder(folder));
    MINAMO_TRY(
        model.network, readFrom(model.folder.network / "config.json", makeNetwork(model.folder.config)));
    const KeyRule rule = renamed(model.folder.names, modernKey);
    MINAMO_DO(guarded("cpu", [&] { return loadWeights(*model.network, model.folder.weights, rule); }));
    model.network->weightsLoaded();
    return model;
}

} // namespace minamo
