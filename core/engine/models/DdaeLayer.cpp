#include "engine/models/DdaeLayer.h"

#include <ATen/ATen.h>

namespace minamo {
namespace {

using Kind = FlatLayer::Kind;

at::Tensor resampled(const at::Tensor& x, Kind kind)
{
    if (kind == Kind::down)
        return at::avg_pool2d(x, { 2, 2 });
    return kind == Kind::up ? nearest(x, 2 * x.size(2), 2 * x.size(3)) : x;
}

bool standsAlone(const FlatLayer& plan)
{
    return plan.part == ModelPart::input || plan.part == ModelPart::mid;
}

} // namespace

DdaeResidual::DdaeResidual(const FlatLayer& plan, const DdaeConfig& config) :
    m_kind(plan.kind), m_dropout(config.dropout)
{
    const int in = plan.inChannels, out = plan.channels;
    const auto inner = [&](const char* holder, auto module) {
        register_module(holder, std::make_shared<torch::nn::Module>())->register_module("1", module);
        return module;
    };
    m_norm1 = register_module("norm1", std::make_shared<GroupNorm>(config.numGroups, in, 1e-5));
    m_conv1 = register_module("conv1", std::make_shared<Conv2d>(in, out, 3, 1, 1));
    m_norm2 = register_module("norm2", std::make_shared<GroupNorm>(config.numGroups, out, 1e-5));
    m_conv2 = inner("conv2", std::make_shared<Conv2d>(out, out, 3, 1, 1));
    m_time = inner("time_emb", std::make_shared<Linear>(4 * config.nChannels, out));
    if (in != out)
        m_shortcut = register_module("shortcut", std::make_shared<Conv2d>(in, out, 1, 1, 0));
}

at::Tensor DdaeResidual::forward(const at::Tensor& x, const at::Tensor& time)
{
    at::Tensor h = m_conv1->forward(resampled(m_norm1->activated(x, Activation::silu), m_kind));
    h = m_norm2->activated(h, Activation::silu, m_time->forward(time));
    if (is_training())
        h = at::dropout(h, m_dropout, true);
    const at::Tensor base = resampled(x, m_kind);
    return m_conv2->forward(h) + (m_shortcut ? m_shortcut->forward(base) : base);
}

DdaeAttention::DdaeAttention(int channels, int groups)
{
    m_norm = register_module("norm", std::make_shared<GroupNorm>(groups, channels, 1e-5));
    m_projection = register_module("projection", std::make_shared<Linear>(channels, 3 * channels));
    m_output = register_module("output", std::make_shared<Linear>(channels, channels));
}

at::Tensor DdaeAttention::forward(const at::Tensor& x)
{
    const at::Tensor tokens = m_norm->forward(x).flatten(2).transpose(1, 2);
    const auto parts = m_projection->forward(tokens).unsqueeze(1).chunk(3, 3);
    const at::Tensor mixed = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]).squeeze(1);
    return x + m_output->forward(mixed).transpose(1, 2).reshape(x.sizes());
}

DdaeLayer::DdaeLayer(const FlatLayer& plan, const DdaeConfig& config) : m_plan(plan)
{
    const int in = plan.inChannels, out = plan.channels;
    const bool resamples = plan.kind == Kind::down || plan.kind == Kind::up;
    if (plan.kind == Kind::convolution || (resamples && !plan.resamplesInBlock))
        m_conv = std::make_shared<Conv2d>(in, out, 3, plan.kind == Kind::down ? 2 : 1, 1);
    else if (plan.kind != Kind::attention)
        m_residual = std::make_shared<DdaeResidual>(plan, config);
    if (plan.kind == Kind::attention || plan.attends)
        m_attention = std::make_shared<DdaeAttention>(out, config.numGroups);
    if (standsAlone(plan))
        return;
    if (m_conv)
        register_module("conv", m_conv);
    if (m_residual)
        register_module(resamples ? "op" : "res", m_residual);
    if (m_attention)
        register_module("attn", m_attention);
}

std::shared_ptr<torch::nn::Module> DdaeLayer::only() const
{
    if (m_conv)
        return m_conv;
    return m_residual ? std::shared_ptr<torch::nn::Module>(m_residual) : m_attention;
}

at::Tensor DdaeLayer::forward(const at::Tensor& x, const at::Tensor& time)
{
    if (m_conv)
        return m_conv->forward(m_plan.kind == Kind::up ? resampled(x, Kind::up) : x);
    const at::Tensor y = m_residual ? m_residual->forward(x, time) : x;
    return m_attention ? m_attention->forward(y) : y;
}

} // namespace minamo
