#pragma once
#include "engine/models/Taps.h"

#include <torch/nn/module.h>

namespace minamo {

/// A network that predicts the noise (or what its schedule says) in x_t. One class per architecture; its
/// registered names are diffusers' state-dict keys, so named_parameters() lists what a weight file must hold.
class DiffusionNetwork : public torch::nn::Module {
public:
    /// Class of the architecture in diffusers' words: "UNet2DModel".
    virtual std::string className() const = 0;
    /// Everything diffusers needs to build it again (config.json).
    virtual Json configJson() const = 0;

    /// sample [B,C,H,W] in [-1, 1] plus noise; timesteps [B] or [1], int64 or float (noise levels for
    /// "fourier"); classLabels as the architecture wants them, or undefined. Returns the prediction
    /// [B,C,H,W]; after an early exit (see TapRequest) an undefined tensor.
    virtual at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps,
        const at::Tensor& classLabels, TapRequest& taps)
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
    /// A class label is needed besides the photo.
    virtual bool needsClassLabels() const = 0;
    /// Block outputs in network order.
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

} // namespace minamo
