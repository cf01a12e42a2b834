#include "engine/models/EdmBlock.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <cmath>

namespace minamo {
namespace {

/// Outer product of the taps with itself, sum 1.
at::Tensor filterOf(const std::vector<double>& taps)
{
    const at::Tensor line = torch::tensor(taps, at::kFloat);
    const at::Tensor square = at::outer(line, line);
    return (square / square.sum()).unsqueeze(0).unsqueeze(0);
}

} // namespace

int edmGroups(int channels)
{
    return std::min(32, channels / 4);
}

EdmConv::EdmConv(int inChannels, int outChannels, int kernel, EdmResample resample,
    const std::vector<double>& taps, bool fused) :
    m_resample(resample),
    m_kernel(kernel), m_fused(fused)
{
    if (kernel > 0) {
        const double bound = 1 / std::sqrt(static_cast<double>(inChannels) * kernel * kernel);
        const auto uniform = [&](at::IntArrayRef shape) { return (torch::rand(shape) * 2 - 1) * bound; };
        m_weight = register_parameter("weight", uniform({ outChannels, inChannels, kernel, kernel }));
        m_bias = register_parameter("bias", uniform({ outChannels }));
    }
    if (resample != EdmResample::none)
        m_filter = register_parameter("resample_filter", filterOf(taps), false);
}

at::Tensor EdmConv::filtered(const at::Tensor& x, std::int64_t padding) const
{
    const auto channels = x.size(1);
    const auto each = m_filter.expand({ channels, 1, m_filter.size(2), m_filter.size(3) }).to(x.dtype());
    if (m_resample == EdmResample::up)
        return at::conv_transpose2d(x, each * 4, {}, 2, padding, 0, channels);
    return at::conv2d(x, each, {}, 2, padding, 1, channels);
}

at::Tensor EdmConv::forward(const at::Tensor& x) const
{
    const std::int64_t kernelPadding = m_kernel / 2;
    if (m_resample == EdmResample::none)
        return at::conv2d(x, m_weight, m_bias, 1, kernelPadding);
    const std::int64_t filterPadding = (m_filter.size(3) - 1) / 2;
    if (m_fused) {
        const at::Tensor y = filtered(at::conv2d(x, m_weight, {}, 1, kernelPadding + filterPadding), 0);
        return y + m_bias.reshape({ 1, -1, 1, 1 });
    }
    const at::Tensor y = filtered(x, filterPadding);
    return m_kernel > 0 ? at::conv2d(y, m_weight, m_bias, 1, kernelPadding) : y;
}

EdmBlock::EdmBlock(std::string tapName, const EdmBlockShape& shape, const EdmBlockSettings& settings) :
    NamedModule(std::move(tapName)), m_settings(settings)
{
    const int in = shape.inChannels, out = shape.channels;
    const auto norm = [&](const char* name, int channels) {
        return register_module(
            name, std::make_shared<GroupNorm>(edmGroups(channels), channels, settings.eps));
    };
    const auto conv = [&](const char* name, int from, int to, int kernel, EdmResample resample) {
        return register_module(name, std::make_shared<EdmConv>(from, to, kernel, resample, settings.taps));
    };
    m_norm0 = norm("norm0", in);
    m_conv0 = conv("conv0", in, out, 3, shape.resample);
    m_affine = register_module(
        "affine", std::make_shared<Linear>(settings.embedding, settings.adaptiveScale ? 2 * out : out));
    m_norm1 = norm("norm1", out);
    m_conv1 = conv("conv1", out, out, 3, EdmResample::none);
    if (in != out || shape.resample != EdmResample::none)
        m_skip = conv("skip", in, out, in != out || settings.projectsSkip ? 1 : 0, shape.resample);
    if (!shape.attends)
        return;
    m_heads = settings.channelsPerHead > 0 ? out / settings.channelsPerHead : 1;
    m_norm2 = norm("norm2", out);
    m_qkv = conv("qkv", out, 3 * out, 1, EdmResample::none);
    m_proj = conv("proj", out, out, 1, EdmResample::none);
}

at::Tensor EdmBlock::attended(const at::Tensor& x) const
{
    const auto batch = x.size(0), channels = x.size(1), height = x.size(2), width = x.size(3);
    const auto parts = m_qkv->forward(m_norm2->forward(x))
                           .reshape({ batch, m_heads, channels / m_heads, 3, height * width })
                           .permute({ 3, 0, 1, 4, 2 })
                           .unbind(0); // [B, heads, places, d] each
    const at::Tensor mixed = at::scaled_dot_product_attention(parts[0], parts[1], parts[2]);
    return m_proj->forward(mixed.transpose(2, 3).reshape({ batch, channels, height, width }));
}

at::Tensor EdmBlock::forward(const at::Tensor& x, const at::Tensor& embedding, TapRequest& taps)
{
    at::Tensor h = m_conv0->forward(m_norm0->activated(x, Activation::silu));
    const at::Tensor told = m_affine->forward(embedding);
    if (m_settings.adaptiveScale) {
        const auto halves = told.chunk(2, 1);
        h = m_norm1->activated(h, Activation::silu, {}, halves[0], halves[1]);
    } else {
        h = m_norm1->activated(h, Activation::silu, told);
    }
    if (is_training())
        h = at::dropout(h, m_settings.dropout, true);
    at::Tensor y = (m_conv1->forward(h) + (m_skip ? m_skip->forward(x) : x)) * m_settings.skipScale;
    if (m_heads > 0)
        y = (attended(y) + y) * m_settings.skipScale;
    taps.give(tap(), y);
    return y;
}

} // namespace minamo
