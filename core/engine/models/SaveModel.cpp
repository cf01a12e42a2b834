#include "engine/models/SaveModel.h"

#include "engine/models/TensorViews.h"

namespace minamo {
namespace {

Result<void> makeFolder(const Path& folder)
{
    std::error_code problem;
    std::filesystem::create_directories(folder, problem);
    if (problem)
        return fail("file.cannot-write", { { "path", folder.string() } }, problem.message());
    return {};
}

} // namespace

Result<void> saveNetwork(const DiffusionNetwork& network, const Path& folder, at::ScalarType type)
{
    const torch::NoGradGuard guard;
    MINAMO_DO(makeFolder(folder));
    std::vector<at::Tensor> kept;
    std::vector<TensorView> views;
    for (const auto& [key, parameter] : network.parametersByKey()) {
        kept.push_back(parameter.detach().to(at::kCPU, type).contiguous());
        views.push_back(viewOfTensor(key, kept.back()));
    }
    MINAMO_DO(
        writeSafetensors(folder / "diffusion_pytorch_model.safetensors", views, { { "format", "pt" } }));
    return writeJson(folder / "config.json", network.configJson());
}

Result<void> saveDiffusersFolder(
    const DiffusionNetwork& network, const Json& scheduler, const Path& folder, at::ScalarType type)
{
    Json schedule = { { "_class_name", "DDPMScheduler" }, { "_diffusers_version", "0.42.1" },
        { "num_train_timesteps", 1000 }, { "beta_start", 0.0001 }, { "beta_end", 0.02 },
        { "beta_schedule", "linear" }, { "trained_betas", nullptr }, { "prediction_type", "epsilon" },
        { "clip_sample", true }, { "variance_type", "fixed_small" }, { "rescale_betas_zero_snr", false } };
    schedule.update(scheduler);
    const Json index = { { "_class_name", "DDPMPipeline" }, { "_diffusers_version", "0.42.1" },
        { "scheduler", { "diffusers", schedule["_class_name"] } },
        { "unet", { "diffusers", network.className() } } };
    MINAMO_DO(makeFolder(folder / "scheduler"));
    MINAMO_DO(writeJson(folder / "scheduler" / "scheduler_config.json", schedule));
    MINAMO_DO(saveNetwork(network, folder / "unet", type));
    return writeJson(folder / "model_index.json", index);
}

} // namespace minamo
