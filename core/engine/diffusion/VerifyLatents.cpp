#include "engine/diffusion/GoldenInputs.h"
#include "engine/diffusion/PromptContext.h"
#include "engine/diffusion/Verifiers.h"

namespace minamo {
namespace {

constexpr const char* goldenPrompt = "a cat, a dog 7"; // what output.ids_prompt are the tokens of

Result<void> addPrompts(const DiffusionModel& model, const Golden& golden, NamedTensors& results)
{
    for (const auto& [ids, states, prompt] :
        { std::tuple("output.ids_empty", "output.prompt_embeds_empty", ""),
            std::tuple("output.ids_prompt", "output.prompt_embeds", goldenPrompt) })
        if (golden.has(ids)) {
            MINAMO_TRY(const auto tokens, promptTokens(model.folder, prompt));
            results[ids] = torch::tensor(tokens).unsqueeze(0);
            MINAMO_TRY(results[states], promptContext(model.folder, tokens));
        }
    return {};
}

/// The mean over places of a tap, where the golden file has one.
void addFeature(const Golden& golden, const std::string& name, const std::string& tap, NamedTensors& results)
{
    const auto found = results.find(tap);
    if (golden.has(name.c_str()) && found != results.end())
        results[name] = meanOverPlaces(found->second);
}

/// One pass of the network; its output.
at::Tensor addPass(const DiffusionModel& model, const Golden& golden, const std::string& pass,
    const at::Tensor& sample, const at::Tensor& steps, const Conditioning& told, NamedTensors& results)
{
    const std::string component = pass + model.folder.network.filename().string();
    TapRequest taps = golden.taps("tap." + component + ".", results);
    const at::Tensor output = model.network->forward(sample, steps, told, taps);
    results["output." + component] = output;
    addFeature(golden, "output." + pass + "feature_up1_mean", "tap." + component + ".up_blocks.1", results);
    addFeature(golden, "output." + pass + "feature_block1_mean", "tap." + component + ".transformer_blocks.1",
        results);
    return output;
}

} // namespace

Result<NamedTensors> runGoldenLatents(DiffusionModel& model, const Golden& golden)
{
    const GoldenInputs inputs(golden, *model.network);
    MINAMO_TRY(const auto image, golden.input("input.image", DType::f32, 4));
    MINAMO_TRY(const auto noise, inputs.image("input.noise"));
    MINAMO_TRY(const auto steps, inputs.steps("input.timestep", image.size(0), model.schedule));
    const int place = pixelsPerPlace(model);
    if (image.size(0) != noise.size(0) || image.size(1) != model.autoencoder->inChannels()
        || image.size(2) != noise.size(2) * place || image.size(3) != noise.size(3) * place)
        return golden.bad("input.image");
    Conditioning told = model.conditioning;
    if (golden.has("input.class_labels")) {
        MINAMO_TRY(told.classLabels, inputs.classLabels("input.class_labels", image.size(0)));
    }
    NamedTensors results;
    const at::Tensor latent = results["output.latent"] = model.autoencoder->encode(2 * image - 1);
    const at::Tensor noisy = results["output.noisy"] = model.schedule.addNoise(latent, noise, steps);
    MINAMO_DO(addPrompts(model, golden, results));
    if (golden.has("output.pred_x0")) {
        const at::Tensor output = addPass(model, golden, "", noisy, steps, told, results);
        const at::Tensor x0 = results["output.pred_x0"] = model.schedule.predictedX0(output, noisy, steps);
        if (model.autoencoder->decodes())
            results["output.pred_image_0_1"] = (model.autoencoder->decode(x0) / 2 + 0.5).clamp(0, 1);
    } else {
        addPass(model, golden, "noisy.", noisy, steps, told, results);
        addPass(model, golden, "clean.", latent, steps, told, results);
    }
    return results;
}

} // namespace minamo
