#pragma once
#include "base/Result.h"

#include <string>
#include <vector>

namespace minamo {

/// Settings of an AutoencoderTiny (TAESD), as in a diffusers config.json. Absent keys take the defaults of
/// the class.
struct AutoencoderTinyConfig {
    int inChannels = 3, outChannels = 3, latentChannels = 4;
    std::string actFn = "relu";
    std::vector<int> encoderChannels { 64, 64, 64, 64 }, decoderChannels { 64, 64, 64, 64 }; ///< all equal
    std::vector<int> encoderBlocks { 1, 3, 3, 3 }, decoderBlocks { 3, 3, 3, 1 };
    int latentMagnitude = 3;
    double latentShift = 0.5;
    double scalingFactor = 1, shiftFactor = 0;

    int downscale() const { return 1 << (encoderBlocks.size() - 1); }

    /// Errors: "model.unsupported-value", ".unsupported-key", ".bad-config", each {key, value}.
    static Result<AutoencoderTinyConfig> fromJson(const Json& config);
};

} // namespace minamo
