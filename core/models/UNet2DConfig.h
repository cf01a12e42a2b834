#pragma once
#include "base/Result.h"
#include "models/UNetPlan.h"

#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// Settings of a UNet2DModel, as in a diffusers config.json. A key that is absent takes the default of the
/// class; null is something else where the table says "or null".
struct UNet2DConfig {
    std::optional<int> sampleHeight, sampleWidth; ///< sample_size: a number, [height, width] or null
    int inChannels = 3, outChannels = 3;
    bool centerInputSample = false;
    std::string timeEmbeddingType = "positional"; ///< "positional", "fourier", "learned"
    std::optional<int> timeEmbeddingDim; ///< null: 4 x the first width
    int freqShift = 0;
    bool flipSinToCos = true;
    std::vector<std::string> downBlockTypes { "DownBlock2D", "AttnDownBlock2D", "AttnDownBlock2D",
        "AttnDownBlock2D" };
    bool midBlock = true; ///< mid_block_type null: none
    std::vector<std::string> upBlockTypes { "AttnUpBlock2D", "AttnUpBlock2D", "AttnUpBlock2D", "UpBlock2D" };
    std::vector<int> blockOutChannels { 224, 448, 672, 896 };
    int layersPerBlock = 2;
    double midBlockScaleFactor = 1;
    int downsamplePadding = 1;
    std::string downsampleType = "conv",
                upsampleType = "conv"; ///< "conv", "resnet"; used by attention blocks only
    double dropout = 0;
    std::string actFn = "silu"; ///< "silu", "swish", "mish", "gelu", "relu"
    std::optional<int> attentionHeadDim = 8; ///< null: one head as wide as the block
    bool attentionHeadDimAbsent = false; ///< the key was missing: worth a warning (8 by class default)
    int normNumGroups = 32;
    std::optional<int> attnNormNumGroups; ///< null: normNumGroups, or no norm with "scale_shift"
    double normEps = 1e-5;
    std::string resnetTimeScaleShift = "default"; ///< "default", "scale_shift"
    bool addAttention = true;
    std::string classEmbedType; ///< "" (null), "timestep", "identity"
    std::optional<int> numClassEmbeds;
    std::optional<int> numTrainTimesteps; ///< rows of the table for "learned"

    int timeEmbedDim() const { return timeEmbeddingDim.value_or(blockOutChannels.front() * 4); }

    /// Errors: "model.unknown-block", ".unsupported-value", ".unsupported-key", ".bad-config", each {key,
    /// value}.
    static Result<UNet2DConfig> fromJson(const Json& config);
    Json toJson() const; ///< every key, with _class_name: what diffusers writes
    UNetPlan plan() const;
};

} // namespace minamo
