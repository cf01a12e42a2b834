#include "models/UNet2DConfig.h"

#include "models/ConfigReader.h"

namespace minamo {
namespace {

void readBlocks(ConfigReader& reader, UNet2DConfig& c)
{
    reader.readBlocks("down_block_types", c.downBlockTypes,
        { "DownBlock2D", "AttnDownBlock2D", "ResnetDownsampleBlock2D" });
    reader.readBlocks(
        "up_block_types", c.upBlockTypes, { "UpBlock2D", "AttnUpBlock2D", "ResnetUpsampleBlock2D" });
    std::string mid = "UNetMidBlock2D";
    reader.read("mid_block_type", mid, { "", "UNetMidBlock2D" });
    c.midBlock = !mid.empty();
    reader.readWidths("block_out_channels", c.blockOutChannels);
    reader.read("layers_per_block", c.layersPerBlock, 1, 64);
    reader.read("mid_block_scale_factor", c.midBlockScaleFactor, 1e-6, 1e6);
    reader.read("downsample_padding", c.downsamplePadding, 0, 1);
    reader.read("downsample_type", c.downsampleType, { "", "conv", "resnet" });
    reader.read("upsample_type", c.upsampleType, { "", "conv", "resnet" });
    reader.read("dropout", c.dropout, 0.0, 0.999);
    reader.read("act_fn", c.actFn, { "silu", "swish", "mish", "gelu", "relu" });
    reader.read("attention_head_dim", c.attentionHeadDim, 1, 16384);
    c.attentionHeadDimAbsent = !reader.has("attention_head_dim");
    reader.read("norm_num_groups", c.normNumGroups, 1, 16384);
    reader.read("attn_norm_num_groups", c.attnNormNumGroups, 1, 16384);
    reader.read("norm_eps", c.normEps, 0.0, 1.0);
    reader.read("resnet_time_scale_shift", c.resnetTimeScaleShift, { "default", "scale_shift" });
    reader.read("add_attention", c.addAttention);
    if (c.downsampleType.empty())
        c.downsampleType = "conv";
    if (c.upsampleType.empty())
        c.upsampleType = "conv";
}

void readInputs(ConfigReader& reader, UNet2DConfig& c)
{
    reader.readSize("sample_size", c.sampleHeight, c.sampleWidth);
    reader.read("in_channels", c.inChannels, 1, 4096);
    reader.read("out_channels", c.outChannels, 1, 4096);
    reader.read("center_input_sample", c.centerInputSample);
    reader.read("time_embedding_type", c.timeEmbeddingType, { "positional", "fourier", "learned" });
    reader.read("time_embedding_dim", c.timeEmbeddingDim, 1, 65536);
    reader.read("freq_shift", c.freqShift, -1, 1);
    reader.read("flip_sin_to_cos", c.flipSinToCos);
    reader.read("class_embed_type", c.classEmbedType, { "", "timestep", "identity" });
    reader.read("num_class_embeds", c.numClassEmbeds, 1, 10'000'000);
    reader.read("num_train_timesteps", c.numTrainTimesteps, 1, 1'000'000);
}

/// What diffusers would only notice by an exception in the middle of building.
void checkTogether(ConfigReader& reader, const UNet2DConfig& c)
{
    if (c.downBlockTypes.size() != c.upBlockTypes.size())
        return reader.bad("model.bad-config", "up_block_types");
    if (c.downBlockTypes.size() != c.blockOutChannels.size())
        return reader.bad("model.bad-config", "block_out_channels");
    for (const int width : c.blockOutChannels)
        if (width % c.normNumGroups != 0)
            return reader.bad("model.bad-config", "norm_num_groups", c.normNumGroups);
    if (c.attnNormNumGroups && c.blockOutChannels.back() % *c.attnNormNumGroups != 0)
        return reader.bad("model.bad-config", "attn_norm_num_groups");
    if (c.timeEmbeddingType == "learned" && !c.numTrainTimesteps)
        return reader.bad("model.bad-config", "num_train_timesteps", nullptr);
    if (c.timeEmbeddingType == "positional" && c.blockOutChannels.front() / 2 <= c.freqShift)
        return reader.bad("model.bad-config", "freq_shift");
    const auto attends = [](const std::string& type) { return type.starts_with("Attn"); };
    for (std::size_t i = 0; i < c.blockOutChannels.size(); ++i) {
        const bool down = attends(c.downBlockTypes[i]),
                   up = attends(c.upBlockTypes[c.upBlockTypes.size() - 1 - i]);
        if ((down || up) && c.attentionHeadDim.value_or(1) > c.blockOutChannels[i])
            return reader.bad("model.bad-config", "attention_head_dim", *c.attentionHeadDim);
    }
    if (c.midBlock && c.addAttention && c.attentionHeadDim.value_or(1) > c.blockOutChannels.back())
        return reader.bad("model.bad-config", "attention_head_dim", *c.attentionHeadDim);
}

/// heads = channels / head dim, rounded down.
UNetMixing attentionOf(const UNet2DConfig& c, int channels)
{
    UNetMixing mixing;
    mixing.kind = UNetMixing::Kind::attention;
    mixing.headDim = c.attentionHeadDim.value_or(channels);
    mixing.heads = channels / mixing.headDim;
    mixing.groups = c.normNumGroups;
    mixing.eps = c.normEps;
    return mixing;
}

void planBlocks(const UNet2DConfig& c, UNetPlan& plan)
{
    addUNetBlocks(plan, c.blockOutChannels, std::vector<int>(c.blockOutChannels.size(), c.layersPerBlock));
    const auto finish = [&](UNetBlockPlan& block, const std::string& type, const std::string& sampling) {
        const bool attends = type.starts_with("Attn");
        if (attends)
            block.mixing = attentionOf(c, block.channels);
        const bool asResnet = type.starts_with("Resnet") || (attends && sampling == "resnet");
        if (asResnet && block.sampler == UNetBlockPlan::Sampler::conv)
            block.sampler = UNetBlockPlan::Sampler::resnet;
        block.downsamplePadding = c.downsamplePadding;
    };
    for (std::size_t i = 0; i < plan.down.size(); ++i) {
        finish(plan.down[i], c.downBlockTypes[i], c.downsampleType);
        finish(plan.up[i], c.upBlockTypes[i], c.upsampleType);
    }
}

UNetMidPlan midPlan(const UNet2DConfig& c)
{
    UNetMidPlan mid;
    mid.channels = c.blockOutChannels.back();
    mid.scale = c.midBlockScaleFactor;
    if (!c.addAttention)
        return mid;
    mid.mixing = attentionOf(c, mid.channels);
    mid.mixing.rescale = c.midBlockScaleFactor;
    mid.mixing.groups
        = c.attnNormNumGroups.value_or(c.resnetTimeScaleShift == "scale_shift" ? 0 : c.normNumGroups);
    return mid;
}

} // namespace

Result<UNet2DConfig> UNet2DConfig::fromJson(const Json& config)
{
    if (!config.is_object())
        return fail("model.bad-config", { { "key", "config.json" }, { "value", config.type_name() } });
    UNet2DConfig c;
    ConfigReader reader(config);
    readInputs(reader, c);
    readBlocks(reader, c);
    if (reader.ok())
        checkTogether(reader, c);
    MINAMO_DO(reader.finish());
    return c;
}

UNetPlan UNet2DConfig::plan() const
{
    UNetPlan plan;
    plan.sampleHeight = sampleHeight;
    plan.sampleWidth = sampleWidth;
    plan.inChannels = inChannels;
    plan.outChannels = outChannels;
    plan.centerInputSample = centerInputSample;
    plan.timeEmbeddingType = timeEmbeddingType;
    plan.timeSize = blockOutChannels.front();
    plan.timeWidth = timeEmbedDim();
    plan.flipSinToCos = flipSinToCos;
    plan.freqShift = freqShift;
    plan.timestepRows = numTrainTimesteps;
    plan.classEmbedType = classEmbedType;
    plan.numClassEmbeds = numClassEmbeds;
    plan.normNumGroups = normNumGroups;
    plan.normEps = normEps;
    plan.dropout = dropout;
    plan.scaleShift = resnetTimeScaleShift == "scale_shift";
    plan.actFn = actFn;
    planBlocks(*this, plan);
    if (midBlock)
        plan.mid = midPlan(*this);
    return plan;
}

Json UNet2DConfig::toJson() const
{
    Json size = orNull(sampleHeight);
    if (sampleHeight && sampleHeight != sampleWidth)
        size = { *sampleHeight, *sampleWidth };
    return { { "_class_name", "UNet2DModel" }, { "_diffusers_version", "0.42.1" }, { "sample_size", size },
        { "in_channels", inChannels }, { "out_channels", outChannels },
        { "center_input_sample", centerInputSample }, { "time_embedding_type", timeEmbeddingType },
        { "time_embedding_dim", orNull(timeEmbeddingDim) }, { "freq_shift", freqShift },
        { "flip_sin_to_cos", flipSinToCos }, { "down_block_types", downBlockTypes },
        { "mid_block_type", midBlock ? Json("UNetMidBlock2D") : Json() }, { "up_block_types", upBlockTypes },
        { "block_out_channels", blockOutChannels }, { "layers_per_block", layersPerBlock },
        { "mid_block_scale_factor", midBlockScaleFactor }, { "downsample_padding", downsamplePadding },
        { "downsample_type", downsampleType }, { "upsample_type", upsampleType }, { "dropout", dropout },
        { "act_fn", actFn }, { "attention_head_dim", orNull(attentionHeadDim) },
        { "norm_num_groups", normNumGroups }, { "attn_norm_num_groups", orNull(attnNormNumGroups) },
        { "norm_eps", normEps }, { "resnet_time_scale_shift", resnetTimeScaleShift },
        { "add_attention", addAttention },
        { "class_embed_type", classEmbedType.empty() ? Json() : Json(classEmbedType) },
        { "num_class_embeds", orNull(numClassEmbeds) },
        { "num_train_timesteps", orNull(numTrainTimesteps) } };
}

} // namespace minamo
