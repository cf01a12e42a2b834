#pragma once
#include "ExtractFixture.h"

namespace minamo {

/// A pipeline of the autoencoder of golden D_autoencoder/1_kl_sd (4 px on each side of a place) and a small
/// U-Net with random weights over its latents; for photos of `side` px.
inline void writeLatentModel(const Path& folder, int side = fixtureSide, int channels = 4)
{
    namespace fs = std::filesystem;
    writeTinyModel(
        folder, { { "sample_size", side / 4 }, { "in_channels", channels }, { "out_channels", channels } });
    fs::create_directories(folder / "vae");
    for (const char* file : { "config.json", "diffusion_pytorch_model.safetensors" })
        fs::copy_file(goldenFolder() / "D_autoencoder/1_kl_sd" / file, folder / "vae" / file);
    Json index = readJson(folder / "model_index.json").value();
    index["vae"] = { "diffusers", "AutoencoderKL" };
    if (!writeJson(folder / "model_index.json", index))
        qFatal("cannot write");
}

} // namespace minamo
