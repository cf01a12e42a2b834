#include "engine/models/UNet2DBlocks.h"

namespace minamo {
namespace {

using Resnets = std::vector<std::shared_ptr<ResnetBlock2D>>;
using Attentions = std::vector<std::shared_ptr<Attention>>;

std::string member(const std::string& block, const char* list, std::size_t index)
{
    return block + "." + list + "." + std::to_string(index);
}

template <class T> torch::nn::ModuleList listOf(const std::vector<std::shared_ptr<T>>& modules)
{
    torch::nn::ModuleList list;
    for (const auto& module : modules)
        list->push_back(module);
    return list;
}

Resnets makeResnets(const std::string& tap, const BlockShape& shape, const ResnetSettings& settings)
{
    Resnets resnets;
    for (std::size_t i = 0; i < shape.inChannels.size(); ++i)
        resnets.push_back(std::make_shared<ResnetBlock2D>(
            member(tap, "resnets", i), shape.inChannels[i], shape.channels, settings, Resample::none));
    return resnets;
}

std::shared_ptr<Attention> makeAttention(std::string tap, int channels, const AttentionSettings& s)
{
    return std::make_shared<Attention>(std::move(tap), channels, s.headDim, s.groups, s.eps, s.rescale);
}

Attentions makeAttentions(const std::string& tap, const BlockShape& shape)
{
    Attentions attentions;
    for (std::size_t i = 0; shape.attention.headDim > 0 && i < shape.inChannels.size(); ++i)
        attentions.push_back(makeAttention(member(tap, "attentions", i), shape.channels, shape.attention));
    return attentions;
}

} // namespace

ResnetBlock2D::ResnetBlock2D(
    std::string tap, int inChannels, int outChannels, const ResnetSettings& settings, Resample resample) :
    NamedModule(std::move(tap)),
    m_settings(settings), m_resample(resample)
{
    m_norm1
        = register_module("norm1", std::make_shared<GroupNorm>(settings.groups, inChannels, settings.eps));
    m_conv1 = register_module("conv1", std::make_shared<Conv2d>(inChannels, outChannels, 3, 1, 1));
    m_timeProjection = register_module("time_emb_proj",
        torch::nn::Linear(settings.timeChannels, settings.scaleShift ? 2 * outChannels : outChannels));
    m_norm2
        = register_module("norm2", std::make_shared<GroupNorm>(settings.groups, outChannels, settings.eps));
    m_conv2 = register_module("conv2", std::make_shared<Conv2d>(outChannels, outChannels, 3, 1, 1));
    if (inChannels != outChannels)
        m_shortcut
            = register_module("conv_shortcut", std::make_shared<Conv2d>(inChannels, outChannels, 1, 1, 0));
}

at::Tensor ResnetBlock2D::resampled(const at::Tensor& x) const
{
    if (m_resample == Resample::up)
        return nearestTwice(x);
    return m_resample == Resample::down ? at::avg_pool2d(x, { 2, 2 }, { 2, 2 }) : x;
}

at::Tensor ResnetBlock2D::forward(const at::Tensor& x, const at::Tensor& time, TapRequest& taps)
{
    at::Tensor h;
    if (taps.wants(tap(), ".norm1")) {
        h = m_norm1->forward(x);
        taps.give(tap(), ".norm1", h);
        h = activate(h, m_settings.activation);
    } else {
        h = m_norm1->activated(x, m_settings.activation);
    }
    h = m_conv1->forward(resampled(h));
    taps.give(tap(), ".conv1", h);
    const at::Tensor projected = m_timeProjection(time);
    taps.give(tap(), ".time_emb_proj", projected);
    h = secondHalf(h, projected, taps);
    const at::Tensor residual = resampled(x);
    const at::Tensor straight = m_shortcut ? m_shortcut->forward(residual) : residual;
    h = at::GradMode::is_enabled() || taps.wants(tap(), ".conv2") ? h + straight : h.add_(straight);
    if (m_settings.scale != 1)
        h = h / m_settings.scale;
    taps.give(tap(), h);
    return h;
}

at::Tensor ResnetBlock2D::secondHalf(at::Tensor h, const at::Tensor& projected, TapRequest& taps)
{
    const auto parts = m_settings.scaleShift ? projected.chunk(2, 1) : std::vector<at::Tensor> { projected };
    if (taps.wants(tap(), ".norm2")) {
        const auto grid = [](const at::Tensor& t) { return t.unsqueeze(2).unsqueeze(3); };
        h = m_norm2->forward(m_settings.scaleShift ? h : h + grid(projected));
        taps.give(tap(), ".norm2", h);
        if (m_settings.scaleShift)
            h = h * (1 + grid(parts[0])) + grid(parts[1]);
        h = activate(h, m_settings.activation);
    } else if (m_settings.scaleShift) {
        h = m_norm2->activated(h, m_settings.activation, {}, parts[0], parts[1]);
    } else {
        h = m_norm2->activated(h, m_settings.activation, projected);
    }
    if (m_settings.dropout > 0 && is_training())
        h = at::dropout(h, m_settings.dropout, true);
    h = m_conv2->forward(h);
    taps.give(tap(), ".conv2", h);
    return h;
}

LayeredBlock2D::LayeredBlock2D(
    std::string tap, const BlockShape& shape, const ResnetSettings& settings, Resample direction) :
    NamedModule(std::move(tap)),
    m_resnets(makeResnets(this->tap(), shape, settings)), m_attentions(makeAttentions(this->tap(), shape))
{
    if (!m_attentions.empty())
        register_module("attentions", listOf(m_attentions));
    register_module("resnets", listOf(m_resnets));
    const bool down = direction == Resample::down;
    const char* list = down ? "downsamplers" : "upsamplers";
    if (shape.sampler == BlockShape::Sampler::resnet) {
        const auto resnet = std::make_shared<ResnetBlock2D>(
            member(this->tap(), list, 0), shape.channels, shape.channels, settings, direction);
        register_module(list, torch::nn::ModuleList(resnet));
        m_sampler = [resnet](const at::Tensor& x, const at::Tensor& time, TapRequest& taps) {
            return resnet->forward(x, time, taps);
        };
    } else if (shape.sampler == BlockShape::Sampler::conv && down) {
        useSampler(list, std::make_shared<Downsample2D>(shape.channels, shape.downsamplePadding));
    } else if (shape.sampler == BlockShape::Sampler::conv) {
        useSampler(list, std::make_shared<Upsample2D>(shape.channels));
    }
}

template <class T> void LayeredBlock2D::useSampler(const char* list, const std::shared_ptr<T>& module)
{
    register_module(list, torch::nn::ModuleList(module));
    m_sampler = [module](const at::Tensor& x, const at::Tensor&, TapRequest&) { return module->forward(x); };
}

at::Tensor LayeredBlock2D::layer(
    std::size_t i, const at::Tensor& x, const at::Tensor& time, TapRequest& taps) const
{
    const at::Tensor h = m_resnets[i]->forward(x, time, taps);
    return taps.finished() || m_attentions.empty() ? h : m_attentions[i]->forward(h, taps);
}

at::Tensor DownBlock2D::forward(
    at::Tensor x, const at::Tensor& time, std::vector<at::Tensor>& skips, TapRequest& taps)
{
    for (std::size_t i = 0; i < layers(); ++i) {
        x = layer(i, x, time, taps);
        if (taps.finished())
            return x;
        skips.push_back(x);
    }
    if (resamples()) {
        x = resampled(x, time, taps);
        skips.push_back(x);
    }
    taps.give(tap(), x);
    return x;
}

UNetMidBlock2D::UNetMidBlock2D(
    std::string tap, int channels, const AttentionSettings& attention, const ResnetSettings& settings) :
    NamedModule(std::move(tap))
{
    const auto resnet = [&](std::size_t i) {
        return std::make_shared<ResnetBlock2D>(
            member(this->tap(), "resnets", i), channels, channels, settings, Resample::none);
    };
    m_first = resnet(0);
    m_second = resnet(1);
    if (attention.headDim > 0) {
        m_attention = makeAttention(member(this->tap(), "attentions", 0), channels, attention);
        register_module("attentions", torch::nn::ModuleList(m_attention));
    }
    register_module("resnets", torch::nn::ModuleList(m_first, m_second));
}

at::Tensor UNetMidBlock2D::forward(at::Tensor x, const at::Tensor& time, TapRequest& taps)
{
    x = m_first->forward(x, time, taps);
    if (taps.finished())
        return x;
    if (m_attention)
        x = m_attention->forward(x, taps);
    if (taps.finished())
        return x;
    x = m_second->forward(x, time, taps);
    taps.give(tap(), x);
    return x;
}

at::Tensor UpBlock2D::forward(
    at::Tensor x, const at::Tensor& time, std::vector<at::Tensor>& skips, TapRequest& taps)
{
    for (std::size_t i = 0; i < layers(); ++i) {
        x = layer(i, at::cat({ x, skips.back() }, 1), time, taps);
        skips.pop_back();
        if (taps.finished())
            return x;
    }
    if (resamples())
        x = resampled(x, time, taps);
    taps.give(tap(), x);
    return x;
}

} // namespace minamo
