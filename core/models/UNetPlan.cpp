#include "models/UNetPlan.h"

#include <algorithm>

namespace minamo {
namespace {

std::string numbered(const std::string& list, std::size_t number)
{
    return list + "." + std::to_string(number);
}

void addLayers(std::vector<std::string>& taps, const std::string& block, std::size_t layers, bool mixing)
{
    for (std::size_t j = 0; j < layers; ++j) {
        taps.push_back(numbered(block + ".resnets", j));
        if (mixing)
            taps.push_back(numbered(block + ".attentions", j));
    }
    taps.push_back(block);
}

} // namespace

int UNetPlan::contextWidth() const
{
    if (mid && mid->mixing.contextWidth > 0)
        return mid->mixing.contextWidth;
    for (const auto* blocks : { &down, &up })
        for (const auto& block : *blocks)
            if (block.mixing.contextWidth > 0)
                return block.mixing.contextWidth;
    return 0;
}

std::vector<std::string> UNetPlan::blockTaps() const
{
    std::vector<std::string> taps;
    for (std::size_t i = 0; i < down.size(); ++i)
        taps.push_back(numbered("down_blocks", i));
    if (mid)
        taps.emplace_back("mid_block");
    for (std::size_t i = 0; i < up.size(); ++i)
        taps.push_back(numbered("up_blocks", i));
    return taps;
}

std::vector<std::string> UNetPlan::knownTaps() const
{
    std::vector<std::string> taps { "conv_in" };
    for (std::size_t i = 0; i < down.size(); ++i)
        addLayers(taps, numbered("down_blocks", i), down[i].inChannels.size(), down[i].mixing.isThere());
    if (mid && mid->resnets > 1)
        taps.emplace_back("mid_block.resnets.0");
    if (mid && mid->mixing.isThere())
        taps.emplace_back("mid_block.attentions.0");
    if (mid)
        taps.emplace_back("mid_block");
    for (std::size_t i = 0; i < up.size(); ++i)
        addLayers(taps, numbered("up_blocks", i), up[i].inChannels.size(), up[i].mixing.isThere());
    return taps;
}

std::vector<std::string> UNetPlan::allTaps() const
{
    std::vector<std::string> taps;
    for (const auto& tap : knownTaps()) {
        const bool inner
            = tap.find(".resnets.") != std::string::npos || tap.find(".attentions.") != std::string::npos;
        if (tap != "conv_in" && (!inner || tap.starts_with("up_blocks.")))
            taps.push_back(tap);
    }
    // Without an upsampler the last layer *is* the output of the block.
    const auto last = std::ranges::find(taps, numbered("up_blocks", up.size() - 1));
    taps.erase(last - 1);
    return taps;
}

void addUNetBlocks(UNetPlan& plan, const std::vector<int>& widths, const std::vector<int>& layers)
{
    const std::size_t count = widths.size();
    int before = widths.front();
    for (std::size_t i = 0; i < count; ++i) {
        UNetBlockPlan block;
        block.channels = widths[i];
        for (int j = 0; j < layers[i]; ++j)
            block.inChannels.push_back(j == 0 ? before : block.channels);
        before = block.channels;
        if (i + 1 < count)
            block.sampler = UNetBlockPlan::Sampler::conv;
        plan.down.push_back(std::move(block));
    }
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t level = count - 1 - i;
        UNetBlockPlan block;
        block.channels = widths[level];
        const int lastSkip = widths[level > 0 ? level - 1 : 0];
        for (int j = 0; j <= layers[level]; ++j)
            block.inChannels.push_back(
                (j == 0 ? before : block.channels) + (j == layers[level] ? lastSkip : block.channels));
        before = block.channels;
        if (i + 1 < count)
            block.sampler = UNetBlockPlan::Sampler::conv;
        plan.up.push_back(std::move(block));
    }
}

} // namespace minamo
