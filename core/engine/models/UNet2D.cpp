#include "engine/models/UNet2D.h"

namespace minamo {
namespace {

/// A module that only holds a "weight": time_proj of the fourier and the learned embedding.
class WeightOnly : public torch::nn::Module {
public:
    at::Tensor add(at::Tensor value, bool trained)
    {
        return register_parameter("weight", std::move(value), trained);
    }
};

std::shared_ptr<Conv2d> sameSizeConv(int inChannels, int outChannels, int kernel)
{
    return std::make_shared<Conv2d>(inChannels, outChannels, kernel, 1, (kernel - 1) / 2);
}

template <class Block>
std::vector<std::shared_ptr<Block>> makeBlocks(
    const std::string& list, const std::vector<UNetBlockPlan>& plans, const ResnetSettings& settings)
{
    std::vector<std::shared_ptr<Block>> blocks;
    for (const auto& plan : plans)
        blocks.push_back(std::make_shared<Block>(list + "." + std::to_string(blocks.size()), plan, settings));
    return blocks;
}

template <class Block> torch::nn::ModuleList listOf(const std::vector<std::shared_ptr<Block>>& blocks)
{
    torch::nn::ModuleList list;
    for (const auto& block : blocks)
        list->push_back(block);
    return list;
}

} // namespace

UNet2D::UNet2D(UNetPlan plan) : m_plan(std::move(plan))
{
    const int first = m_plan.down.front().inChannels.front(), last = m_plan.up.back().channels;
    m_convIn = register_module("conv_in", sameSizeConv(m_plan.inChannels, first, m_plan.convInKernel));
    buildTime();
    buildBlocks();
    m_normOut = register_module(
        "conv_norm_out", std::make_shared<GroupNorm>(m_plan.normNumGroups, last, m_plan.normEps));
    m_convOut = register_module("conv_out", sameSizeConv(last, m_plan.outChannels, m_plan.convOutKernel));
}

void UNet2D::buildTime()
{
    int size = m_plan.timeSize;
    if (m_plan.timeEmbeddingType != "positional") {
        const auto holder = register_module("time_proj", std::make_shared<WeightOnly>());
        const bool fourier = m_plan.timeEmbeddingType == "fourier";
        m_timeWeight = fourier ? holder->add(torch::randn({ size }) * 16, false)
                               : holder->add(torch::randn({ m_plan.timestepRows.value_or(1), size }), true);
        size = fourier ? 2 * size : size;
    }
    const int width = m_plan.timeWidth;
    const auto activation = activationFromName(m_plan.outerActFn);
    m_timeEmbedding
        = register_module("time_embedding", std::make_shared<TimestepEmbedding>(size, width, activation));
    if (m_plan.classEmbedType == "timestep")
        m_classEmbedding = register_module(
            "class_embedding", std::make_shared<TimestepEmbedding>(size, width, activation));
    else if (m_plan.classEmbedType.empty() && m_plan.numClassEmbeds)
        m_classTable
            = register_module("class_embedding", torch::nn::Embedding(*m_plan.numClassEmbeds, width));
}

void UNet2D::buildBlocks()
{
    ResnetSettings settings;
    settings.timeChannels = m_plan.timeWidth;
    settings.groups = m_plan.normNumGroups;
    settings.eps = m_plan.normEps;
    settings.dropout = m_plan.dropout;
    settings.scaleShift = m_plan.scaleShift;
    settings.activation = activationFromName(m_plan.actFn);
    m_down = makeBlocks<DownBlock2D>("down_blocks", m_plan.down, settings);
    register_module("down_blocks", listOf(m_down));
    if (m_plan.mid)
        m_mid = register_module(
            "mid_block", std::make_shared<UNetMidBlock2D>("mid_block", *m_plan.mid, settings));
    m_up = makeBlocks<UpBlock2D>("up_blocks", m_plan.up, settings);
    register_module("up_blocks", listOf(m_up));
}

at::Tensor UNet2D::projectTime(const at::Tensor& timesteps) const
{
    if (m_plan.timeEmbeddingType == "fourier")
        return fourierTimeProjection(timesteps, m_timeWeight);
    if (m_plan.timeEmbeddingType == "learned")
        return at::embedding(m_timeWeight, timesteps.to(at::kLong));
    return positionalTimeProjection(timesteps, m_plan.timeSize, m_plan.flipSinToCos, m_plan.freqShift);
}

at::Tensor UNet2D::embedTime(const at::Tensor& timesteps, const at::Tensor& classLabels, TapRequest& taps)
{
    const at::Tensor projected = projectTime(timesteps);
    taps.give("time_proj", projected);
    at::Tensor e = m_timeEmbedding->forward(projected.to(dtype()));
    taps.give("time_embedding", e);
    if (m_plan.hasClassEmbedding() && classLabels.defined()) {
        at::Tensor label = classLabels;
        if (m_classEmbedding)
            label = m_classEmbedding->forward(projectTime(classLabels).to(dtype()));
        else if (m_classTable)
            label = m_classTable(classLabels);
        taps.give("class_embedding", label);
        e = e + label.to(e.scalar_type());
    }
    return e;
}

at::Tensor UNet2D::forward(
    const at::Tensor& sample, const at::Tensor& timesteps, const Conditioning& conditioning, TapRequest& taps)
{
    // The embedding is activated in every resnet: once is enough.
    const PassInputs told { activate(embedTime(timesteps, conditioning.classLabels, taps),
                                activationFromName(m_plan.actFn)),
        conditioning.context };
    at::Tensor x = inFastLayout(sample.to(dtype()));
    x = m_convIn->forward(m_plan.centerInputSample ? x * 2 - 1 : x);
    taps.give("conv_in", x);
    std::vector<at::Tensor> skips { x };
    for (std::size_t i = 0; i < m_down.size() && !taps.finished(); ++i)
        x = m_down[i]->forward(x, told, skips, taps);
    if (m_mid && !taps.finished())
        x = m_mid->forward(x, told, taps);
    for (std::size_t i = 0; i < m_up.size() && !taps.finished(); ++i)
        x = m_up[i]->forward(x, told, skips, taps);
    if (taps.finished())
        return {};
    x = predict(x, taps);
    return takesNoiseLevels() ? x / timesteps.to(x.scalar_type()).reshape({ -1, 1, 1, 1 }) : x;
}

at::Tensor UNet2D::predict(at::Tensor x, TapRequest& taps)
{
    const auto activation = activationFromName(m_plan.outerActFn);
    if (taps.wants("conv_norm_out")) {
        x = m_normOut->forward(x);
        taps.give("conv_norm_out", x);
        x = activate(x, activation);
    } else {
        x = m_normOut->activated(x, activation);
    }
    return m_convOut->forward(x);
}

bool UNet2D::acceptsLabels(const at::Tensor& labels, std::int64_t batch) const
{
    if (m_plan.classEmbedType == "identity")
        return labels.dim() == 2 && labels.size(0) == batch && labels.size(1) == m_plan.timeWidth;
    if (labels.dim() != 1 || labels.size(0) != batch)
        return false;
    if (m_plan.classEmbedType.empty())
        return areRows(labels, m_plan.numClassEmbeds.value_or(0));
    return timestepRows() == 0 || areRows(labels, timestepRows());
}

int UNet2D::timestepRows() const
{
    return m_plan.timeEmbeddingType == "learned" ? m_plan.timestepRows.value_or(0) : 0;
}

int UNet2D::sampleSize() const
{
    if (!m_plan.sampleHeight)
        return 0;
    return m_plan.sampleHeight == m_plan.sampleWidth ? *m_plan.sampleHeight : -1;
}

} // namespace minamo
