#pragma once
#include "models/DdaeConfig.h"
#include "models/EdmConfig.h"
#include "models/ModelDiagram.h"

namespace minamo {

/// One layer of a U-Net whose layers are named one by one (EDM, DDAE), in the order they compute.
struct FlatLayer {
    enum class Kind {
        convolution, ///< 3x3
        block, ///< residual block, with or without attention
        attention, ///< alone
        down, ///< to half the side: a residual block that does it, or a convolution
        up,
        auxDown, ///< the rest: Song's second path beside the blocks
        auxSkip,
        auxResidual,
        auxUp,
        auxNorm,
        auxConv
    };
    Kind kind = Kind::block;
    ModelPart part = ModelPart::down;
    std::string module; ///< where its weights are: "model.enc.8x8_block0"
    std::string tap; ///< name of its output; "" if it cannot be asked for
    int level = 0; ///< 0 = finest; of its output
    int inChannels = 0, channels = 0; ///< a joined skip counts as input
    bool attends = false;
    bool resamplesInBlock = false; ///< down, up
    int skip = -1; ///< layer whose output is joined to the input

    bool isAux() const { return kind >= Kind::auxDown; }
};

/// Both the network and its drawing are made from this.
struct FlatUNetPlan {
    std::vector<FlatLayer> layers;

    std::vector<std::string> knownTaps() const;
    /// The last layer of each level on the way down and up, and of the middle.
    std::vector<std::string> blockTaps() const;
    /// Block outputs, and every layer of the decoder, as DDAE counts them.
    std::vector<std::string> allTaps() const;
};

FlatUNetPlan planOf(const EdmConfig& config);
FlatUNetPlan planOf(const DdaeConfig& config);

/// size: px of the pictures' side.
ModelDiagram diagramOfFlatUNet(const std::string& className, const FlatUNetPlan& plan, int size, int levels);

} // namespace minamo
