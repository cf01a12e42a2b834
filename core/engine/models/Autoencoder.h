#pragma once
#include "base/Result.h"
#include "engine/models/Taps.h"
#include "models/ModelFolder.h"

#include <torch/nn/module.h>

namespace minamo {

/// What of an autoencoder is wanted: features need its encoder alone.
enum class AutoencoderParts { encoder, both };

/// The way from photos to the latents a diffusion network was trained on, and back. One class per
/// architecture; its registered names are diffusers' state-dict keys.
class Autoencoder : public torch::nn::Module {
public:
    /// Class in diffusers' words: "AutoencoderKL".
    virtual std::string className() const = 0;
    virtual int inChannels() const = 0;
    virtual int latentChannels() const = 0;
    /// px of a photo on each side of one place of a latent.
    virtual int downscale() const = 0;

    /// image [B,C,H,W] in [-1, 1], sides multiples of downscale() -> latent [B,latentChannels,H/f,W/f]: the
    /// mean of what it might be, not a sample of it, shifted and scaled as pipelines do; fp32. A request that
    /// finishes (TapRequest::stopWhen) leaves the result without meaning.
    virtual at::Tensor encode(const at::Tensor& image, TapRequest& taps) = 0;
    at::Tensor encode(const at::Tensor& image)
    {
        TapRequest none;
        return encode(image, none);
    }
    /// The opposite: such a latent as image, in about [-1, 1]; not clipped; fp32. Needs
    /// AutoencoderParts::both.
    virtual at::Tensor decode(const at::Tensor& latent) = 0;

    bool decodes() const { return m_parts == AutoencoderParts::both; }
    at::Device device() const { return parameters().front().device(); }
    at::ScalarType dtype() const { return parameters().front().scalar_type(); }

protected:
    explicit Autoencoder(AutoencoderParts parts) : m_parts(parts) { }
    /// `x` in the type of the weights, in the memory layout that is fastest.
    at::Tensor prepared(const at::Tensor& x) const;

private:
    AutoencoderParts m_parts;
};

/// Builds the autoencoder a config.json describes, by its _class_name (Autoencoders.def). Errors:
/// "model.unknown-class" {class, known}; those of the config; "device.out-of-memory".
Result<std::shared_ptr<Autoencoder>> makeAutoencoder(const Json& config, AutoencoderParts parts);

/// With its weights, on the CPU in fp32. Errors: those of makeAutoencoder and loadWeights.
Result<std::shared_ptr<Autoencoder>> loadAutoencoder(const ModelComponent& component, AutoencoderParts parts);

} // namespace minamo
