#include "models/OriginalNames.h"

#include <algorithm>
#include <fmt/format.h>

namespace minamo {
namespace {

/// Reads shapes by name.
class Shapes {
public:
    explicit Shapes(const TensorShapes& all) : m_all(all) { }
    /// Extent of a weight in one dimension; 0 if there is none.
    int extent(const std::string& name, std::size_t dimension) const
    {
        const auto found = m_all.find(name);
        const bool there = found != m_all.end() && found->second.size() > dimension
            && found->second[dimension] <= 1'000'000;
        return there ? static_cast<int>(found->second[dimension]) : 0;
    }
    bool has(const std::string& name) const { return m_all.contains(name); }
    /// How many of "prefix.0suffix", "prefix.1suffix" ... there are, at most 256.
    int count(const std::string& prefix, const std::string& suffix) const
    {
        int number = 0;
        while (number < 256 && has(fmt::format("{}.{}{}", prefix, number, suffix)))
            ++number;
        return number;
    }

private:
    const TensorShapes& m_all;
};

using Modules = std::map<std::string, std::string>;

void addResnet(Modules& modules, const std::string& from, const std::string& to)
{
    for (const auto& [old, today] : { std::pair("in_layers.0", "norm1"), std::pair("in_layers.2", "conv1"),
             std::pair("emb_layers.1", "time_emb_proj"), std::pair("out_layers.0", "norm2"),
             std::pair("out_layers.3", "conv2"), std::pair("skip_connection", "conv_shortcut") })
        modules[from + "." + old] = to + "." + today;
}

/// One resolution of the encoder.
struct Level {
    int width = 0, layers = 0, depth = 0; ///< depth: transformers in an attention; 0 = it has none
};

/// Follows the numbers of an original U-Net's blocks, which run through all of them.
class UNetWalk {
public:
    explicit UNetWalk(const TensorShapes& shapes) : m_shapes(shapes) { }

    OriginalPart walk()
    {
        m_part.modules = { { "input_blocks.0.0", "conv_in" }, { "time_embed.0", "time_embedding.linear_1" },
            { "time_embed.2", "time_embedding.linear_2" }, { "out.0", "conv_norm_out" },
            { "out.2", "conv_out" }, { "middle_block.1", "mid_block.attentions.0" } };
        addResnet(m_part.modules, "middle_block.0", "mid_block.resnets.0");
        addResnet(m_part.modules, "middle_block.2", "mid_block.resnets.1");
        down();
        up();
        m_part.config = config();
        return std::move(m_part);
    }

private:
    void down()
    {
        m_levels.emplace_back();
        for (int i = 1; i < 256; ++i) {
            const std::string from = fmt::format("input_blocks.{}", i);
            const auto block = m_levels.size() - 1;
            if (m_shapes.has(from + ".0.op.weight")) {
                m_part.modules[from + ".0.op"] = fmt::format("down_blocks.{}.downsamplers.0.conv", block);
                m_levels.emplace_back();
                continue;
            }
            auto& level = m_levels.back();
            const int width = m_shapes.extent(from + ".0.out_layers.3.weight", 0);
            if (width == 0)
                return;
            level.width = width;
            const std::string to = fmt::format("down_blocks.{}", block);
            addResnet(m_part.modules, from + ".0", fmt::format("{}.resnets.{}", to, level.layers));
            if (m_shapes.has(from + ".1.proj_in.weight")) {
                m_part.modules[from + ".1"] = fmt::format("{}.attentions.{}", to, level.layers);
                level.depth = m_shapes.count(from + ".1.transformer_blocks", ".norm1.weight");
                m_attention = from + ".1";
            }
            ++level.layers;
        }
    }
    void up()
    {
        int number = 0;
        for (std::size_t block = 0; block < m_levels.size(); ++block) {
            const auto& level = m_levels[m_levels.size() - 1 - block];
            const std::string to = fmt::format("up_blocks.{}", block);
            for (int layer = 0; layer <= level.layers; ++layer, ++number) {
                const std::string from = fmt::format("output_blocks.{}", number);
                addResnet(m_part.modules, from + ".0", fmt::format("{}.resnets.{}", to, layer));
                if (level.depth > 0)
                    m_part.modules[from + ".1"] = fmt::format("{}.attentions.{}", to, layer);
                if (layer == level.layers && block + 1 < m_levels.size())
                    m_part.modules[fmt::format("{}.{}.conv", from, level.depth > 0 ? 2 : 1)]
                        = to + ".upsamplers.0.conv";
            }
        }
    }
    Json config() const
    {
        const std::string projection = m_attention + ".proj_in.weight";
        const bool linear = m_shapes.has(projection) && m_shapes.extent(projection, 2) == 0;
        Json widths = Json::array(), layers = Json::array(), heads = Json::array(), depths = Json::array(),
             down = Json::array(), up = Json::array();
        for (const auto& level : m_levels) {
            widths.push_back(level.width);
            layers.push_back(level.layers);
            depths.push_back(std::max(level.depth, 1));
            heads.push_back(linear ? std::max(level.width / 64, 1) : 8);
            down.push_back(level.depth > 0 ? "CrossAttnDownBlock2D" : "DownBlock2D");
            up.insert(up.begin(), level.depth > 0 ? "CrossAttnUpBlock2D" : "UpBlock2D");
        }
        return { { "_class_name", "UNet2DConditionModel" }, { "sample_size", linear ? 96 : 64 },
            { "in_channels", m_shapes.extent("input_blocks.0.0.weight", 1) },
            { "out_channels", m_shapes.extent("out.2.weight", 0) }, { "block_out_channels", widths },
            { "layers_per_block", layers }, { "down_block_types", down }, { "up_block_types", up },
            { "transformer_layers_per_block", depths }, { "attention_head_dim", heads },
            { "cross_attention_dim",
                m_shapes.extent(m_attention + ".transformer_blocks.0.attn2.to_k.weight", 1) },
            { "use_linear_projection", linear } };
    }

