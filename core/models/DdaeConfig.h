#pragma once
#include "base/Result.h"

#include <string>
#include <vector>

namespace minamo {

/// Settings of a U-Net of DDAE (Xiang et al. 2023), for DDPM or with EDM's preconditioning. config.json is
/// written by packaging/convert/edm_to_safetensors.py ("format": "ddae"): `network` and `diffusion` as in
/// DDAE's YAML files.
struct DdaeConfig {
    bool edm = false; ///< model_type "EDM": told noise levels, gives the clean photo; "DDPM": epsilon
    int channels = 3, size = 32; ///< image_shape; px
    int nChannels = 128, nBlocks = 2;
    std::vector<int> chMults { 1, 2, 2, 2 };
    std::vector<bool> isAttn { false, true, false, false };
    double dropout = 0.1; ///< of training
    bool useResForUpdown = false;
    int augmentDim = 0;
    int numGroups = 32, finalNumGroups = 8;
    // DDPM
    int nT = 1000;
    std::vector<double> betas { 0.0001, 0.02 };
    // EDM
    double sigmaData = 0.5, sigmaMin = 0.002, sigmaMax = 80, rho = 7;
    int steps = 18; ///< timestep t in 1 .. steps is the t-th level from the clean end

    int levels() const { return static_cast<int>(chMults.size()); }

    /// Errors: "model.unsupported-value", ".unsupported-key", ".bad-config", each {key, value}.
    static Result<DdaeConfig> fromJson(const Json& config);
    Json toJson() const;
    /// Its schedule in the words of scheduler_config.json, with DDAE's numbers of timesteps: t = 0 is a photo
    /// without noise (DDPM), or the same as 1 (EDM).
    Json schedule() const;
};

} // namespace minamo
