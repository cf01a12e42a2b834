#include "models/EdmConfig.h"

#include "models/ConfigReader.h"

#include <algorithm>

namespace minamo {
namespace {

/// What NVlabs' two U-Nets differ in.
void takeDefaults(EdmConfig& c)
{
    if (c.isSong())
        return;
    c.modelChannels = 192;
    c.channelMult = { 1, 2, 3, 4 };
    c.numBlocks = 3;
    c.attnResolutions = { 32, 16, 8 };
}

void takeRange(EdmConfig& c)
{
    if (c.precond == "VEPrecond") {
        c.sigmaMin = 0.02;
        c.sigmaMax = 100;
    } else if (c.precond == "VPPrecond") { // sigma(t) at t = 0.001 and 1, beta_d 19.9, beta_min 0.1
        c.sigmaMin = 0.010486;
        c.sigmaMax = 152.167;
    }
}

void readFilter(ConfigReader& reader, EdmConfig& c)
{
    const Json* found = reader.present("resample_filter");
    if (!found)
        return;
    const bool numbers = found->is_array() && std::ranges::all_of(*found, [](const Json& item) {
        return item.is_number() && item >= 0 && item <= 1000;
    });
    if (!numbers || found->empty() || found->size() > 16 || found->size() % 2 != 0)
        return reader.bad("model.bad-config", "resample_filter");
    c.resampleFilter = found->get<std::vector<double>>();
    if (std::ranges::count(c.resampleFilter, 0.0) == std::ssize(c.resampleFilter))
        reader.bad("model.bad-config", "resample_filter");
}

void readResolutions(ConfigReader& reader, EdmConfig& c)
{
    const Json* found = reader.present("attn_resolutions");
    if (found && found->is_array() && found->empty())
        c.attnResolutions.clear();
    else
        reader.readWidths("attn_resolutions", c.attnResolutions);
}

/// Keys that change nothing here: training, and remarks of the converter.
void passOver(ConfigReader& reader)
{
    for (const char* key : { "format", "group_norm", "label_dropout", "source", "licence", "use_fp16" })
        reader.present(key);
}

void readHeads(ConfigReader& reader, EdmConfig& c)
{
    std::optional<int> heads, perHead;
    reader.read("num_heads", heads, 1, 16384);
    reader.read("channels_per_head", perHead, 1, 16384);
    c.channelsPerHead = perHead.value_or(64);
    if (heads.value_or(1) != 1 || (heads && !c.isSong()))
        reader.bad("model.unsupported-value", "num_heads");
}

void checkTogether(ConfigReader& reader, const EdmConfig& c)
{
    if (c.imgResolution % (1 << (c.levels() - 1)) != 0)
        return reader.bad("model.bad-config", "img_resolution");
    if (c.modelChannels < 4 || c.modelChannels % 4 != 0)
        return reader.bad("model.bad-config", "model_channels", c.modelChannels);
    for (const int factor : c.channelMult) {
        const int channels = factor * c.modelChannels;
        if (channels > 65536 || channels % std::min(32, channels / 4) != 0)
            return reader.bad("model.bad-config", "channel_mult");
        if (!c.isSong() && channels % c.channelsPerHead != 0)
            return reader.bad("model.bad-config", "channels_per_head", c.channelsPerHead);
    }
    if (!(c.sigmaMin < c.sigmaMax))
        reader.bad("model.bad-config", "sigma_max", c.sigmaMax);
}

} // namespace

bool EdmConfig::attendsAt(int resolution) const
{
    return std::ranges::find(attnResolutions, resolution) != attnResolutions.end();
}

Result<EdmConfig> EdmConfig::fromJson(const Json& config)
{
    if (!config.is_object())
        return fail("model.bad-config", { { "key", "config.json" }, { "value", config.type_name() } });
    EdmConfig c;
    ConfigReader reader(config);
    reader.read("precond", c.precond, { "EDMPrecond", "VPPrecond", "VEPrecond" });
    reader.read("model_type", c.modelType, { "SongUNet", "DhariwalUNet" });
    takeDefaults(c);
    takeRange(c);
    reader.read("img_resolution", c.imgResolution, 1, 65536);
    reader.read("img_channels", c.imgChannels, 1, 4096);
    reader.read("label_dim", c.labelDim, 0, 10'000'000);
    reader.read("augment_dim", c.augmentDim, 0, 4096);
    reader.read("model_channels", c.modelChannels, 1, 16384);
    reader.read("channel_mult_emb", c.channelMultEmb, 1, 64);
    reader.read("channel_mult_noise", c.channelMultNoise, 1, 64);
    reader.read("num_blocks", c.numBlocks, 1, 64);
    reader.readWidths("channel_mult", c.channelMult);
    reader.read("dropout", c.dropout, 0.0, 0.999);
    reader.read("embedding_type", c.embeddingType, { "positional", "fourier" });
    reader.read("encoder_type", c.encoderType, { "standard", "skip", "residual" });
    reader.read("decoder_type", c.decoderType, { "standard", "skip" });
    reader.read("sigma_data", c.sigmaData, 1e-6, 1e6);
    reader.read("sigma_min", c.sigmaMin, 1e-6, 1e6);
    reader.read("sigma_max", c.sigmaMax, 1e-6, 1e6);
    reader.read("rho", c.rho, 1.0, 100.0);
    reader.read("steps", c.steps, 2, 100'000);
    readResolutions(reader, c);
    readFilter(reader, c);
    readHeads(reader, c);
    passOver(reader);
    if (reader.ok())
        checkTogether(reader, c);
    MINAMO_DO(reader.finish());
    return c;
}

Json EdmConfig::toJson() const
{
    return { { "format", "edm" }, { "precond", precond }, { "model_type", modelType },
        { "img_resolution", imgResolution }, { "img_channels", imgChannels }, { "label_dim", labelDim },
        { "augment_dim", augmentDim }, { "model_channels", modelChannels },
        { "channel_mult_emb", channelMultEmb }, { "channel_mult_noise", channelMultNoise },
        { "num_blocks", numBlocks }, { "channel_mult", channelMult }, { "attn_resolutions", attnResolutions },
        { "dropout", dropout }, { "embedding_type", embeddingType }, { "encoder_type", encoderType },
        { "decoder_type", decoderType }, { "resample_filter", resampleFilter },
        { "channels_per_head", isSong() ? Json() : Json(channelsPerHead) },
        { "num_heads", isSong() ? Json(1) : Json() }, { "sigma_data", sigmaData }, { "sigma_min", sigmaMin },
        { "sigma_max", sigmaMax }, { "rho", rho }, { "steps", steps } };
}

Json noiseLevelSchedule(const std::vector<double>& levels)
{
    return { { "_class_name", "EDM" }, { "num_train_timesteps", levels.size() }, { "noise_levels", levels },
        { "prediction_type", "sample" }, { "clip_sample", false } };
}

} // namespace minamo