    Shapes m_shapes;
    std::vector<Level> m_levels;
    std::string m_attention; ///< one of them
    OriginalPart m_part;
};

void addMiddle(Modules& modules, const std::string& from, const std::string& to)
{
    for (const int i : { 1, 2 })
        for (const auto& [old, today] : { std::pair("", ""), std::pair(".nin_shortcut", ".conv_shortcut") })
            modules[fmt::format("{}.block_{}{}", from, i, old)]
                = fmt::format("{}.resnets.{}{}", to, i - 1, today);
    for (const auto& [old, today] : { std::pair("norm", "group_norm"), std::pair("q", "to_q"),
             std::pair("k", "to_k"), std::pair("v", "to_v"), std::pair("proj_out", "to_out.0") })
        modules[fmt::format("{}.attn_1.{}", from, old)] = fmt::format("{}.attentions.0.{}", to, today);
}

/// Blocks of one half of an autoencoder; the decoder's are numbered from the finest, today from the coarsest.
void addHalf(Modules& modules, int levels, int layers, bool decoder)
{
    const std::string half = decoder ? "decoder" : "encoder";
    for (const char* name : { "conv_in", "conv_out" })
        modules[half + "." + name] = half + "." + name;
    modules[half + ".norm_out"] = half + ".conv_norm_out";
    addMiddle(modules, half + ".mid", half + ".mid_block");
    for (int level = 0; level < levels; ++level) {
        const std::string from = fmt::format("{}.{}.{}", half, decoder ? "up" : "down", level);
        const std::string to = fmt::format(
            "{}.{}_blocks.{}", half, decoder ? "up" : "down", decoder ? levels - 1 - level : level);
        for (int layer = 0; layer < layers; ++layer) {
            modules[fmt::format("{}.block.{}", from, layer)] = fmt::format("{}.resnets.{}", to, layer);
            modules[fmt::format("{}.block.{}.nin_shortcut", from, layer)]
                = fmt::format("{}.resnets.{}.conv_shortcut", to, layer);
        }
        const char* sampler = decoder ? "up" : "down";
        modules[fmt::format("{}.{}sample.conv", from, sampler)]
            = fmt::format("{}.{}samplers.0.conv", to, sampler);
    }
}

Json clipConfig(int width, int inner, int layers, const char* activation, int words, int positions)
{
    return { { "architectures", { "CLIPTextModel" } }, { "model_type", "clip_text_model" },
        { "hidden_size", width }, { "intermediate_size", inner }, { "num_hidden_layers", layers },
        { "num_attention_heads", std::max(width / 64, 1) }, { "hidden_act", activation },
        { "vocab_size", words }, { "max_position_embeddings", positions } };
}

} // namespace

bool OriginalPart::translate(const std::string& stored, std::string& today) const
{
    for (auto end = stored.size(); end != std::string::npos && end > 0; end = stored.rfind('.', end - 1))
        if (const auto found = modules.find(stored.substr(0, end)); found != modules.end()) {
            today = found->second.empty() ? "" : found->second + stored.substr(end);
            return true;
        }
    return false;
}

OriginalPart originalUNet(const TensorShapes& shapes)
{
    return UNetWalk(shapes).walk();
}

OriginalPart originalAutoencoder(const TensorShapes& all)
{
    const Shapes shapes(all);
    OriginalPart part;
    part.modules = { { "quant_conv", "quant_conv" }, { "post_quant_conv", "post_quant_conv" } };
    const int levels = shapes.count("encoder.down", ".block.0.conv1.weight");
    const int layers = shapes.count("encoder.down.0.block", ".conv1.weight");
    addHalf(part.modules, levels, layers, false);
    addHalf(part.modules, levels, layers + 1, true);
    Json widths = Json::array(), down = Json::array(), up = Json::array();
    for (int level = 0; level < levels; ++level) {
        widths.push_back(shapes.extent(fmt::format("encoder.down.{}.block.0.conv1.weight", level), 0));
        down.push_back("DownEncoderBlock2D");
        up.push_back("UpDecoderBlock2D");
    }
    part.config = { { "_class_name", "AutoencoderKL" },
        { "in_channels", shapes.extent("encoder.conv_in.weight", 1) },
        { "out_channels", shapes.extent("decoder.conv_out.weight", 0) }, { "block_out_channels", widths },
        { "down_block_types", down }, { "up_block_types", up }, { "layers_per_block", layers },
        { "latent_channels", shapes.extent("quant_conv.weight", 0) / 2 }, { "sample_size", 512 },
        { "scaling_factor", 0.18215 } };
    return part;
}

OriginalPart originalClip(const TensorShapes& all)
{
    const Shapes shapes(all);
    const std::string layers = "text_model.encoder.layers",
                      words = "text_model.embeddings.token_embedding.weight";
    OriginalPart part;
    part.modules = { { "text_model", "text_model" } };
    part.config = clipConfig(shapes.extent(words, 1), shapes.extent(layers + ".0.mlp.fc1.weight", 0),
        shapes.count(layers, ".mlp.fc1.weight"), "quick_gelu", shapes.extent(words, 0),
        shapes.extent("text_model.embeddings.position_embedding.weight", 0));
    return part;
}

OriginalPart originalOpenClip(const TensorShapes& all)
{
    const Shapes shapes(all);
    const std::string blocks = "transformer.resblocks";
    const int count = shapes.count(blocks, ".ln_1.weight");
    OriginalPart part;
    part.modules = { { "token_embedding", "embeddings.token_embedding" },
        { "positional_embedding", "embeddings.position_embedding.weight" },
        { "ln_final", "final_layer_norm" }, { "text_projection", "" }, { "logit_scale", "" },
        { "attn_mask", "" }, { fmt::format("{}.{}", blocks, count - 1), "" } };
    for (int i = 0; i + 1 < count; ++i)
        for (const auto& [old, today] : { std::pair("ln_1", "layer_norm1"), std::pair("ln_2", "layer_norm2"),
                 std::pair("attn", "self_attn"), std::pair("mlp.c_fc", "mlp.fc1"),
                 std::pair("mlp.c_proj", "mlp.fc2") })
            part.modules[fmt::format("{}.{}.{}", blocks, i, old)]
                = fmt::format("encoder.layers.{}.{}", i, today);
    part.config = clipConfig(shapes.extent("token_embedding.weight", 1),
        shapes.extent(blocks + ".0.mlp.c_fc.weight", 0), count - 1, "gelu",
        shapes.extent("token_embedding.weight", 0), shapes.extent("positional_embedding", 0));
    return part;
}

std::vector<std::string> fusedParts(const std::string& name)
{
    for (const std::string kind : { "weight", "bias" })
        if (const std::string end = "in_proj_" + kind; name.ends_with(end)) {
            const std::string before = name.substr(0, name.size() - end.size());
            return { before + "q_proj." + kind, before + "k_proj." + kind, before + "v_proj." + kind };
        }
    return {};
}

} // namespace minamo
