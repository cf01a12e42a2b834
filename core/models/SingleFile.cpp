#include "models/SingleFile.h"

#include "io/Safetensors.h"
#include "models/OriginalNames.h"

namespace minamo {
namespace {

constexpr const char* unetPrefix = "model.diffusion_model.";
constexpr const char* autoencoderPrefix = "first_stage_model.";
constexpr const char* clipPrefix = "cond_stage_model.transformer.";
constexpr const char* openClipPrefix = "cond_stage_model.model.";

TensorShapes shapesUnder(const std::string& prefix, const SafetensorsFile& file)
{
    TensorShapes shapes;
    for (const auto& view : file.tensors())
        if (view.name.starts_with(prefix))
            shapes[view.name.substr(prefix.size())] = view.shape;
    return shapes;
}

/// Numbers of the schedule have no module; averages of training are not what is used by default.
bool isBesideTheModel(const std::string& name)
{
    return name.find('.') == std::string::npos || name.starts_with("model_ema.");
}

Result<ModelComponent> component(
    const SafetensorsFile& file, const std::string& prefix, OriginalPart (*read)(const TensorShapes& shapes))
{
    const auto shapes = shapesUnder(prefix, file);
    const OriginalPart part = read(shapes);
    ModelComponent component;
    component.folder = file.path();
    component.config = part.config;
    component.weights = { file.path() };
    for (const auto& [stored, shape] : shapes) {
        auto parts = fusedParts(stored);
        if (parts.empty())
            parts.push_back(stored);
        for (const auto& name : parts)
            if (!part.translate(name, component.names[prefix + name]))
                return fail("model.unknown-tensor",
                    { { "path", file.path().string() }, { "tensor", prefix + stored } });
    }
    return component;
}

Json scheduleOf(bool openClip)
{
    return { { "_class_name", "DDIMScheduler" }, { "beta_schedule", "scaled_linear" },
        { "beta_start", 0.00085 }, { "beta_end", 0.012 }, { "num_train_timesteps", 1000 },
        { "clip_sample", false }, { "prediction_type", openClip ? "v_prediction" : "epsilon" } };
}

Result<void> findParts(ModelFolder& model, const SafetensorsFile& file)
{
    struct Part {
        const char* prefix;
        OriginalPart (*read)(const TensorShapes&);
        std::optional<ModelComponent>* component;
    };
    std::optional<ModelComponent> network;
    for (const Part& part : { Part { unetPrefix, originalUNet, &network },
             Part { autoencoderPrefix, originalAutoencoder, &model.autoencoder },
             Part { clipPrefix, originalClip, &model.textEncoder },
             Part { openClipPrefix, originalOpenClip, &model.textEncoder } })
        if (!shapesUnder(part.prefix, file).empty()) {
            MINAMO_TRY(*part.component, component(file, part.prefix, part.read));
        }
    if (!network)
        return fail("model.no-single-file", { { "path", file.path().string() } });
    model.config = std::move(network->config);
    model.names = std::move(network->names);
    return {};
}

Result<void> refuseStrangers(const ModelFolder& model, const SafetensorsFile& file)
{
    for (const auto& view : file.tensors()) {
        bool known = isBesideTheModel(view.name);
        for (const char* prefix : { unetPrefix, autoencoderPrefix, clipPrefix, openClipPrefix })
            known = known || view.name.starts_with(prefix);
        if (!known)
            return fail("model.unknown-tensor", { { "path", model.root.string() }, { "tensor", view.name } });
    }
    return {};
}

} // namespace

Result<ModelFolder> openSingleFile(const Path& file)
{
    MINAMO_TRY(const auto opened, SafetensorsFile::open(file));
    ModelFolder model;
    model.root = model.network = model.schedulerFile = file;
    model.weights = { file };
    MINAMO_DO(findParts(model, opened));
    MINAMO_DO(refuseStrangers(model, opened));
    model.scheduler = scheduleOf(opened.find(std::string(openClipPrefix) + "positional_embedding"));
    if (const Path beside = file.parent_path() / "scheduler_config.json"; isFile(beside)) {
        model.schedulerFile = beside;
        MINAMO_TRY(model.scheduler, readJson(beside));
    }
    return model;
}

} // namespace minamo
