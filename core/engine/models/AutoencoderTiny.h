#pragma once
#include "engine/models/Autoencoder.h"
#include "models/AutoencoderTinyConfig.h"

namespace minamo {

class TinyEncoder;
class TinyDecoder;

/// diffusers' AutoencoderTiny (TAESD): a small autoencoder for the latents of a large one, without its
/// factor.
class AutoencoderTiny : public Autoencoder {
public:
    AutoencoderTiny(const AutoencoderTinyConfig& config, AutoencoderParts parts);

    std::string className() const override { return "AutoencoderTiny"; }
    int inChannels() const override { return m_config.inChannels; }
    int latentChannels() const override { return m_config.latentChannels; }
    int downscale() const override { return m_config.downscale(); }
    using Autoencoder::encode;
    at::Tensor encode(const at::Tensor& image, TapRequest& taps) override;
    at::Tensor decode(const at::Tensor& latent) override;

    /// Taps: "encoder" and "encoder.layers.N", "decoder.layers.N". Neither shifted nor scaled.
    at::Tensor encodeRaw(const at::Tensor& image, TapRequest& taps);
    at::Tensor decodeRaw(const at::Tensor& latent, TapRequest& taps);
    /// Latents as pictures are kept, in 0..1 (clipped), and back.
    at::Tensor toUnit(const at::Tensor& latent) const;
    at::Tensor fromUnit(const at::Tensor& unit) const;

private:
    AutoencoderTinyConfig m_config;
    std::shared_ptr<TinyEncoder> m_encoder;
    std::shared_ptr<TinyDecoder> m_decoder;
};

} // namespace minamo
