#include "engine/models/UNet2DModel.h"

#include <algorithm>

namespace minamo {
namespace {

std::string blockTap(const char* list, std::size_t index)
{
    return std::string(list) + "." + std::to_string(index);
}

/// A module that only holds a "weight": time_proj of the fourier and the learned embedding.
class WeightOnly : public torch::nn::Module {
public:
    at::Tensor add(at::Tensor value, bool trained)
    {
        return register_parameter("weight", std::move(value), trained);
    }
};

} // namespace

UNet2DModel::UNet2DModel(const UNet2DConfig& config) : m_config(config)
{
    ResnetSettings settings;
    settings.timeChannels = config.timeEmbedDim();
    settings.groups = config.normNumGroups;
    settings.eps = config.normEps;
    settings.dropout = config.dropout;
    settings.scaleShift = config.resnetTimeScaleShift == "scale_shift";
    settings.activation = activationFromName(config.actFn);

    const int first = config.blockOutChannels.front();
    m_convIn = register_module("conv_in", std::make_shared<Conv2d>(config.inChannels, first, 3, 1, 1));
    buildTime();
    buildDown(settings);
    buildMid(settings);
    buildUp(settings);
    m_normOut = register_module(
        "conv_norm_out", std::make_shared<GroupNorm>(config.normNumGroups, first, config.normEps));
    m_convOut = register_module("conv_out", std::make_shared<Conv2d>(first, config.outChannels, 3, 1, 1));
}

void UNet2DModel::buildTime()
{
    const int first = m_config.blockOutChannels.front();
    int size = first;
    if (m_config.timeEmbeddingType != "positional") {
        const auto holder = register_module("time_proj", std::make_shared<WeightOnly>());
        const bool fourier = m_config.timeEmbeddingType == "fourier";
        m_timeWeight = fourier
            ? holder->add(torch::randn({ first }) * 16, false)
            : holder->add(torch::randn({ m_config.numTrainTimesteps.value_or(1), first }), true);
        size = fourier ? 2 * first : first;
    }
    const int width = m_config.timeEmbedDim();
    m_timeEmbedding = register_module("time_embedding", std::make_shared<TimestepEmbedding>(size, width));
    if (m_config.classEmbedType == "timestep")
        m_classEmbedding
            = register_module("class_embedding", std::make_shared<TimestepEmbedding>(size, width));
    else if (m_config.classEmbedType.empty() && m_config.numClassEmbeds)
        m_classTable
            = register_module("class_embedding", torch::nn::Embedding(*m_config.numClassEmbeds, width));
}

AttentionSettings UNet2DModel::attentionOf(int channels) const
{
    return { m_config.attentionHeadDim.value_or(channels), m_config.normNumGroups, m_config.normEps, 1 };
}

void UNet2DModel::buildDown(const ResnetSettings& settings)
{
    torch::nn::ModuleList list;
    int width = m_config.blockOutChannels.front();
    for (std::size_t i = 0; i < m_config.downBlockTypes.size(); ++i) {
        const std::string& type = m_config.downBlockTypes[i];
        BlockShape shape;
        shape.channels = m_config.blockOutChannels[i];
        for (int j = 0; j < m_config.layersPerBlock; ++j)
            shape.inChannels.push_back(j == 0 ? width : shape.channels);
        width = shape.channels;
        if (type == "AttnDownBlock2D")
            shape.attention = attentionOf(width);
        const bool asResnet = type == "ResnetDownsampleBlock2D"
            || (type == "AttnDownBlock2D" && m_config.downsampleType == "resnet");
        if (i + 1 < m_config.downBlockTypes.size())
            shape.sampler = asResnet ? BlockShape::Sampler::resnet : BlockShape::Sampler::conv;
        shape.downsamplePadding = m_config.downsamplePadding;
        m_down.push_back(std::make_shared<DownBlock2D>(blockTap("down_blocks", i), shape, settings));
        list->push_back(m_down.back());
    }
    register_module("down_blocks", list);
}

void UNet2DModel::buildMid(ResnetSettings settings)
{
    if (!m_config.midBlock)
        return;
    const int width = m_config.blockOutChannels.back();
    settings.scale = m_config.midBlockScaleFactor;
    AttentionSettings attention = attentionOf(width);
    attention.rescale = m_config.midBlockScaleFactor;
    attention.groups = m_config.attnNormNumGroups.value_or(settings.scaleShift ? 0 : m_config.normNumGroups);
    if (!m_config.addAttention)
        attention.headDim = 0;
    m_mid = register_module(
        "mid_block", std::make_shared<UNetMidBlock2D>("mid_block", width, attention, settings));
}

void UNet2DModel::buildUp(const ResnetSettings& settings)
{
    torch::nn::ModuleList list;
    const auto widths
        = std::vector<int>(m_config.blockOutChannels.rbegin(), m_config.blockOutChannels.rend());
    int before = widths.front();
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const std::string& type = m_config.upBlockTypes[i];
        BlockShape shape;
        shape.channels = widths[i];
        const int lastSkip = widths[std::min(i + 1, widths.size() - 1)];
        for (int j = 0; j <= m_config.layersPerBlock; ++j)
            shape.inChannels.push_back((j == 0 ? before : shape.channels)
                + (j == m_config.layersPerBlock ? lastSkip : shape.channels));
        before = shape.channels;
        if (type == "AttnUpBlock2D")
            shape.attention = attentionOf(before);
        const bool asResnet = type == "ResnetUpsampleBlock2D"
            || (type == "AttnUpBlock2D" && m_config.upsampleType == "resnet");
        if (i + 1 < widths.size())
            shape.sampler = asResnet ? BlockShape::Sampler::resnet : BlockShape::Sampler::conv;
        m_up.push_back(std::make_shared<UpBlock2D>(blockTap("up_blocks", i), shape, settings));
        list->push_back(m_up.back());
    }
    register_module("up_blocks", list);
}

