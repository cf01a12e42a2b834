#pragma once
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// What follows each resnet of a block.
struct UNetMixing {
    enum class Kind { none, attention, transformer } kind = Kind::none;
    int heads = 1, headDim = 0;
    int groups = 32; ///< of its GroupNorm; 0 = it has none
    double eps = 1e-5; ///< of its GroupNorm
    double rescale = 1; ///< attention: its sum is divided by this
    int depth = 1; ///< transformer: blocks one behind the other
    int contextWidth = 0; ///< transformer: of the text encoder's hidden states
    double tokenEps = 1e-5; ///< transformer: of its LayerNorms
    bool linearProjection = false; ///< transformer: no 1x1 convolutions around it
    bool onlyCross = false; ///< transformer: its first attention looks at the context too

    bool isThere() const { return kind != Kind::none; }
};

/// One block on the way down or up.
struct UNetBlockPlan {
    enum class Sampler { none, conv, resnet };
    std::vector<int> inChannels; ///< of each resnet (with the skip, on the way up)
    int channels = 0;
    UNetMixing mixing;
    Sampler sampler = Sampler::none; ///< what changes the size behind the resnets
    int downsamplePadding = 1;
};

struct UNetMidPlan {
    int channels = 0;
    int resnets = 2; ///< 1 or 2; the mixing is between them
    UNetMixing mixing;
    double scale = 1; ///< sums of its resnets are divided by this
};

/// A U-Net of diffusers as its config, of whichever class, resolves: both the drawing and the network are
/// made from it.
struct UNetPlan {
    std::optional<int> sampleHeight, sampleWidth; ///< px (of the latent, if it works on one)
    int inChannels = 3, outChannels = 3;
    int convInKernel = 3, convOutKernel = 3;
    bool centerInputSample = false;

    std::string timeEmbeddingType = "positional"; ///< "positional", "fourier", "learned"
    int timeSize = 0; ///< of the projection of a timestep ("fourier": half of it)
    int timeWidth = 0; ///< of the embedding
    bool flipSinToCos = true;
    int freqShift = 0;
    std::optional<int> timestepRows; ///< "learned": rows of the table
    std::string classEmbedType; ///< "" (a table, if numClassEmbeds), "timestep", "identity"
    std::optional<int> numClassEmbeds;
    bool hasClassEmbedding() const { return !classEmbedType.empty() || numClassEmbeds.has_value(); }

    int normNumGroups = 32;
    double normEps = 1e-5, dropout = 0;
    bool scaleShift = false;
    std::string actFn = "silu"; ///< in the resnets
    std::string outerActFn = "silu"; ///< in the embedding of the timestep and before conv_out
    std::vector<UNetBlockPlan> down, up;
    std::optional<UNetMidPlan> mid;

    int contextWidth() const; ///< of the text encoder's hidden states; 0 if no block looks at any
    int midHeads() const { return mid && mid->mixing.isThere() ? mid->mixing.heads : 0; }
    std::vector<std::string> blockTaps() const;
    /// Outputs of conv_in and of every resnet, attention and block, in network order.
    std::vector<std::string> knownTaps() const;
    /// Block outputs and every layer of the decoder, as DDAE counts them.
    std::vector<std::string> allTaps() const;
};

/// Channels and samplers on both ways, without mixings: block i has widths[i] channels and layers[i] resnets
/// down, one more on the way up; every output down, and conv_in's, is joined to one resnet's input on the way
/// up.
void addUNetBlocks(UNetPlan& plan, const std::vector<int>& widths, const std::vector<int>& layers);

} // namespace minamo
