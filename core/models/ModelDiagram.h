#pragma once
#include "base/Result.h"

#include <string>
#include <vector>

namespace minamo {

enum class ModelPart { input, down, mid, up, output };
enum class LayerKind {
    convolution,
    resnet,
    attention,
    downsample,
    upsample,
    transformer,
    feedForward,
    projection,
    resnetWithAttention
};

/// One layer of a network, in the order it computes.
struct ModelLayer {
    LayerKind kind = LayerKind::resnet;
    ModelPart part = ModelPart::down;
    int block = 0; ///< number of its block inside the part
    int index = 0; ///< number among the layers of its kind inside the block
    int level = 0; ///< 0 = finest; of its output
    std::string module; ///< where its weights are: "up_blocks.1.resnets.0"
    std::string tap; ///< name under which its output can be asked for; "" if only as its block's
    std::string blockTap; ///< name of the block that ends here: its output is the block's; "" if none does
    int inChannels = 0, channels = 0; ///< a joined skip counts as input
    int height = 0, width = 0; ///< px or tokens of the output; 0 if the config names no size
    int heads = 0; ///< of an attention
    int skip = -1; ///< layer whose output is joined to the input; -1 = none

    const std::string& anyTap() const { return blockTap.empty() ? tap : blockTap; }
};

/// What a network looks like, from its config alone: no weights, no LibTorch.
struct ModelDiagram {
    std::string className; ///< "UNet2DModel"
    int levels = 1; ///< different resolutions
    bool isColumn = false; ///< blocks of one resolution one after the other, not a U
    std::vector<ModelLayer> layers;

    std::vector<std::string> taps() const; ///< all names that may be asked for, in network order
    int find(const std::string& tap) const; ///< layer that gives this tap; -1 if none
};

/// height, width: of the photos, px, where the config names no size (0 = unknown). Errors:
/// "model.unknown-class" {class, known}; those of UNet2DConfig::fromJson.
Result<ModelDiagram> modelDiagram(const Json& config, int height = 0, int width = 0);

} // namespace minamo
