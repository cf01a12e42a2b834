#include "engine/diffusion/GoldenInputs.h"
#include "engine/diffusion/PromptContext.h"
#include "engine/diffusion/Verifiers.h"

namespace minamo {
namespace {

Result<NamedTensors> runComponent(DiffusionModel& model, const Golden& golden)
{
    const GoldenInputs inputs(golden, *model.network);
    const char* name = golden.has("input.hidden_states") ? "input.hidden_states" : "input.sample";
    MINAMO_TRY(const auto sample, inputs.image(name));
    MINAMO_TRY(const auto timesteps, inputs.timesteps("input.timestep", sample.size(0)));
    MINAMO_TRY(const at::Tensor labels, inputs.classLabels("input.class_labels", sample.size(0)));
    MINAMO_TRY(const at::Tensor context, inputs.context("input.encoder_hidden_states", sample.size(0)));
    NamedTensors results;
    TapRequest taps = golden.taps("tap.", results);
    results["output.sample"] = model.network->forward(sample, timesteps, { labels, context }, taps);
    return results;
}

/// image [0, 1] -> [-1, 1] -> add_noise -> network -> x0, as a pixel-space pipeline does.
Result<NamedTensors> runPipeline(DiffusionModel& model, const Golden& golden)
{
    const GoldenInputs inputs(golden, *model.network);
    MINAMO_TRY(const auto image, inputs.image("input.image"));
    MINAMO_TRY(const auto noise, inputs.image("input.noise"));
    MINAMO_TRY(const auto timesteps, inputs.steps("input.timestep", image.size(0), model.schedule));
    if (noise.sizes() != image.sizes())
        return golden.bad("input.noise");
    const auto& settings = model.schedule.settings();
    NamedTensors results;
    const at::Tensor noisy = model.schedule.addNoise(2 * image - 1, noise, timesteps);
    results["output.noisy"] = noisy;
    TapRequest taps = golden.taps("tap.unet.", results);
    const at::Tensor output = model.network->forward(noisy, timesteps, {}, taps);
    results["output.unet"] = output;
    const at::Tensor x0 = model.schedule.predictedX0(output, noisy, timesteps);
    results["output.pred_original_sample"]
        = settings.clipSample ? x0.clamp(-settings.clipSampleRange, settings.clipSampleRange) : x0;
    results["output.heads_mid"] = torch::tensor(std::int64_t { model.network->midAttentionHeads() });
    return results;
}

} // namespace

Result<NamedTensors> runGoldenNetwork(const Path& folder, const Golden& golden)
{
    const bool chain = golden.has("input.image");
    const auto parts
        = golden.has("output.pred_image_0_1") ? AutoencoderParts::both : AutoencoderParts::encoder;
    MINAMO_TRY(auto model, loadDiffusionModel(folder, parts));
    if (chain)
        MINAMO_DO(tellPrompt(model, "", nullptr));
    prepareForInference(model, at::kCPU, at::kFloat);
    if (!chain)
        return runComponent(model, golden);
    return model.autoencoder ? runGoldenLatents(model, golden) : runPipeline(model, golden);
}

} // namespace minamo
