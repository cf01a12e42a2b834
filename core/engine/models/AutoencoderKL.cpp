#include "engine/models/AutoencoderKL.h"

#include "base/Assert.h"
#include "engine/models/TiledPass.h"
#include "engine/models/UNet2DBlocks.h"

namespace minamo {
namespace {

ResnetSettings resnetSettings(const AutoencoderKLConfig& config)
{
    ResnetSettings settings;
    settings.groups = config.normNumGroups;
    settings.eps = config.normEps;
    settings.activation = activationFromName(config.actFn);
    return settings;
}

UNetMidPlan midPlan(const AutoencoderKLConfig& config)
{
    UNetMidPlan plan;
    plan.channels = config.blockOutChannels.back();
    if (config.midBlockAddAttention) {
        plan.mixing.kind = UNetMixing::Kind::attention;
        plan.mixing.headDim = plan.channels;
        plan.mixing.groups = config.normNumGroups;
        plan.mixing.eps = config.normEps;
    }
    return plan;
}

UNetBlockPlan blockPlan(int inChannels, int channels, int layers, bool resamples)
{
    UNetBlockPlan plan;
    plan.channels = channels;
    plan.inChannels.assign(static_cast<std::size_t>(layers), channels);
    plan.inChannels.front() = inChannels;
    plan.sampler = resamples ? UNetBlockPlan::Sampler::conv : UNetBlockPlan::Sampler::none;
    plan.downsamplePadding = 0;
    return plan;
}

/// DownEncoderBlock2D or UpDecoderBlock2D: resnets, then half or twice the size.
class CodecBlock2D : public LayeredBlock2D {
public:
    CodecBlock2D(
        std::string tap, const UNetBlockPlan& plan, const ResnetSettings& settings, Resample direction) :
        LayeredBlock2D(std::move(tap), plan, settings, direction)
    {
    }
    at::Tensor forward(at::Tensor x, TapRequest& taps)
    {
        for (std::size_t i = 0; i < layers() && !taps.finished(); ++i)
            x = layer(i, x, {}, taps);
        if (m_downsampler)
            x = m_downsampler->forward(x);
        if (m_upsampler)
            x = m_upsampler->forward(x);
        taps.give(tap(), x);
        return x;
    }
};

/// One half: conv_in, blocks and the middle in the order of the half, norm, conv_out.
class Codec : public torch::nn::Module {
protected:
    Codec(std::string name, const AutoencoderKLConfig& config, int in, int first, int last, int out) :
        m_name(std::move(name))
    {
        m_convIn = register_module("conv_in", std::make_shared<Conv2d>(in, first, 3, 1, 1));
        m_mid = register_module("mid_block",
            std::make_shared<UNetMidBlock2D>(m_name + ".mid_block", midPlan(config), resnetSettings(config)));
        m_normOut = register_module(
            "conv_norm_out", std::make_shared<GroupNorm>(config.normNumGroups, last, config.normEps));
        m_convOut = register_module("conv_out", std::make_shared<Conv2d>(last, out, 3, 1, 1));
    }
    void addBlock(const char* list, const UNetBlockPlan& plan, const ResnetSettings& settings, Resample way)
    {
        const std::string tap = m_name + "." + list + "." + std::to_string(m_blocks.size());
        m_blocks.push_back(std::make_shared<CodecBlock2D>(tap, plan, settings, way));
    }
    void registerBlocks(const char* list)
    {
        torch::nn::ModuleList modules;
        for (const auto& block : m_blocks)
            modules->push_back(block);
        register_module(list, modules);
    }
    at::Tensor begin(const at::Tensor& x, TapRequest& taps) const
    {
        const at::Tensor h = m_convIn->forward(x);
        taps.give(m_name + ".conv_in", h);
        return h;
    }
    at::Tensor throughBlocks(at::Tensor x, TapRequest& taps) const
    {
        for (const auto& block : m_blocks)
            x = block->forward(x, taps);
        return x;
    }
    at::Tensor throughMiddle(const at::Tensor& x, TapRequest& taps) const
    {
        return m_mid->forward(x, {}, taps);
    }
    at::Tensor end(at::Tensor x, TapRequest& taps) const
    {
        const std::string norm = m_name + ".conv_norm_out";
        if (taps.wants(norm)) {
            x = m_normOut->forward(x);
            taps.give(norm, x);
            x = at::silu(x);
        } else {
            x = m_normOut->activated(x, Activation::silu);
        }
        x = m_convOut->forward(x);
        taps.give(m_name, x);
        return x;
    }

private:
    std::string m_name;
    std::shared_ptr<Conv2d> m_convIn, m_convOut;
    std::vector<std::shared_ptr<CodecBlock2D>> m_blocks;
    std::shared_ptr<UNetMidBlock2D> m_mid;
    std::shared_ptr<GroupNorm> m_normOut;
};

} // namespace

class KLEncoder : public Codec {
public:
    explicit KLEncoder(const AutoencoderKLConfig& config) :
        Codec("encoder", config, config.inChannels, config.blockOutChannels.front(),
            config.blockOutChannels.back(), 2 * config.latentChannels)
    {
        const auto& widths = config.blockOutChannels;
        for (std::size_t i = 0; i < widths.size(); ++i)
            addBlock("down_blocks",
                blockPlan(
                    widths[i == 0 ? 0 : i - 1], widths[i], config.layersPerBlock, i + 1 < widths.size()),
                resnetSettings(config), Resample::down);
        registerBlocks("down_blocks");
    }
    at::Tensor forward(const at::Tensor& image, TapRequest& taps) const
    {
        return end(throughMiddle(throughBlocks(begin(image, taps), taps), taps), taps);
    }
};

class KLDecoder : public Codec {
public:
    explicit KLDecoder(const AutoencoderKLConfig& config) :
        Codec("decoder", config, config.latentChannels, config.blockOutChannels.back(),
            config.blockOutChannels.front(), config.outChannels)
    {
        const std::vector<int> widths(config.blockOutChannels.rbegin(), config.blockOutChannels.rend());
        for (std::size_t i = 0; i < widths.size(); ++i)
            addBlock("up_blocks",
                blockPlan(
                    widths[i == 0 ? 0 : i - 1], widths[i], config.layersPerBlock + 1, i + 1 < widths.size()),
                resnetSettings(config), Resample::up);
        registerBlocks("up_blocks");
    }
    at::Tensor forward(const at::Tensor& latent, TapRequest& taps) const
    {
        return end(throughBlocks(throughMiddle(begin(latent, taps), taps), taps), taps);
    }
};

AutoencoderKL::AutoencoderKL(const AutoencoderKLConfig& config, AutoencoderParts parts) :
    Autoencoder(parts), m_config(config), m_tile(config.tileSize())
{
    const int latent = config.latentChannels;
    m_encoder = register_module("encoder", std::make_shared<KLEncoder>(config));
    if (config.useQuantConv)
        m_quantConv
            = register_module("quant_conv", std::make_shared<Conv2d>(2 * latent, 2 * latent, 1, 1, 0));
    if (!decodes())
        return;
    m_decoder = register_module("decoder", std::make_shared<KLDecoder>(config));
    if (config.usePostQuantConv)
        m_postQuantConv
            = register_module("post_quant_conv", std::make_shared<Conv2d>(latent, latent, 1, 1, 0));
}

at::Tensor AutoencoderKL::encodeRaw(const at::Tensor& image, TapRequest& taps)
{
    at::Tensor x = m_encoder->forward(prepared(image), taps);
    if (m_quantConv) {
        x = m_quantConv->forward(x);
        taps.give("quant_conv", x);
    }
    return x;
}

at::Tensor AutoencoderKL::decodeRaw(const at::Tensor& mean, TapRequest& taps)
{
    at::Tensor x = prepared(mean);
    if (m_postQuantConv) {
        x = m_postQuantConv->forward(x);
        taps.give("post_quant_conv", x);
    }
    return m_decoder->forward(x, taps);
}

AutoencoderKL::Moments AutoencoderKL::moments(const at::Tensor& image, TapRequest& taps)
{
    at::Tensor x;
    if (std::max(image.size(2), image.size(3)) > m_tileAbove) {
        const std::int64_t latent = m_tile / downscale(), blend = latent / 4;
        x = tiledPass(image, { m_tile, m_tile * 3 / 4, blend, latent - blend }, [&](const at::Tensor& tile) {
            TapRequest none;
            return encodeRaw(tile, none);
        });
    } else {
        x = encodeRaw(image, taps);
    }
    const auto parts = x.to(at::kFloat).chunk(2, 1);
    return { parts[0], parts[1].clamp(-30, 20) };
}

at::Tensor AutoencoderKL::decodeMean(const at::Tensor& mean, TapRequest& taps)
{
    MINAMO_ASSERT(decodes());
    if (std::max(mean.size(2), mean.size(3)) * downscale() <= m_tileAbove)
        return decodeRaw(mean, taps).to(at::kFloat);
    const std::int64_t latent = m_tile / downscale(), blend = m_tile / 4;
    return tiledPass(mean, { latent, latent * 3 / 4, blend, m_tile - blend }, [&](const at::Tensor& tile) {
        TapRequest none;
        return decodeRaw(tile, none).to(at::kFloat);
    });
}

at::Tensor AutoencoderKL::perChannel(const std::vector<double>& values, const at::Tensor& like) const
{
    return torch::tensor(values, like.options()).view({ 1, -1, 1, 1 });
}

at::Tensor AutoencoderKL::scaled(const at::Tensor& mean) const
{
    if (m_config.latentsMean.empty())
        return (mean - m_config.shiftFactor) * m_config.scalingFactor;
    return (mean - perChannel(m_config.latentsMean, mean)) * m_config.scalingFactor
        / perChannel(m_config.latentsStd, mean);
}

at::Tensor AutoencoderKL::unscaled(const at::Tensor& latent) const
{
    if (m_config.latentsMean.empty())
        return latent / m_config.scalingFactor + m_config.shiftFactor;
    return latent * perChannel(m_config.latentsStd, latent) / m_config.scalingFactor
        + perChannel(m_config.latentsMean, latent);
}

at::Tensor AutoencoderKL::encode(const at::Tensor& image, TapRequest& taps)
{
    return scaled(moments(image, taps).mean);
}

at::Tensor AutoencoderKL::decode(const at::Tensor& latent)
{
    TapRequest none;
    return decodeMean(unscaled(latent), none);
}

void AutoencoderKL::setTiling(std::int64_t above, std::int64_t tile)
{
    m_tileAbove = above;
    m_tile = tile;
}

Result<std::shared_ptr<Autoencoder>> makeAutoencoderKL(const Json& config, AutoencoderParts parts)
{
    MINAMO_TRY(const auto parsed, AutoencoderKLConfig::fromJson(config));
    return std::make_shared<AutoencoderKL>(parsed, parts);
}

} // namespace minamo
