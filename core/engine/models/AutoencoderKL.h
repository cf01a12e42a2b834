#pragma once
#include "engine/models/Autoencoder.h"
#include "models/AutoencoderKLConfig.h"

namespace minamo {

class Conv2d;
class KLEncoder;
class KLDecoder;

/// diffusers' AutoencoderKL, the autoencoder of Stable Diffusion and DiT. Photos whose side is above 768 px
/// go through it in overlapping squares of the config's sample_size.
class AutoencoderKL : public Autoencoder {
public:
    AutoencoderKL(const AutoencoderKLConfig& config, AutoencoderParts parts);

    std::string className() const override { return "AutoencoderKL"; }
    int inChannels() const override { return m_config.inChannels; }
    int latentChannels() const override { return m_config.latentChannels; }
    int downscale() const override { return m_config.downscale(); }
    using Autoencoder::encode;
    at::Tensor encode(const at::Tensor& image, TapRequest& taps) override;
    at::Tensor decode(const at::Tensor& latent) override;
    const AutoencoderKLConfig& config() const { return m_config; }

    /// The normal distribution an image [B,3,H,W] may lie at, each [B,latentChannels,h,w]; logvar in -30..20.
    struct Moments {
        at::Tensor mean, logvar;
    };
    /// Taps: "encoder", "quant_conv" and diffusers' module paths inside the encoder; none of a large image.
    Moments moments(const at::Tensor& image, TapRequest& taps);
    /// The image of a latent that is neither shifted nor scaled. Taps as for moments().
    at::Tensor decodeMean(const at::Tensor& mean, TapRequest& taps);
    /// (mean - shift_factor) scaling_factor, or (mean - latents_mean) scaling_factor / latents_std.
    at::Tensor scaled(const at::Tensor& mean) const;

    /// Sides above this are cut into squares of this, px. For tests.
    void setTiling(std::int64_t above, std::int64_t tile);

private:
    at::Tensor encodeRaw(const at::Tensor& image, TapRequest& taps);
    at::Tensor decodeRaw(const at::Tensor& mean, TapRequest& taps);
    at::Tensor unscaled(const at::Tensor& latent) const;
    at::Tensor perChannel(const std::vector<double>& values, const at::Tensor& like) const;

    AutoencoderKLConfig m_config;
    std::shared_ptr<KLEncoder> m_encoder;
    std::shared_ptr<KLDecoder> m_decoder;
    std::shared_ptr<Conv2d> m_quantConv, m_postQuantConv;
    std::int64_t m_tileAbove = 768, m_tile;
};

} // namespace minamo
