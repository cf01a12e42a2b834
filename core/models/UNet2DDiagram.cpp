#include "models/ModelDiagram.h"

#include "models/UNet2DConfig.h"

#include <algorithm>

namespace minamo {
namespace {

bool attends(const std::string& blockType)
{
    return blockType.starts_with("Attn");
}

/// Walks through a UNet2DModel as its forward pass does.
class UNetWalk {
public:
    UNetWalk(const UNet2DConfig& config, int height, int width) : m_config(config)
    {
        m_now.height = config.sampleHeight.value_or(height);
        m_now.width = config.sampleWidth.value_or(width);
        m_now.channels = config.inChannels;
    }

    std::vector<ModelLayer> walk()
    {
        convolution(ModelPart::input, "conv_in", m_config.blockOutChannels.front());
        m_layers.back().tap = "conv_in";
        m_skips.push_back(0);
        for (std::size_t i = 0; i < m_config.downBlockTypes.size(); ++i)
            down(static_cast<int>(i));
        if (m_config.midBlock)
            mid();
        for (std::size_t i = 0; i < m_config.upBlockTypes.size(); ++i)
            up(static_cast<int>(i));
        convolution(ModelPart::output, "conv_out", m_config.outChannels);
        return std::move(m_layers);
    }

private:
    /// Adds a layer whose output has the present size and `channels`.
    ModelLayer& add(LayerKind kind, ModelPart part, int block, std::string module, int index, int channels)
    {
        ModelLayer layer = m_now;
        layer.kind = kind;
        layer.part = part;
        layer.block = block;
        layer.module = std::move(module);
        layer.index = index;
        layer.inChannels = m_now.channels;
        layer.channels = channels;
        m_now.channels = channels;
        return m_layers.emplace_back(std::move(layer));
    }
    void convolution(ModelPart part, const char* module, int channels)
    {
        add(LayerKind::convolution, part, 0, module, 0, channels);
    }
    void resnet(ModelPart part, int block, const std::string& path, int index, int channels)
    {
        auto& layer = add(
            LayerKind::resnet, part, block, path + ".resnets." + std::to_string(index), index, channels);
        layer.tap = layer.module;
    }
    void attention(ModelPart part, int block, const std::string& path, int index)
    {
        auto& layer = add(LayerKind::attention, part, block, path + ".attentions." + std::to_string(index),
            index, m_now.channels);
        layer.tap = layer.module;
        layer.heads = std::max(1, layer.channels / m_config.attentionHeadDim.value_or(layer.channels));
    }
    void down(int block)
    {
        const auto number = static_cast<std::size_t>(block);
        const std::string path = "down_blocks." + std::to_string(block);
        for (int j = 0; j < m_config.layersPerBlock; ++j) {
            resnet(ModelPart::down, block, path, j, m_config.blockOutChannels[number]);
            if (attends(m_config.downBlockTypes[number]))
                attention(ModelPart::down, block, path, j);
            m_skips.push_back(last());
        }
        if (number + 1 < m_config.downBlockTypes.size()) {
            ++m_now.level;
            m_now.height = halved(m_now.height, m_config.downBlockTypes[number]);
            m_now.width = halved(m_now.width, m_config.downBlockTypes[number]);
            add(LayerKind::downsample, ModelPart::down, block, path + ".downsamplers.0", 0, m_now.channels);
            m_skips.push_back(last());
        }
        m_layers.back().blockTap = path;
    }
    void mid()
    {
        resnet(ModelPart::mid, 0, "mid_block", 0, m_now.channels);
        if (m_config.addAttention)
            attention(ModelPart::mid, 0, "mid_block", 0);
        resnet(ModelPart::mid, 0, "mid_block", 1, m_now.channels);
        m_layers.back().tap.clear(); // it is the block's
        m_layers.back().blockTap = "mid_block";
    }
    void up(int block)
    {
        const auto number = static_cast<std::size_t>(block);
        const std::string path = "up_blocks." + std::to_string(block);
        const int channels = m_config.blockOutChannels[m_config.blockOutChannels.size() - 1 - number];
        for (int j = 0; j <= m_config.layersPerBlock; ++j) {
            const int skip = m_skips.back();
            m_skips.pop_back();
            m_now.channels += m_layers[static_cast<std::size_t>(skip)].channels;
            resnet(ModelPart::up, block, path, j, channels);
            m_layers.back().skip = skip;
            if (attends(m_config.upBlockTypes[number]))
                attention(ModelPart::up, block, path, j);
        }
        if (number + 1 < m_config.upBlockTypes.size()) {
            --m_now.level;
            m_now.height *= 2;
            m_now.width *= 2;
            add(LayerKind::upsample, ModelPart::up, block, path + ".upsamplers.0", 0, m_now.channels);
        }
        m_layers.back().blockTap = path;
    }
    /// 3x3 with stride 2 and padding 1 rounds up; padding 0 (one more pixel right and below) and a resnet's
    /// averages round down.
    int halved(int side, const std::string& blockType) const
    {
        const bool asResnet
            = blockType.starts_with("Resnet") || (attends(blockType) && m_config.downsampleType == "resnet");
        return !asResnet && m_config.downsamplePadding == 1 ? (side + 1) / 2 : side / 2;
    }
    int last() const { return static_cast<int>(m_layers.size()) - 1; }

    const UNet2DConfig& m_config;
    ModelLayer m_now; ///< level, size and channels reached
    std::vector<ModelLayer> m_layers;
    std::vector<int> m_skips;
};

} // namespace

Result<ModelDiagram> diagramOfUNet2DModel(const Json& config, int height, int width)
{
    MINAMO_TRY(const auto unet, UNet2DConfig::fromJson(config));
    ModelDiagram diagram;
    diagram.className = "UNet2DModel";
    diagram.levels = static_cast<int>(unet.blockOutChannels.size());
    diagram.layers = UNetWalk(unet, height, width).walk();
    return diagram;
}

} // namespace minamo
