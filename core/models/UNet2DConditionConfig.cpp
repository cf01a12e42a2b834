#include "models/UNet2DConditionConfig.h"

#include "models/ConfigReader.h"

#include <algorithm>

namespace minamo {
namespace {

bool looksAtContext(const std::string& type)
{
    return type.find("CrossAttn") != std::string::npos;
}

void readInputs(ConfigReader& reader, UNet2DConditionConfig& c)
{
    reader.readSize("sample_size", c.sampleHeight, c.sampleWidth);
    reader.read("in_channels", c.inChannels, 1, 4096);
    reader.read("out_channels", c.outChannels, 1, 4096);
    reader.read("conv_in_kernel", c.convInKernel, 1, 31);
    reader.read("conv_out_kernel", c.convOutKernel, 1, 31);
    reader.read("center_input_sample", c.centerInputSample);
    std::string timeType = "positional";
    reader.read("time_embedding_type", timeType, { "positional" });
    reader.read("time_embedding_dim", c.timeEmbeddingDim, 1, 65536);
    reader.read("flip_sin_to_cos", c.flipSinToCos);
    reader.read("freq_shift", c.freqShift, -1, 1);
    reader.read("class_embed_type", c.classEmbedType, { "", "timestep", "identity" });
    reader.read("num_class_embeds", c.numClassEmbeds, 1, 10'000'000);
}

void readBlocks(ConfigReader& reader, UNet2DConditionConfig& c)
{
    reader.readBlocks("down_block_types", c.downBlockTypes, { "DownBlock2D", "CrossAttnDownBlock2D" });
    reader.readBlocks("up_block_types", c.upBlockTypes, { "UpBlock2D", "CrossAttnUpBlock2D" });
    reader.read("mid_block_type", c.midBlockType, { "", "UNetMidBlock2DCrossAttn", "UNetMidBlock2D" });
    reader.readWidths("block_out_channels", c.blockOutChannels);
    reader.readEach("layers_per_block", c.layersPerBlock, c.downBlockTypes.size(), 1, 64);
    reader.read("downsample_padding", c.downsamplePadding, 0, 1);
    reader.read("mid_block_scale_factor", c.midBlockScaleFactor, 1e-6, 1e6);
    reader.read("dropout", c.dropout, 0.0, 0.999);
    reader.read("act_fn", c.actFn, { "silu", "swish", "mish", "gelu", "relu" });
    reader.read("norm_num_groups", c.normNumGroups, 1, 16384);
    reader.read("norm_eps", c.normEps, 0.0, 1.0);
    reader.read("resnet_time_scale_shift", c.resnetTimeScaleShift, { "default", "scale_shift" });
    double scale = 1;
    reader.read("resnet_out_scale_factor", scale, -1e6, 1e6);
    if (scale != 1)
        reader.bad("model.unsupported-value", "resnet_out_scale_factor");
}

void readAttention(ConfigReader& reader, UNet2DConditionConfig& c)
{
    const std::size_t count = c.downBlockTypes.size();
    reader.readEach("attention_head_dim", c.attentionHeads, count, 1, 16384);
    reader.readEach("cross_attention_dim", c.crossAttentionDim, count, 1, 65536);
    reader.readEach("transformer_layers_per_block", c.transformerLayers, count, 1, 64);
    const char* reversed = "reverse_transformer_layers_per_block";
    if (const Json* found = reader.present(reversed); found && !found->is_null())
        reader.readEach(reversed, c.reverseTransformerLayers, count, 1, 64);
    reader.readEach("only_cross_attention", c.onlyCrossAttention, count);
    reader.read("use_linear_projection", c.useLinearProjection);
    reader.read("upcast_attention", c.upcastAttention);
    std::string type = "default";
    reader.read("attention_type", type, { "default" });
    // Of parts that none of these blocks has.
    reader.present("mid_block_only_cross_attention");
    reader.present("addition_embed_type_num_heads");
}

/// Everything that looks at the text looks at the same one.
void checkContext(ConfigReader& reader, const UNet2DConditionConfig& c)
{
    const std::size_t count = c.downBlockTypes.size();
    int width = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const bool last = i + 1 == count;
        if (!looksAtContext(c.downBlockTypes[i]) && !looksAtContext(c.upBlockTypes[count - 1 - i])
            && !(last && looksAtContext(c.midBlockType)))
            continue;
        if (c.attentionHeads[i] > c.blockOutChannels[i])
            return reader.bad("model.bad-config", "attention_head_dim");
        if (width > 0 && c.crossAttentionDim[i] != width)
            return reader.bad("model.bad-config", "cross_attention_dim");
        width = c.crossAttentionDim[i];
    }
}

void checkTogether(ConfigReader& reader, const UNet2DConditionConfig& c)
{
    if (c.upBlockTypes.size() != c.downBlockTypes.size())
        return reader.bad("model.bad-config", "up_block_types");
    if (c.blockOutChannels.size() != c.downBlockTypes.size())
        return reader.bad("model.bad-config", "block_out_channels");
    for (const int width : c.blockOutChannels)
        if (width % c.normNumGroups != 0)
            return reader.bad("model.bad-config", "norm_num_groups", c.normNumGroups);
    if (c.blockOutChannels.front() / 2 <= c.freqShift)
        return reader.bad("model.bad-config", "freq_shift");
    if (c.convInKernel % 2 == 0)
        return reader.bad("model.bad-config", "conv_in_kernel");
    if (c.convOutKernel % 2 == 0)
        return reader.bad("model.bad-config", "conv_out_kernel");
    checkContext(reader, c);
}

UNetMixing transformerOf(const UNet2DConditionConfig& c, std::size_t level, int depth)
{
    constexpr double eps = 1e-6; // Transformer2DModel has its own
    UNetMixing mixing;
    mixing.kind = UNetMixing::Kind::transformer;
    mixing.heads = c.attentionHeads[level];
    mixing.headDim = c.blockOutChannels[level] / mixing.heads;
    mixing.groups = c.normNumGroups;
    mixing.eps = eps;
    mixing.depth = depth;
    mixing.contextWidth = c.crossAttentionDim[level];
    mixing.linearProjection = c.useLinearProjection;
    return mixing;
}

void planBlocks(const UNet2DConditionConfig& c, UNetPlan& plan)
{
    addUNetBlocks(plan, c.blockOutChannels, c.layersPerBlock);
    const std::size_t count = plan.down.size();
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t level = count - 1 - i; // of the up block
        auto &down = plan.down[i], &up = plan.up[i];
        down.downsamplePadding = c.downsamplePadding;
        if (looksAtContext(c.downBlockTypes[i]))
            down.mixing = transformerOf(c, i, c.transformerLayers[i]);
        if (looksAtContext(c.upBlockTypes[i]))
            up.mixing = transformerOf(c, level,
                c.reverseTransformerLayers.empty() ? c.transformerLayers[level]
                                                   : c.reverseTransformerLayers[i]);
        down.mixing.onlyCross = c.onlyCrossAttention[i];
        up.mixing.onlyCross = c.onlyCrossAttention[level];
    }
    if (c.midBlockType.empty())
        return;
    plan.mid.emplace();
    plan.mid->channels = c.blockOutChannels.back();
    plan.mid->scale = c.midBlockScaleFactor;
    plan.mid->resnets = looksAtContext(c.midBlockType) ? 2 : 1;
    if (looksAtContext(c.midBlockType))
        plan.mid->mixing = transformerOf(c, count - 1, c.transformerLayers.back());
}

