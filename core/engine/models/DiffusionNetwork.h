#pragma once
#include "base/Result.h"
#include "engine/models/Taps.h"

#include <torch/nn/module.h>

namespace minamo {

/// What a network is told besides the noisy picture and the timestep. Undefined = nothing; a batch of one
/// stands for all photos.
struct Conditioning {
    at::Tensor classLabels; ///< int64 [B]; floats [B, D] where the architecture takes them ready-made
    at::Tensor context; ///< hidden states of a text encoder, [B, tokens, contextWidth()]
    at::Tensor augmentation {}; ///< float [B, D]: how the picture was augmented, where that was learned
};

/// A network that predicts the noise (or what its schedule says) in x_t. One class per architecture; its
/// registered names are diffusers' state-dict keys, so named_parameters() lists what a weight file must hold.
class DiffusionNetwork : public torch::nn::Module {
public:
    /// Class of the architecture in diffusers' words: "UNet2DModel".
    virtual std::string className() const = 0;
    /// Everything diffusers needs to build it again (config.json).
    virtual Json configJson() const = 0;

    /// sample [B,C,H,W] in [-1, 1] plus noise; timesteps [B] or [1], int64 or float (noise levels for
    /// "fourier"). Returns the prediction [B,C,H,W]; after an early exit (see TapRequest) an undefined
    /// tensor.
    virtual at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps,
        const Conditioning& conditioning, TapRequest& taps)
        = 0;
    at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps)
    {
        TapRequest none;
        return forward(sample, timesteps, {}, none);
    }

    /// Side of the images it was made for, px; 0 if the config does not say; -1 if they are not square.
    virtual int sampleSize() const = 0;
    virtual int inChannels() const = 0;
    /// Sides must be multiples of this.
    virtual int sizeStep() const = 0;
    /// It takes pictures of this size, px.
    virtual bool fits(std::int64_t height, std::int64_t width) const;
    /// A class label is needed besides the photo.
    virtual bool needsClassLabels() const { return false; }
    /// These labels can be used for a batch of this many photos.
    virtual bool acceptsLabels(const at::Tensor&, std::int64_t /*batch*/) const { return false; }
    /// Width of the text encoder's hidden states it needs; 0 = it takes none.
    virtual int contextWidth() const { return 0; }
    /// What it is told where nobody knows a class: the null class of training, or nothing.
    virtual Conditioning neutral() const { return {}; }
    /// Timesteps that it holds a row for; 0 = it computes any.
    virtual int timestepRows() const { return 0; }
    /// Its time is a noise level sigma, not a step.
    virtual bool takesNoiseLevels() const { return false; }
    /// Heads of the attention in the middle; 0 if there is none.
    virtual int midAttentionHeads() const { return 0; }
    /// Called once after its weights came from files: parameters that are stored several times may be joined.
    virtual void weightsLoaded() { }
    /// What a user should know about the config: "model.head-dim-absent" ...
    virtual std::vector<Error> warnings() const { return {}; }
    /// Block outputs in network order. A tap's value is [B,C,H,W], or [B,N,C] for tokens.
    virtual std::vector<std::string> blockTaps() const = 0;
    /// Block outputs and every output of the decoder's resnets and attentions (as DDAE counts its layers).
    virtual std::vector<std::string> allTaps() const = 0;
    /// Everything that may be asked for by name, in network order.
    virtual std::vector<std::string> knownTaps() const = 0;

    /// Parameters by key, sorted by key.
    std::map<std::string, at::Tensor> parametersByKey() const;
    std::int64_t parameterCount() const;
    /// Where its weights are and of which kind.
    at::Device device() const { return parameters().front().device(); }
    at::ScalarType dtype() const { return parameters().front().scalar_type(); }
    /// Evaluation mode on this device in this type, in the memory layout that is fastest there.
    void prepareForInference(const at::Device& device, at::ScalarType type);
};

/// neutral() with a context of one token of zeros where one is needed, on the network's device: enough to see
/// shapes and which parameters a tap depends on.
Conditioning blankConditioning(const DiffusionNetwork& network);

/// These are numbers of rows of a table.
bool areRows(const at::Tensor& numbers, std::int64_t rows);

} // namespace minamo
