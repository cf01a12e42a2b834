#pragma once
#include "base/Result.h"

#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// Settings of a network of Karras et al. 2022 (NVlabs/edm): a U-Net of Song et al. (DDPM++, NCSN++) or of
/// Dhariwal & Nichol (ADM) inside a preconditioning. config.json is written by
/// packaging/convert/edm_to_safetensors.py ("format": "edm"); its keys are the arguments of NVlabs' classes,
/// with their defaults.
struct EdmConfig {
    std::string precond = "EDMPrecond"; ///< "EDMPrecond", "VPPrecond", "VEPrecond"
    std::string modelType = "SongUNet"; ///< "SongUNet", "DhariwalUNet"
    int imgResolution = 32, imgChannels = 3; ///< px of a side
    int labelDim = 0; ///< classes; 0 = told none
    int augmentDim = 0; ///< numbers that tell how a training picture was augmented; 0 = none
    int modelChannels = 128, channelMultEmb = 4, channelMultNoise = 1, numBlocks = 4;
    std::vector<int> channelMult { 1, 2, 2, 2 }, attnResolutions { 16 };
    double dropout = 0.1; ///< of training
    std::string embeddingType = "positional"; ///< Song: "positional", "fourier"
    std::string encoderType = "standard", decoderType = "standard"; ///< Song: "skip"; encoder: "residual"
    std::vector<double> resampleFilter { 1, 1 }; ///< Song; NCSN++: 1, 3, 3, 1
    int channelsPerHead = 64; ///< Dhariwal; Song has one head
    double sigmaData = 0.5;
    double sigmaMin = 0.002, sigmaMax = 80, rho = 7; ///< of the noise levels offered as timesteps
    int steps = 1000; ///< how many

    bool isSong() const { return modelType == "SongUNet"; }
    int levels() const { return static_cast<int>(channelMult.size()); }
    bool attendsAt(int resolution) const;

    /// Errors: "model.unsupported-value", ".unsupported-key", ".bad-config", each {key, value}.
    static Result<EdmConfig> fromJson(const Json& config);
    Json toJson() const;
};

/// The timesteps of a network that is told noise levels, in the words of scheduler_config.json: level i of
/// `levels` is timestep i.
Json noiseLevelSchedule(const std::vector<double>& levels);

} // namespace minamo
