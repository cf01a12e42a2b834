#include "models/AutoencoderKLConfig.h"

#include "models/ConfigReader.h"

namespace minamo {
namespace {

/// null or one finite number per latent channel.
void readPerChannel(ConfigReader& reader, const char* key, int channels, std::vector<double>& values)
{
    const Json* found = reader.present(key);
    if (!found || found->is_null())
        return;
    values.clear();
    for (const auto& item : *found)
        if (item.is_number())
            values.push_back(item.get<double>());
    if (!found->is_array() || values.size() != found->size()
        || values.size() != static_cast<std::size_t>(channels))
        reader.bad("model.bad-config", key);
}

void readLatents(ConfigReader& reader, AutoencoderKLConfig& c)
{
    reader.read("latent_channels", c.latentChannels, 1, 4096);
    reader.read("scaling_factor", c.scalingFactor, 1e-6, 1e6);
    if (const Json* shift = reader.present("shift_factor"); shift && !shift->is_null())
        reader.read("shift_factor", c.shiftFactor, -1e6, 1e6);
    readPerChannel(reader, "latents_mean", c.latentChannels, c.latentsMean);
    readPerChannel(reader, "latents_std", c.latentChannels, c.latentsStd);
    for (const double deviation : c.latentsStd)
        if (!(deviation > 0))
            reader.bad("model.bad-config", "latents_std");
    if (c.latentsMean.empty() != c.latentsStd.empty())
        reader.bad("model.bad-config", c.latentsMean.empty() ? "latents_mean" : "latents_std");
}

/// What diffusers would only notice by an exception in the middle of building.
void checkTogether(ConfigReader& reader, const AutoencoderKLConfig& c)
{
    const auto levels = c.blockOutChannels.size();
    if (c.downBlockTypes.size() != levels)
        return reader.bad("model.bad-config", "down_block_types");
    if (c.upBlockTypes.size() != levels)
        return reader.bad("model.bad-config", "up_block_types");
    for (const int width : c.blockOutChannels)
        if (width % c.normNumGroups != 0)
            return reader.bad("model.bad-config", "norm_num_groups", c.normNumGroups);
    if (c.tileSize() < 4 * c.downscale())
        reader.bad("model.bad-config", "sample_size");
}

} // namespace

Result<AutoencoderKLConfig> AutoencoderKLConfig::fromJson(const Json& config)
{
    AutoencoderKLConfig c;
    ConfigReader reader(config);
    reader.read("in_channels", c.inChannels, 1, 4096);
    reader.read("out_channels", c.outChannels, 1, 4096);
    reader.readBlocks("down_block_types", c.downBlockTypes, { "DownEncoderBlock2D" });
    reader.readBlocks("up_block_types", c.upBlockTypes, { "UpDecoderBlock2D" });
    reader.readWidths("block_out_channels", c.blockOutChannels);
    reader.read("layers_per_block", c.layersPerBlock, 1, 64);
    reader.read("act_fn", c.actFn, { "silu", "swish", "mish", "gelu", "relu" });
    reader.read("norm_num_groups", c.normNumGroups, 1, 16384);
    reader.readSize("sample_size", c.sampleHeight, c.sampleWidth);
    bool forceUpcast = true; // halves of 16 bits overflow: they are never used here
    reader.read("force_upcast", forceUpcast);
    reader.read("use_quant_conv", c.useQuantConv);
    reader.read("use_post_quant_conv", c.usePostQuantConv);
    reader.read("mid_block_add_attention", c.midBlockAddAttention);
    readLatents(reader, c);
    if (reader.ok())
        checkTogether(reader, c);
    MINAMO_DO(reader.finish());
    return c;
}

} // namespace minamo
