#pragma once
#include "base/Result.h"

#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// Settings of an AutoencoderKL, as in a diffusers config.json. Absent keys take the defaults of the class.
struct AutoencoderKLConfig {
    int inChannels = 3, outChannels = 3;
    std::vector<std::string> downBlockTypes { "DownEncoderBlock2D" }, upBlockTypes { "UpDecoderBlock2D" };
    std::vector<int> blockOutChannels { 64 };
    int layersPerBlock = 1; ///< in the encoder; the decoder has one more
    std::string actFn = "silu"; ///< in the resnets
    int latentChannels = 4;
    int normNumGroups = 32;
    double normEps = 1e-6; ///< of every norm; no key of the config changes it
    std::optional<int> sampleHeight = 32, sampleWidth = 32; ///< px; the first is the side of a tile
    double scalingFactor = 0.18215;
    double shiftFactor = 0; ///< null: 0
    std::vector<double> latentsMean, latentsStd; ///< per channel; empty where the config says null
    bool useQuantConv = true, usePostQuantConv = true, midBlockAddAttention = true;

    int downscale() const { return 1 << (blockOutChannels.size() - 1); }
    int tileSize() const { return sampleHeight.value_or(512); }

    /// Errors: "model.unknown-block", ".unsupported-value", ".unsupported-key", ".bad-config", each {key,
    /// value}.
    static Result<AutoencoderKLConfig> fromJson(const Json& config);
};

} // namespace minamo
