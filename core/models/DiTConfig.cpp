#include "models/DiTConfig.h"

#include "models/ConfigReader.h"

namespace minamo {
namespace {

/// Keys of the class it once was, with the only values that make a DiT of it.
void checkOlderKeys(ConfigReader& reader)
{
    std::string normType = "ada_norm_zero", attentionType = "default";
    reader.read("norm_type", normType, { "ada_norm_zero" });
    reader.read("attention_type", attentionType, { "default" });
    bool affine = false, upcast = false; // upcast: diffusers' attention computes the same with and without it
    reader.read("norm_elementwise_affine", affine);
    reader.read("upcast_attention", upcast);
    if (affine)
        reader.bad("model.unsupported-value", "norm_elementwise_affine");
    int groups = 32; // patches are not normalised by groups
    reader.read("norm_num_groups", groups, 1, 16384);
}

} // namespace

Result<DiTConfig> DiTConfig::fromJson(const Json& config)
{
    if (!config.is_object())
        return fail("model.bad-config", { { "key", "config.json" }, { "value", config.type_name() } });
    DiTConfig c;
    ConfigReader reader(config);
    reader.read("num_attention_heads", c.numAttentionHeads, 1, 1024);
    reader.read("attention_head_dim", c.attentionHeadDim, 1, 16384);
    reader.read("in_channels", c.inChannels, 1, 4096);
    reader.read("out_channels", c.outChannels, 1, 4096);
    reader.read("num_layers", c.numLayers, 1, 1024);
    reader.read("dropout", c.dropout, 0.0, 0.999);
    reader.read("attention_bias", c.attentionBias);
    reader.read("sample_size", c.sampleSize, 1, 65536);
    reader.read("patch_size", c.patchSize, 1, 1024);
    reader.read("activation_fn", c.activationFn, { "gelu-approximate", "gelu" });
    reader.read("num_embeds_ada_norm", c.numEmbedsAdaNorm, 1, 10'000'000);
    reader.read("norm_eps", c.normEps, 0.0, 1.0);
    reader.read("_minamo_original_dit", c.originalDit);
    checkOlderKeys(reader);
    if (reader.ok() && (c.innerDim() % 4 != 0 || c.innerDim() > 65536)) // sine and cosine of both directions
        reader.bad("model.bad-config", "attention_head_dim");
    if (reader.ok() && c.sampleSize % c.patchSize != 0)
        reader.bad("model.bad-config", "patch_size");
    MINAMO_DO(reader.finish());
    return c;
}

Json DiTConfig::toJson() const
{
    Json json = { { "_class_name", "DiTTransformer2DModel" }, { "_diffusers_version", "0.42.1" },
        { "num_attention_heads", numAttentionHeads }, { "attention_head_dim", attentionHeadDim },
        { "in_channels", inChannels }, { "out_channels", outChannels ? Json(*outChannels) : Json() },
        { "num_layers", numLayers }, { "dropout", dropout }, { "norm_num_groups", 32 },
        { "attention_bias", attentionBias }, { "sample_size", sampleSize }, { "patch_size", patchSize },
        { "activation_fn", activationFn }, { "num_embeds_ada_norm", numEmbedsAdaNorm },
        { "upcast_attention", false }, { "norm_type", "ada_norm_zero" }, { "norm_elementwise_affine", false },
        { "norm_eps", normEps } };
    if (originalDit)
        json["_minamo_original_dit"] = true;
    return json;
}

} // namespace minamo
