#include "engine/diffusion/GoldenInputs.h"
#include "engine/diffusion/Verifiers.h"
#include "models/DdaeConfig.h"
#include "models/NoiseLevels.h"

#include <algorithm>

namespace minamo {
namespace {

Result<DiffusionModel> prepared(const Path& folder)
{
    MINAMO_TRY(auto model, loadDiffusionModel(folder));
    prepareForInference(model, at::kCPU, at::kFloat);
    return model;
}

/// The decoder's layers as features, by the taps that were given.
void addFeatures(NamedTensors& results)
{
    NamedTensors features;
    for (const auto& [name, value] : results)
        if (name.starts_with("tap.out_"))
            features["output.feature." + name.substr(4)] = meanOverPlaces(value);
    results.merge(features);
}

/// sqrt(abar), sqrt(1 - abar) and the time of DDPM; grid and noise levels of EDM.
void addSchedule(
    const DdaeConfig& config, const NoiseSchedule& schedule, const at::Tensor& steps, NamedTensors& results)
{
    if (config.edm) {
        auto grid = karrasLevels(config.steps, config.sigmaMin, config.sigmaMax, config.rho);
        grid.push_back(0);
        std::ranges::reverse(grid);
        results["output.schedule"] = torch::tensor(grid, at::kDouble);
        results["output.sigma"] = schedule.told(steps);
        return;
    }
    const at::Tensor one = torch::ones({ steps.numel(), 1 }), zero = torch::zeros({ steps.numel(), 1 });
    results["output.sqrtab"] = schedule.addNoise(one, zero, steps).flatten();
    results["output.sqrtmab"] = schedule.addNoise(zero, one, steps).flatten();
    results["output.time_input"] = steps.to(at::kFloat) / config.nT;
}

} // namespace

Result<NamedTensors> runGoldenEdm(const Path& folder, const Golden& golden)
{
    MINAMO_TRY(const auto model, prepared(folder));
    const GoldenInputs inputs(golden, *model.network);
    MINAMO_TRY(const auto x, inputs.image("input.x"));
    MINAMO_TRY(const auto sigma, inputs.timesteps("input.sigma", x.size(0)));
    MINAMO_TRY(const at::Tensor labels, inputs.classLabels("input.class_labels", x.size(0)));
    if (!(sigma > 0).all().item<bool>())
        return golden.bad("input.sigma");
    NamedTensors results;
    TapRequest taps = golden.taps("tap.", results);
    results["output.denoised"] = model.network->forward(x, sigma, { labels, {} }, taps);
    if (const auto raw = results.find("tap.model"); raw != results.end())
        results["output.raw_F"] = raw->second;
    return results;
}

Result<NamedTensors> runGoldenDdae(const Path& folder, const Golden& golden)
{
    MINAMO_TRY(const auto model, prepared(folder));
    MINAMO_TRY(const auto config, DdaeConfig::fromJson(model.folder.config));
    const GoldenInputs inputs(golden, *model.network);
    MINAMO_TRY(const auto image, inputs.image("input.image"));
    MINAMO_TRY(const auto noise, inputs.image("input.noise"));
    MINAMO_TRY(const auto steps, inputs.steps("input.t_index", image.size(0), model.schedule));
    if (noise.sizes() != image.sizes())
        return golden.bad("input.noise");
    NamedTensors results;
    TapRequest taps = golden.taps("tap.", results);
    const at::Tensor noisy = model.schedule.addNoise(2 * image - 1, noise, steps);
    results["output.x_noised"] = noisy;
    results[config.edm ? "output.denoised" : "output.network"]
        = model.network->forward(noisy, model.schedule.told(steps), {}, taps);
    addFeatures(results);
    addSchedule(config, model.schedule, steps, results);
    return results;
}

} // namespace minamo
