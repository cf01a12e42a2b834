#pragma once
#include "base/Result.h"
#include "models/UNetPlan.h"

namespace minamo {

/// Settings of a UNet2DConditionModel (Stable Diffusion), as in a diffusers config.json. A key that is absent
/// takes the default of the class. Settings per block hold one value for each block, finest first.
struct UNet2DConditionConfig {
    std::optional<int> sampleHeight, sampleWidth; ///< of the latent; a number, [height, width] or null
    int inChannels = 4, outChannels = 4;
    bool centerInputSample = false;
    bool flipSinToCos = true;
    int freqShift = 0;
    std::optional<int> timeEmbeddingDim; ///< null: 4 x the first width
    std::vector<std::string> downBlockTypes { "CrossAttnDownBlock2D", "CrossAttnDownBlock2D",
        "CrossAttnDownBlock2D", "DownBlock2D" };
    std::string midBlockType = "UNetMidBlock2DCrossAttn"; ///< or "UNetMidBlock2D", "" (null)
    std::vector<std::string> upBlockTypes { "UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D",
        "CrossAttnUpBlock2D" };
    std::vector<int> blockOutChannels { 320, 640, 1280, 1280 };
    std::vector<int> layersPerBlock { 2 };
    int downsamplePadding = 1;
    double midBlockScaleFactor = 1;
    double dropout = 0;
    std::string actFn = "silu"; ///< "silu", "swish", "mish", "gelu", "relu"
    int normNumGroups = 32;
    double normEps = 1e-5;
    std::vector<int> attentionHeads { 8 }; ///< attention_head_dim: in this class the *number* of heads
    std::vector<int> crossAttentionDim { 1280 };
    std::vector<int> transformerLayers { 1 };
    std::vector<int>
        reverseTransformerLayers; ///< of the up blocks, in their order; empty: the same, reversed
    std::vector<bool> onlyCrossAttention { false };
    bool useLinearProjection = false;
    bool upcastAttention = false; ///< has no effect, as in diffusers with PyTorch's own attention
    std::string resnetTimeScaleShift = "default"; ///< "default", "scale_shift"
    std::string classEmbedType; ///< "" (null), "timestep", "identity"
    std::optional<int> numClassEmbeds;
    int convInKernel = 3, convOutKernel = 3; ///< odd

    /// Errors: "model.unknown-block", ".unsupported-value", ".unsupported-key", ".bad-config", each {key,
    /// value}; a list of another length than down_block_types is a bad config.
    static Result<UNet2DConditionConfig> fromJson(const Json& config);
    Json toJson() const; ///< every key that is understood, with _class_name
    UNetPlan plan() const;
};

} // namespace minamo
