#include "models/UNetDiagram.h"

namespace minamo {
namespace {

/// Walks through a U-Net as its forward pass does.
class UNetWalk {
public:
    UNetWalk(const UNetPlan& plan, int height, int width) : m_plan(plan)
    {
        m_now.height = plan.sampleHeight.value_or(height);
        m_now.width = plan.sampleWidth.value_or(width);
        m_now.channels = plan.inChannels;
    }

    std::vector<ModelLayer> walk()
    {
        convolution(ModelPart::input, "conv_in", m_plan.down.front().inChannels.front());
        m_layers.back().tap = "conv_in";
        m_skips.push_back(0);
        for (std::size_t i = 0; i < m_plan.down.size(); ++i)
            down(static_cast<int>(i), m_plan.down[i]);
        if (m_plan.mid)
            mid(*m_plan.mid);
        for (std::size_t i = 0; i < m_plan.up.size(); ++i)
            up(static_cast<int>(i), m_plan.up[i]);
        convolution(ModelPart::output, "conv_out", m_plan.outChannels);
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
    void mixing(ModelPart part, int block, const std::string& path, int index, const UNetMixing& mixing)
    {
        if (!mixing.isThere())
            return;
        const bool transformer = mixing.kind == UNetMixing::Kind::transformer;
        auto& layer = add(transformer ? LayerKind::transformer : LayerKind::attention, part, block,
            path + ".attentions." + std::to_string(index), index, m_now.channels);
        layer.tap = layer.module;
        layer.heads = mixing.heads;
    }
    void down(int number, const UNetBlockPlan& block)
    {
        const std::string path = "down_blocks." + std::to_string(number);
        for (int j = 0; j < static_cast<int>(block.inChannels.size()); ++j) {
            resnet(ModelPart::down, number, path, j, block.channels);
            mixing(ModelPart::down, number, path, j, block.mixing);
            m_skips.push_back(last());
        }
        if (block.sampler != UNetBlockPlan::Sampler::none) {
            ++m_now.level;
            m_now.height = halved(m_now.height, block);
            m_now.width = halved(m_now.width, block);
            add(LayerKind::downsample, ModelPart::down, number, path + ".downsamplers.0", 0, m_now.channels);
            m_skips.push_back(last());
        }
        m_layers.back().blockTap = path;
    }
    void mid(const UNetMidPlan& block)
    {
        if (block.resnets > 1)
            resnet(ModelPart::mid, 0, "mid_block", 0, m_now.channels);
        mixing(ModelPart::mid, 0, "mid_block", 0, block.mixing);
        resnet(ModelPart::mid, 0, "mid_block", block.resnets - 1, m_now.channels);
        m_layers.back().tap.clear(); // it is the block's
        m_layers.back().blockTap = "mid_block";
    }
    void up(int number, const UNetBlockPlan& block)
    {
        const std::string path = "up_blocks." + std::to_string(number);
        for (int j = 0; j < static_cast<int>(block.inChannels.size()); ++j) {
            const int skip = m_skips.back();
            m_skips.pop_back();
            m_now.channels += m_layers[static_cast<std::size_t>(skip)].channels;
            resnet(ModelPart::up, number, path, j, block.channels);
            m_layers.back().skip = skip;
            mixing(ModelPart::up, number, path, j, block.mixing);
        }
        if (block.sampler != UNetBlockPlan::Sampler::none) {
            --m_now.level;
            const auto& joined = m_layers[static_cast<std::size_t>(m_skips.back())];
            m_now.height = joined.height;
            m_now.width = joined.width;
            add(LayerKind::upsample, ModelPart::up, number, path + ".upsamplers.0", 0, m_now.channels);
        }
        m_layers.back().blockTap = path;
    }
    /// 3x3 with stride 2 and padding 1 rounds up; padding 0 (one more pixel right and below) and a resnet's
    /// averages round down.
    static int halved(int side, const UNetBlockPlan& block)
    {
        const bool up = block.sampler == UNetBlockPlan::Sampler::conv && block.downsamplePadding == 1;
        return up ? (side + 1) / 2 : side / 2;
    }
    int last() const { return static_cast<int>(m_layers.size()) - 1; }

    const UNetPlan& m_plan;
    ModelLayer m_now; ///< level, size and channels reached
    std::vector<ModelLayer> m_layers;
    std::vector<int> m_skips;
};

} // namespace

ModelDiagram diagramOfUNet(const std::string& className, const UNetPlan& plan, int height, int width)
{
    ModelDiagram diagram;
    diagram.className = className;
    diagram.levels = static_cast<int>(plan.down.size());
    diagram.layers = UNetWalk(plan, height, width).walk();
    return diagram;
}

} // namespace minamo
