#include "models/AutoencoderTinyConfig.h"

#include "models/ConfigReader.h"

#include <algorithm>

namespace minamo {
namespace {

/// As many levels as block counts, all of one width: no layer between them changes it.
void checkLevels(ConfigReader& reader, const char* key, const std::vector<int>& widths, std::size_t levels)
{
    const bool equal = std::ranges::all_of(widths, [&](int width) { return width == widths.front(); });
    if (widths.size() != levels || !equal)
        reader.bad("model.bad-config", key);
}

} // namespace

Result<AutoencoderTinyConfig> AutoencoderTinyConfig::fromJson(const Json& config)
{
    AutoencoderTinyConfig c;
    ConfigReader reader(config);
    reader.read("in_channels", c.inChannels, 1, 4096);
    reader.read("out_channels", c.outChannels, 1, 4096);
    reader.read("latent_channels", c.latentChannels, 1, 4096);
    reader.read("act_fn", c.actFn, { "relu", "silu", "swish", "mish", "gelu" });
    reader.readWidths("encoder_block_out_channels", c.encoderChannels);
    reader.readWidths("decoder_block_out_channels", c.decoderChannels);
    reader.present("block_out_channels"); // a copy of the decoder's
    reader.readWidths("num_encoder_blocks", c.encoderBlocks);
    reader.readWidths("num_decoder_blocks", c.decoderBlocks);
    std::string upsampling = "nearest";
    reader.read("upsample_fn", upsampling, { "nearest" });
    int factor = 2;
    reader.read("upsampling_scaling_factor", factor, 2, 2);
    reader.read("latent_magnitude", c.latentMagnitude, 1, 1000);
    reader.read("latent_shift", c.latentShift, -1e6, 1e6);
    reader.read("scaling_factor", c.scalingFactor, 1e-6, 1e6);
    reader.read("shift_factor", c.shiftFactor, -1e6, 1e6);
    bool forceUpcast = false; // halves of 16 bits are never used here
    reader.read("force_upcast", forceUpcast);
    if (reader.ok()) {
        checkLevels(reader, "encoder_block_out_channels", c.encoderChannels, c.encoderBlocks.size());
        checkLevels(reader, "decoder_block_out_channels", c.decoderChannels, c.decoderBlocks.size());
        if (c.decoderBlocks.size() != c.encoderBlocks.size())
            reader.bad("model.bad-config", "num_decoder_blocks");
    }
    MINAMO_DO(reader.finish());
    return c;
}

} // namespace minamo
