#include "models/FlatUNetPlan.h"

#include <algorithm>
#include <fmt/format.h>

namespace minamo {
namespace {

using Kind = FlatLayer::Kind;

/// Adds layer by layer, as the forward pass goes.
class Planner {
public:
    explicit Planner(int channels) : m_channels(channels) { }

    FlatLayer& add(Kind kind, ModelPart part, std::string module, int level, int channels)
    {
        FlatLayer layer;
        layer.kind = kind;
        layer.part = part;
        layer.tap = module;
        layer.module = std::move(module);
        layer.level = level;
        layer.inChannels = m_channels;
        layer.channels = channels;
        if (kind < Kind::auxDown)
            m_channels = channels;
        return m_plan.layers.emplace_back(std::move(layer));
    }
    /// The output just added will be joined on the way up.
    void keep() { m_kept.push_back(static_cast<int>(m_plan.layers.size()) - 1); }
    FlatLayer& join(std::string module, int level, int channels)
    {
        const int skip = m_kept.back();
        m_kept.pop_back();
        m_channels += m_plan.layers[static_cast<std::size_t>(skip)].channels;
        FlatLayer& layer = add(Kind::block, ModelPart::up, std::move(module), level, channels);
        layer.skip = skip;
        return layer;
    }
    int channels() const { return m_channels; }
    FlatUNetPlan take() { return std::move(m_plan); }

private:
    FlatUNetPlan m_plan;
    std::vector<int> m_kept;
    int m_channels;
};

std::string edmName(const EdmConfig& c, const char* side, int level, const std::string& what)
{
    const int resolution = c.imgResolution >> level;
    return fmt::format("model.{}.{}x{}_{}", side, resolution, resolution, what);
}

void addEncoder(const EdmConfig& c, Planner& planner)
{
    int aux = c.imgChannels;
    for (int level = 0; level < c.levels(); ++level) {
        const auto named = [&](const std::string& what) { return edmName(c, "enc", level, what); };
        const auto quiet = [&](Kind kind, const char* what, int in, int channels) {
            FlatLayer& layer = planner.add(kind, ModelPart::down, named(what), level, channels);
            layer.inChannels = in;
            layer.tap.clear();
        };
        if (level == 0) {
            planner.add(Kind::convolution, ModelPart::input, named("conv"), level, c.modelChannels);
        } else {
            planner.add(Kind::down, ModelPart::down, named("down"), level, planner.channels())
                .resamplesInBlock
                = true;
        }
        planner.keep();
        if (level > 0 && c.encoderType == "skip") {
            quiet(Kind::auxDown, "aux_down", aux, aux);
            quiet(Kind::auxSkip, "aux_skip", aux, planner.channels());
        } else if (level > 0 && c.encoderType == "residual") {
            quiet(Kind::auxResidual, "aux_residual", aux, planner.channels());
            aux = planner.channels();
        }
        for (int i = 0; i < c.numBlocks; ++i) {
            planner
                .add(Kind::block, ModelPart::down, named(fmt::format("block{}", i)), level,
                    c.channelMult[static_cast<std::size_t>(level)] * c.modelChannels)
                .attends
                = c.attendsAt(c.imgResolution >> level);
            planner.keep();
        }
    }
}

/// What makes a picture of the decoder's state; with "skip" at every level.
void addOutput(const EdmConfig& c, Planner& planner, int level)
{
    const auto add = [&](Kind kind, const std::string& name, bool hasTap, int in, int channels) {
        FlatLayer& layer = planner.add(kind, ModelPart::output, name, level, channels);
        layer.inChannels = in;
        if (!hasTap)
            layer.tap.clear();
    };
    const int in = planner.channels();
    if (!c.isSong()) {
        add(Kind::auxNorm, "model.out_norm", false, in, in);
        add(Kind::auxConv, "model.out_conv", false, in, c.imgChannels);
        return;
    }
    if (c.decoderType == "skip" && level + 1 < c.levels())
        add(Kind::auxUp, edmName(c, "dec", level, "aux_up"), false, c.imgChannels, c.imgChannels);
    add(Kind::auxNorm, edmName(c, "dec", level, "aux_norm"), false, in, in);
    add(Kind::auxConv, edmName(c, "dec", level, "aux_conv"), false, in, c.imgChannels);
}

void addDecoder(const EdmConfig& c, Planner& planner)
{
    for (int level = c.levels() - 1; level >= 0; --level) {
        const auto named = [&](const std::string& what) { return edmName(c, "dec", level, what); };
        if (level + 1 == c.levels()) {
            planner.add(Kind::block, ModelPart::mid, named("in0"), level, planner.channels()).attends = true;
            planner.add(Kind::block, ModelPart::mid, named("in1"), level, planner.channels());
        } else {
            planner.add(Kind::up, ModelPart::up, named("up"), level, planner.channels()).resamplesInBlock
                = true;
        }
        for (int i = 0; i <= c.numBlocks; ++i) {
            const bool here = c.attendsAt(c.imgResolution >> level);
            planner
                .join(named(fmt::format("block{}", i)), level,
                    c.channelMult[static_cast<std::size_t>(level)] * c.modelChannels)
                .attends
                = here && (i == c.numBlocks || !c.isSong()); // Song: the last one only
        }
        if (level == 0 || c.decoderType == "skip")
            addOutput(c, planner, level);
    }
}

int widthOf(const DdaeConfig& config, int level)
{
    return config.chMults[static_cast<std::size_t>(level)] * config.nChannels;
}

void addDown(const DdaeConfig& config, Planner& planner)
{
    int number = 0;
    const auto add = [&](Kind kind, int level, int channels) -> FlatLayer& {
        return planner.add(kind, ModelPart::down, fmt::format("down.{}", number++), level, channels);
    };
    for (int level = 0; level < config.levels(); ++level) {
        for (int i = 0; i < config.nBlocks; ++i) {
            add(Kind::block, level, widthOf(config, level)).attends
                = config.isAttn[static_cast<std::size_t>(level)];
            planner.keep();
        }
        if (level + 1 < config.levels()) {
            add(Kind::down, level + 1, widthOf(config, level)).resamplesInBlock = config.useResForUpdown;
            planner.keep();
        }
    }
}

void addUp(const DdaeConfig& config, Planner& planner)
{
    int number = 0, output = 0;
    for (int level = config.levels() - 1; level >= 0; --level) {
        const int width = widthOf(config, level);
        for (int i = 0; i <= config.nBlocks; ++i) {
            FlatLayer& layer = planner.join(fmt::format("up.{}", number++), level, width);
            layer.attends = config.isAttn[static_cast<std::size_t>(level)];
            layer.tap = fmt::format("out_{}", ++output);
        }
        if (level > 0)
            planner.add(Kind::up, ModelPart::up, fmt::format("up.{}", number++), level - 1, width)
                .resamplesInBlock
                = config.useResForUpdown;
    }
}

} // namespace

FlatUNetPlan planOf(const EdmConfig& config)
{
    Planner planner(config.imgChannels);
    addEncoder(config, planner);
    addDecoder(config, planner);
    return planner.take();
}

FlatUNetPlan planOf(const DdaeConfig& config)
{
    Planner planner(config.channels);
    planner.add(Kind::convolution, ModelPart::input, "image_proj", 0, config.nChannels);
    planner.keep();
    addDown(config, planner);
    const int deepest = config.levels() - 1, width = widthOf(config, deepest);
    planner.add(Kind::block, ModelPart::mid, "middle.res1", deepest, width).tap.clear();
    planner.add(Kind::attention, ModelPart::mid, "middle.attn", deepest, width).tap.clear();
    planner.add(Kind::block, ModelPart::mid, "middle.res2", deepest, width).tap = "middle";
    addUp(config, planner);
    planner.add(Kind::auxConv, ModelPart::output, "final", 0, config.channels).tap.clear();
    return planner.take();
}

std::vector<std::string> FlatUNetPlan::knownTaps() const
{
    std::vector<std::string> taps;
    for (const auto& layer : layers)
        if (!layer.tap.empty())
            taps.push_back(layer.tap);
    return taps;
}

std::vector<std::string> FlatUNetPlan::blockTaps() const
{
    std::vector<std::string> taps;
    const FlatLayer* last = nullptr;
    const auto end = [&] {
        if (last && last->part != ModelPart::input)
            taps.push_back(last->tap);
    };
    for (const auto& layer : layers) {
        if (layer.tap.empty())
            continue;
        if (last && (last->part != layer.part || last->level != layer.level))
            end();
        last = &layer;
    }
    end();
    return taps;
}

std::vector<std::string> FlatUNetPlan::allTaps() const
{
    const auto blocks = blockTaps();
    std::vector<std::string> taps;
    for (const auto& layer : layers)
        if (!layer.tap.empty()
            && (layer.part == ModelPart::up || std::ranges::find(blocks, layer.tap) != blocks.end()))
            taps.push_back(layer.tap);
    return taps;
}

} // namespace minamo