at::Tensor UNet2DModel::projectTime(const at::Tensor& timesteps) const
{
    if (m_config.timeEmbeddingType == "fourier")
        return fourierTimeProjection(timesteps, m_timeWeight);
    if (m_config.timeEmbeddingType == "learned")
        return at::embedding(m_timeWeight, timesteps.to(at::kLong));
    return positionalTimeProjection(
        timesteps, m_config.blockOutChannels.front(), m_config.flipSinToCos, m_config.freqShift);
}

at::Tensor UNet2DModel::embedTime(
    const at::Tensor& timesteps, const at::Tensor& classLabels, TapRequest& taps)
{
    const at::Tensor projected = projectTime(timesteps);
    taps.give("time_proj", projected);
    at::Tensor e = m_timeEmbedding->forward(projected.to(dtype()));
    taps.give("time_embedding", e);
    if (m_config.hasClassEmbedding() && classLabels.defined()) {
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

at::Tensor UNet2DModel::forward(
    const at::Tensor& sample, const at::Tensor& timesteps, const Conditioning& conditioning, TapRequest& taps)
{
    // The embedding is activated in every resnet: once is enough.
    const at::Tensor time
        = activate(embedTime(timesteps, conditioning.classLabels, taps), activationFromName(m_config.actFn));
    at::Tensor x = sample.to(dtype());
    if (x.is_cpu())
        x = x.contiguous(at::MemoryFormat::ChannelsLast);
    x = m_convIn->forward(m_config.centerInputSample ? x * 2 - 1 : x);
    taps.give("conv_in", x);
    std::vector<at::Tensor> skips { x };
    for (std::size_t i = 0; i < m_down.size() && !taps.finished(); ++i)
        x = m_down[i]->forward(x, time, skips, taps);
    if (m_mid && !taps.finished())
        x = m_mid->forward(x, time, taps);
    for (std::size_t i = 0; i < m_up.size() && !taps.finished(); ++i)
        x = m_up[i]->forward(x, time, skips, taps);
    if (taps.finished())
        return {};
    if (taps.wants("conv_norm_out")) {
        x = m_normOut->forward(x);
        taps.give("conv_norm_out", x);
        x = at::silu(x);
    } else {
        x = m_normOut->activated(x, Activation::silu);
    }
    x = m_convOut->forward(x);
    return m_config.timeEmbeddingType == "fourier"
        ? x / timesteps.to(x.scalar_type()).reshape({ -1, 1, 1, 1 })
        : x;
}

bool UNet2DModel::acceptsLabels(const at::Tensor& labels, std::int64_t batch) const
{
    if (m_config.classEmbedType == "identity")
        return labels.dim() == 2 && labels.size(0) == batch && labels.size(1) == m_config.timeEmbedDim();
    if (labels.dim() != 1 || labels.size(0) != batch)
        return false;
    if (m_config.classEmbedType.empty())
        return areRows(labels, m_config.numClassEmbeds.value_or(0));
    return timestepRows() == 0 || areRows(labels, timestepRows());
}

int UNet2DModel::timestepRows() const
{
    return m_config.timeEmbeddingType == "learned" ? m_config.numTrainTimesteps.value_or(0) : 0;
}

std::vector<Error> UNet2DModel::warnings() const
{
    if (m_config.attentionHeadDimAbsent)
        return { { "model.head-dim-absent", {}, {} } };
    return {};
}

int UNet2DModel::sampleSize() const
{
    if (!m_config.sampleHeight)
        return 0;
    return m_config.sampleHeight == m_config.sampleWidth ? *m_config.sampleHeight : -1;
}

std::vector<std::string> UNet2DModel::blockTaps() const
{
    std::vector<std::string> taps;
    for (std::size_t i = 0; i < m_down.size(); ++i)
        taps.push_back(blockTap("down_blocks", i));
    if (m_mid)
        taps.push_back("mid_block");
    for (std::size_t i = 0; i < m_up.size(); ++i)
        taps.push_back(blockTap("up_blocks", i));
    return taps;
}

std::vector<std::string> UNet2DModel::allTaps() const
{
    std::vector<std::string> taps;
    for (const auto& tap : knownTaps()) {
        const bool inner
            = tap.find(".resnets.") != std::string::npos || tap.find(".attentions.") != std::string::npos;
        if (tap != "conv_in" && (!inner || tap.starts_with("up_blocks.")))
            taps.push_back(tap);
    }
    // Without an upsampler the last layer *is* the output of the block.
    const auto last = std::ranges::find(taps, blockTap("up_blocks", m_up.size() - 1));
    taps.erase(last - 1);
    return taps;
}

std::vector<std::string> UNet2DModel::knownTaps() const
{
    std::vector<std::string> taps { "conv_in" };
    const auto inside = [&](const std::string& block, int layers, bool attention) {
        for (int j = 0; j < layers; ++j) {
            taps.push_back(block + ".resnets." + std::to_string(j));
            if (attention)
                taps.push_back(block + ".attentions." + std::to_string(j));
        }
        taps.push_back(block);
    };
    for (std::size_t i = 0; i < m_down.size(); ++i)
        inside(blockTap("down_blocks", i), m_config.layersPerBlock,
            m_config.downBlockTypes[i] == "AttnDownBlock2D");
    if (m_mid) {
        taps.push_back("mid_block.resnets.0");
        if (m_config.addAttention)
            taps.push_back("mid_block.attentions.0");
        taps.push_back("mid_block");
    }
    for (std::size_t i = 0; i < m_up.size(); ++i)
        inside(blockTap("up_blocks", i), m_config.layersPerBlock + 1,
            m_config.upBlockTypes[i] == "AttnUpBlock2D");
    return taps;
}

Result<std::shared_ptr<DiffusionNetwork>> makeUNet2DModel(const Json& config)
{
    MINAMO_TRY(const auto parsed, UNet2DConfig::fromJson(config));
    return std::make_shared<UNet2DModel>(parsed);
}

} // namespace minamo
