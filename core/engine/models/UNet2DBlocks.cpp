#include "engine/models/UNet2DBlocks.h"

#include "engine/models/NormKernelGpu.h"

#include "engine/models/Transformer2D.h"

namespace minamo {
namespace {

std::string member(const std::string& block, const char* list, std::size_t index)
{
    return block + "." + list + "." + std::to_string(index);
}

std::shared_ptr<ResnetBlock2D> addResnet(torch::nn::ModuleList& list, const std::string& block,
    int inChannels, int outChannels, const ResnetSettings& settings)
{
    const auto resnet = std::make_shared<ResnetBlock2D>(
        member(block, "resnets", list->size()), inChannels, outChannels, settings, Resample::none);
    list->push_back(resnet);
    return resnet;
}

MixingLayer addMixing(
    torch::nn::ModuleList& list, const std::string& block, int channels, const UNetMixing& mixing)
{
    const std::string tap = member(block, "attentions", list->size());
    if (mixing.kind == UNetMixing::Kind::transformer) {
        const auto transformer = std::make_shared<Transformer2D>(tap, channels, mixing);
        list->push_back(transformer);
        return [transformer](const at::Tensor& x, const PassInputs& told, TapRequest& taps) {
            return transformer->forward(x, told.context, taps);
        };
    }
    const auto attention = std::make_shared<Attention>(
        tap, channels, mixing.headDim, mixing.groups, mixing.eps, mixing.rescale);
    list->push_back(attention);
    return [attention](const at::Tensor& x, const PassInputs&, TapRequest& taps) {
        return attention->forward(x, taps);
    };
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
    if (settings.timeChannels > 0)
        m_timeProjection = register_module("time_emb_proj",
            std::make_shared<Linear>(
                settings.timeChannels, settings.scaleShift ? 2 * outChannels : outChannels));
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
        return nearest(x, 2 * x.size(2), 2 * x.size(3));
    return m_resample == Resample::down ? at::avg_pool2d(x, { 2, 2 }, { 2, 2 }) : x;
}

bool ResnetBlock2D::canFuse(const at::Tensor& x, const at::Tensor& skip, const TapRequest& taps) const
{
    const bool both = canUseGpuKernels(x)
        && (!skip.defined() || (canUseGpuKernels(skip) && m_shortcut && m_resample == Resample::none));
    return both && m_settings.activation == Activation::silu && !taps.detailed() && !is_training();
}

/// On a GPU: what is added to a convolution's output is added in the next pass over it, and x and skip are
/// never put together.
at::Tensor ResnetBlock2D::fused(const at::Tensor& x, const at::Tensor& skip, const at::Tensor& time)
{
    at::Tensor h = m_conv1->withoutBias(resampled(m_norm1->activatedBeside(x, skip)));
    const at::Tensor bias = m_conv1->bias().unsqueeze(0);
    const at::Tensor told = m_timeProjection ? m_timeProjection->forward(time) : at::Tensor();
    if (m_settings.scaleShift) {
        const auto parts = told.chunk(2, 1);
        h = m_norm2->activated(h, m_settings.activation, bias, parts[0], parts[1]);
    } else {
        h = m_norm2->activated(h, m_settings.activation, told.defined() ? told + bias : bias);
    }
    h = m_conv2->withoutBias(h);
    if (!m_shortcut)
        return addFused(h, resampled(x), m_conv2->bias(), m_settings.scale);
    const at::Tensor straight = m_shortcut->pointwiseWithoutBias(resampled(x), skip);
    return addFused(h, straight, m_conv2->bias() + m_shortcut->bias(), m_settings.scale);
}

at::Tensor ResnetBlock2D::forward(
    const at::Tensor& hidden, const at::Tensor& time, TapRequest& taps, const at::Tensor& skip)
{
    at::Tensor h;
    if (canFuse(hidden, skip, taps)) {
        h = fused(hidden, skip, time);
        taps.give(tap(), h);
        return h;
    }
    const at::Tensor x = skip.defined() ? at::cat({ hidden, skip }, 1) : hidden;
    if (taps.wants(tap(), ".norm1")) {
        h = m_norm1->forward(x);
        taps.give(tap(), ".norm1", h);
        h = activate(h, m_settings.activation);
    } else {
        h = m_norm1->activated(x, m_settings.activation);
    }
    h = m_conv1->forward(resampled(h));
    taps.give(tap(), ".conv1", h);
    const at::Tensor projected = m_timeProjection ? m_timeProjection->forward(time) : at::Tensor();
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
        h = m_norm2->forward(m_settings.scaleShift || !projected.defined() ? h : h + grid(projected));
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
    std::string tap, const UNetBlockPlan& plan, const ResnetSettings& settings, Resample direction) :
    NamedModule(std::move(tap))
{
    using Sampler = UNetBlockPlan::Sampler;
    torch::nn::ModuleList resnets, mixings, samplers;
    for (const int inChannels : plan.inChannels)
        m_resnets.push_back(addResnet(resnets, this->tap(), inChannels, plan.channels, settings));
    for (std::size_t i = 0; plan.mixing.isThere() && i < layers(); ++i)
        m_mixings.push_back(addMixing(mixings, this->tap(), plan.channels, plan.mixing));
    if (!m_mixings.empty())
        register_module("attentions", mixings);
    register_module("resnets", resnets);
    const bool down = direction == Resample::down;
    const char* list = down ? "downsamplers" : "upsamplers";
    if (plan.sampler == Sampler::resnet)
        samplers->push_back(m_resnetSampler = std::make_shared<ResnetBlock2D>(member(this->tap(), list, 0),
                                plan.channels, plan.channels, settings, direction));
    else if (plan.sampler == Sampler::conv && down)
        samplers->push_back(
            m_downsampler = std::make_shared<Downsample2D>(plan.channels, plan.downsamplePadding));
    else if (plan.sampler == Sampler::conv)
        samplers->push_back(m_upsampler = std::make_shared<Upsample2D>(plan.channels));
    if (!samplers->is_empty())
        register_module(list, samplers);
}

at::Tensor LayeredBlock2D::layer(std::size_t i, const at::Tensor& x, const PassInputs& told, TapRequest& taps,
    const at::Tensor& skip) const
{
    const at::Tensor h = m_resnets[i]->forward(x, told.time, taps, skip);
    return taps.finished() || m_mixings.empty() ? h : m_mixings[i](h, told, taps);
}

at::Tensor DownBlock2D::forward(
    at::Tensor x, const PassInputs& told, std::vector<at::Tensor>& skips, TapRequest& taps)
{
    for (std::size_t i = 0; i < layers(); ++i) {
        x = layer(i, x, told, taps);
        if (taps.finished())
            return x;
        skips.push_back(x);
    }
    if (m_resnetSampler || m_downsampler) {
        x = m_downsampler ? m_downsampler->forward(x) : m_resnetSampler->forward(x, told.time, taps);
        skips.push_back(x);
    }
    taps.give(tap(), x);
    return x;
}

UNetMidBlock2D::UNetMidBlock2D(std::string tap, const UNetMidPlan& plan, ResnetSettings settings) :
    NamedModule(std::move(tap))
{
    settings.scale = plan.scale;
    torch::nn::ModuleList resnets, mixings;
    for (int i = 0; i < plan.resnets; ++i)
        m_resnets.push_back(addResnet(resnets, this->tap(), plan.channels, plan.channels, settings));
    if (plan.mixing.isThere()) {
        m_mixing = addMixing(mixings, this->tap(), plan.channels, plan.mixing);
        register_module("attentions", mixings);
    }
    register_module("resnets", resnets);
}

at::Tensor UNetMidBlock2D::forward(at::Tensor x, const PassInputs& told, TapRequest& taps)
{
    for (std::size_t i = 0; i < m_resnets.size(); ++i) {
        x = m_resnets[i]->forward(x, told.time, taps);
        if (i == 0 && m_mixing && !taps.finished())
            x = m_mixing(x, told, taps);
        if (taps.finished())
            return x;
    }
    taps.give(tap(), x);
    return x;
}

at::Tensor UpBlock2D::forward(
    at::Tensor x, const PassInputs& told, std::vector<at::Tensor>& skips, TapRequest& taps)
{
    for (std::size_t i = 0; i < layers(); ++i) {
        x = layer(i, x, told, taps, skips.back());
        skips.pop_back();
        if (taps.finished())
            return x;
    }
    if (m_resnetSampler)
        x = m_resnetSampler->forward(x, told.time, taps);
    else if (m_upsampler)
        x = m_upsampler->forward(x, skips.back().size(2), skips.back().size(3));
    taps.give(tap(), x);
    return x;
}

} // namespace minamo
