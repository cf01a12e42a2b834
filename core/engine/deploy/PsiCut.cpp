#include "engine/deploy/PsiCut.h"

#include "engine/device/Guarded.h"
#include "engine/models/NetworkRegistry.h"
#include "engine/training/Checkpoint.h"

#include <limits>
#include <torch/types.h>

namespace minamo {
namespace {

/// A half holds the value exactly: most diffusion weights are stored that way.
at::Tensor stored(const at::Tensor& parameter)
{
    const auto plain = parameter.detach().to(at::kCPU).contiguous();
    const auto half = plain.to(at::kHalf);
    return half.to(plain.scalar_type()).equal(plain) ? half : plain;
}

constexpr const char* autoencoderFolder = "autoencoder";
constexpr const char* conditioningFile = "conditioning.safetensors";

/// The encoder's half, under diffusers' names.
Result<void> writeEncoder(const DiffusionModel& model, const Path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    Checkpoint checkpoint;
    for (const auto& item : model.autoencoder->named_parameters())
        checkpoint.tensors[item.key()] = stored(item.value());
    MINAMO_DO(writeCheckpoint(folder / "diffusion_pytorch_model.safetensors", checkpoint));
    MINAMO_DO(writeJson(folder / "config.json", model.folder.autoencoder->config));
    return writeJson(folder / "key.json", { { "id", model.autoencoderId } });
}

Result<void> readEncoder(const Path& folder, DiffusionModel& model)
{
    if (!std::filesystem::exists(folder))
        return {};
    MINAMO_TRY(model.folder.autoencoder, openComponent(folder));
    MINAMO_TRY(model.autoencoder, loadAutoencoder(*model.folder.autoencoder, AutoencoderParts::encoder));
    MINAMO_TRY(const auto key, readJson(folder / "key.json"));
    model.autoencoderId = key.value("id", "");
    return {};
}

Result<void> writeConditioning(const Conditioning& told, const Path& file)
{
    Checkpoint checkpoint;
    if (told.classLabels.defined())
        checkpoint.tensors["classLabels"] = told.classLabels.to(at::kCPU).contiguous();
    if (told.context.defined())
        checkpoint.tensors["context"] = told.context.to(at::kCPU).contiguous();
    return checkpoint.tensors.empty() ? Result<void>() : writeCheckpoint(file, checkpoint);
}

/// What the network cannot take is refused here: it would end a pass.
Result<Conditioning> readConditioning(const DiffusionNetwork& network, const Path& file)
{
    Conditioning told = network.neutral();
    if (!std::filesystem::exists(file))
        return told;
    MINAMO_TRY(const auto checkpoint, readCheckpoint(file));
    for (const auto& [name, value] : checkpoint.tensors) {
        const bool context = name == "context" && value.dim() == 3 && value.size(2) == network.contextWidth()
            && value.is_floating_point();
        const bool labels
            = name == "classLabels" && value.dim() > 0 && network.acceptsLabels(value, value.size(0));
        if (!context && !labels)
            return fail("package.bad-weights", { { "path", file.string() }, { "tensor", name } });
        (context ? told.context : told.classLabels) = value;
    }
    return told;
}

Result<void> fill(DiffusionNetwork& network, const std::set<std::string>& needed, const Path& file)
{
    const torch::NoGradGuard noGrad;
    MINAMO_TRY(const auto checkpoint, readCheckpoint(file));
    auto parameters = network.parametersByKey();
    for (auto& [key, parameter] : parameters) {
        const auto found = checkpoint.tensors.find(key);
        const bool isThere = found != checkpoint.tensors.end();
        if (needed.contains(key)
            && (!isThere || found->second.sizes() != parameter.sizes() || !found->second.is_floating_point()))
            return fail("package.bad-weights", { { "path", file.string() }, { "tensor", key } });
        if (needed.contains(key))
            parameter.copy_(found->second);
        else
            parameter.fill_(std::numeric_limits<double>::quiet_NaN());
    }
    return {};
}

} // namespace

std::set<std::string> parametersBefore(DiffusionNetwork& network, const std::set<std::string>& taps)
{
    network.eval();
    network.zero_grad();
    const int side = network.sizeStep();
    at::Tensor sum = torch::zeros({});
    TapRequest request(
        taps, [&](const std::string&, const at::Tensor& value) { sum = sum + value.sum(); }, true);
    network.forward(torch::zeros({ 1, network.inChannels(), side, side }), torch::zeros({ 1 }, at::kLong),
        blankConditioning(network), request);
    sum.backward();
    std::set<std::string> keys;
    for (const auto& [key, parameter] : network.parametersByKey())
        if (!parameter.requires_grad() || parameter.grad().defined())
            keys.insert(key);
    network.zero_grad();
    return keys;
}

Result<PsiCut> writePsiCut(const DiffusionModel& model, const std::set<std::string>& taps, const Path& folder)
{
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    Checkpoint checkpoint;
    const auto needed = parametersBefore(*model.network, taps);
    const auto all = model.network->parametersByKey();
    for (const auto& key : needed)
        checkpoint.tensors[key] = stored(all.at(key));
    MINAMO_DO(writeCheckpoint(folder / "weights.safetensors", checkpoint));
    MINAMO_DO(writeJson(folder / "config.json", model.network->configJson()));
    MINAMO_DO(writeJson(folder / "scheduler_config.json", model.folder.scheduler));
    MINAMO_DO(writeConditioning(model.conditioning, folder / conditioningFile));
    if (model.autoencoder)
        MINAMO_DO(writeEncoder(model, folder / autoencoderFolder));
    return PsiCut { std::ssize(needed), std::ssize(all) };
}

Result<DiffusionModel> readPsiCut(const Path& folder, const std::set<std::string>& taps)
{
    DiffusionModel model;
    model.folder.root = model.folder.network = folder;
    MINAMO_TRY(const auto config, readJson(folder / "config.json"));
    MINAMO_TRY(
        model.network, readFrom(folder / "config.json", guarded("cpu", [&] { return makeNetwork(config); })));
    MINAMO_TRY(const auto scheduler, readJson(folder / "scheduler_config.json"));
    MINAMO_TRY(const auto settings,
        readFrom(folder / "scheduler_config.json", ScheduleSettings::fromJson(scheduler)));
    MINAMO_TRY(model.schedule, NoiseSchedule::make(settings));
    for (const auto known = model.network->knownTaps(); const auto& tap : taps)
        if (std::find(known.begin(), known.end(), tap) == known.end())
            return fail("extract.unknown-tap", { { "tap", tap }, { "taps", known } });
    MINAMO_DO(guarded("cpu", [&]() -> Result<void> {
        const auto needed = parametersBefore(*model.network, taps);
        return fill(*model.network, needed, folder / "weights.safetensors");
    }));
    MINAMO_TRY(model.conditioning, readConditioning(*model.network, folder / conditioningFile));
    MINAMO_DO(readEncoder(folder / autoencoderFolder, model));
    prepareForInference(model, at::kCPU, at::kFloat);
    return model;
}

} // namespace minamo
