#include "engine/diffusion/Verifiers.h"
#include "engine/models/AutoencoderKL.h"
#include "engine/models/AutoencoderTiny.h"
#include "engine/models/InferenceMemory.h"

#include <torch/types.h>

namespace minamo {
namespace {

Result<NamedTensors> runKL(AutoencoderKL& vae, const at::Tensor& image, const Golden& golden)
{
    NamedTensors results;
    TapRequest taps = golden.taps("tap.", results);
    const auto [mean, logvar] = vae.moments(image, taps);
    MINAMO_TRY(const auto noise, golden.input("input.noise", DType::f32, 4));
    if (noise.sizes() != mean.sizes())
        return golden.bad("input.noise");
    const auto& config = vae.config();
    const at::Tensor deviation = at::exp(0.5 * logvar);
    results["output.mean"] = mean;
    results["output.logvar"] = logvar;
    results["output.std"] = deviation;
    results["output.sample_latent_raw"] = mean + deviation * noise;
    results["output.latent"] = (mean - config.shiftFactor) * config.scalingFactor;
    results["output.latent_mean_std"] = vae.scaled(mean);
    results["output.decoded"] = vae.decodeMean(mean, taps);
    return results;
}

Result<NamedTensors> runTiny(AutoencoderTiny& vae, const at::Tensor& image, const Golden& golden)
{
    NamedTensors results;
    TapRequest taps = golden.taps("tap.", results);
    const at::Tensor latent = vae.encodeRaw(image, taps);
    results["output.latent"] = latent;
    results["output.scaled_0_1"] = vae.toUnit(latent);
    results["output.unscaled"] = vae.fromUnit(vae.toUnit(latent));
    results["output.decoded"] = vae.decodeRaw(latent, taps);
    return results;
}

} // namespace

Result<NamedTensors> runGoldenAutoencoder(const Path& folder, const Golden& golden)
{
    MINAMO_TRY(const auto component, openComponent(folder));
    MINAMO_TRY(const auto vae, loadAutoencoder(component, AutoencoderParts::both));
    prepareModule(*vae, at::kCPU, at::kFloat);
    MINAMO_TRY(const auto image, golden.input("input.image", DType::f32, 4));
    if (image.size(1) != vae->inChannels() || image.size(2) % vae->downscale() != 0
        || image.size(3) % vae->downscale() != 0)
        return golden.bad("input.image");
    if (const auto kl = std::dynamic_pointer_cast<AutoencoderKL>(vae))
        return runKL(*kl, 2 * image - 1, golden);
    return runTiny(*std::dynamic_pointer_cast<AutoencoderTiny>(vae), 2 * image - 1, golden);
}

} // namespace minamo