/// As it is usually written: one value, unless they differ.
template <class T> Json oneOrEach(const std::vector<T>& values)
{
    const bool same = std::ranges::all_of(values, [&](const T value) { return value == values.front(); });
    return same ? Json(static_cast<T>(values.front())) : Json(values);
}

} // namespace

Result<UNet2DConditionConfig> UNet2DConditionConfig::fromJson(const Json& config)
{
    if (!config.is_object())
        return fail("model.bad-config", { { "key", "config.json" }, { "value", config.type_name() } });
    UNet2DConditionConfig c;
    ConfigReader reader(config);
    readInputs(reader, c);
    readBlocks(reader, c);
    readAttention(reader, c);
    if (reader.ok())
        checkTogether(reader, c);
    MINAMO_DO(reader.finish());
    return c;
}

UNetPlan UNet2DConditionConfig::plan() const
{
    UNetPlan plan;
    plan.sampleHeight = sampleHeight;
    plan.sampleWidth = sampleWidth;
    plan.inChannels = inChannels;
    plan.outChannels = outChannels;
    plan.convInKernel = convInKernel;
    plan.convOutKernel = convOutKernel;
    plan.centerInputSample = centerInputSample;
    plan.timeSize = blockOutChannels.front();
    plan.timeWidth = timeEmbeddingDim.value_or(blockOutChannels.front() * 4);
    plan.flipSinToCos = flipSinToCos;
    plan.freqShift = freqShift;
    plan.classEmbedType = classEmbedType;
    plan.numClassEmbeds = numClassEmbeds;
    plan.normNumGroups = normNumGroups;
    plan.normEps = normEps;
    plan.dropout = dropout;
    plan.scaleShift = resnetTimeScaleShift == "scale_shift";
    plan.actFn = actFn;
    plan.outerActFn = actFn;
    planBlocks(*this, plan);
    return plan;
}

Json UNet2DConditionConfig::toJson() const
{
    Json size = orNull(sampleHeight);
    if (sampleHeight && sampleHeight != sampleWidth)
        size = { *sampleHeight, *sampleWidth };
    const auto textOrNull = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    return { { "_class_name", "UNet2DConditionModel" }, { "_diffusers_version", "0.42.1" },
        { "sample_size", size }, { "in_channels", inChannels }, { "out_channels", outChannels },
        { "center_input_sample", centerInputSample }, { "flip_sin_to_cos", flipSinToCos },
        { "freq_shift", freqShift }, { "time_embedding_dim", orNull(timeEmbeddingDim) },
        { "down_block_types", downBlockTypes }, { "mid_block_type", textOrNull(midBlockType) },
        { "up_block_types", upBlockTypes }, { "block_out_channels", blockOutChannels },
        { "layers_per_block", oneOrEach(layersPerBlock) }, { "downsample_padding", downsamplePadding },
        { "mid_block_scale_factor", midBlockScaleFactor }, { "dropout", dropout }, { "act_fn", actFn },
        { "norm_num_groups", normNumGroups }, { "norm_eps", normEps },
        { "attention_head_dim", oneOrEach(attentionHeads) },
        { "cross_attention_dim", oneOrEach(crossAttentionDim) },
        { "transformer_layers_per_block", oneOrEach(transformerLayers) },
        { "reverse_transformer_layers_per_block",
            reverseTransformerLayers.empty() ? Json() : Json(reverseTransformerLayers) },
        { "only_cross_attention", oneOrEach(onlyCrossAttention) },
        { "use_linear_projection", useLinearProjection }, { "upcast_attention", upcastAttention },
        { "resnet_time_scale_shift", resnetTimeScaleShift },
        { "class_embed_type", textOrNull(classEmbedType) }, { "num_class_embeds", orNull(numClassEmbeds) },
        { "conv_in_kernel", convInKernel }, { "conv_out_kernel", convOutKernel } };
}

} // namespace minamo
