#include "engine/models/Layers.h"

#include "base/Assert.h"
#include "engine/models/NormKernel.h"

#include <cmath>
#include <torch/nn/init.h>
#include <torch/nn/modules/container/modulelist.h>

namespace minamo {
namespace {

/// In place where nobody else can need the value: without a gradient.
bool recordsGradient()
{
    return at::GradMode::is_enabled();
}

at::Tensor perChannel(const at::Tensor& values, const at::Tensor& like)
{
    return values.reshape({ values.size(0), values.size(1), 1, 1 }).to(like.scalar_type());
}

} // namespace

Activation activationFromName(const std::string& name)
{
    if (name == "mish")
        return Activation::mish;
    if (name == "gelu")
        return Activation::gelu;
    if (name == "relu")
        return Activation::relu;
    MINAMO_ASSERT(name == "silu" || name == "swish");
    return Activation::silu;
}

at::Tensor activate(const at::Tensor& x, Activation activation)
{
    switch (activation) {
    case Activation::mish:
        return at::mish(x);
    case Activation::gelu:
        return at::gelu(x);
    case Activation::relu:
        return at::relu(x);
    default:
        return at::silu(x);
    }
}

Conv2d::Conv2d(int inChannels, int outChannels, int kernel, int stride, int padding) :
    m_weight(register_parameter("weight", torch::empty({ outChannels, inChannels, kernel, kernel }))),
    m_bias(register_parameter("bias", torch::empty({ outChannels }))), m_stride(stride), m_padding(padding)
{
    torch::nn::init::kaiming_uniform_(m_weight, std::sqrt(5.0));
    const double bound = 1 / std::sqrt(static_cast<double>(inChannels) * kernel * kernel);
    torch::nn::init::uniform_(m_bias, -bound, bound);
}

at::Tensor Conv2d::forward(const at::Tensor& x)
{
    return at::conv2d(x, m_weight, m_bias, { m_stride, m_stride }, { m_padding, m_padding });
}

GroupNorm::GroupNorm(int groups, int channels, double eps) :
    m_weight(register_parameter("weight", torch::ones({ channels }))),
    m_bias(register_parameter("bias", torch::zeros({ channels }))), m_groups(groups), m_eps(eps)
{
}

at::Tensor GroupNorm::forward(const at::Tensor& x)
{
    if (canFuseNorm(x))
        return fusedGroupNorm(x, { m_groups, m_eps, m_weight, m_bias, {}, {}, {}, false });
    return at::group_norm(x, m_groups, m_weight, m_bias, m_eps);
}

at::Tensor GroupNorm::activated(const at::Tensor& x, Activation activation, const at::Tensor& addend,
    const at::Tensor& scale, const at::Tensor& shift)
{
    if (activation == Activation::silu && canFuseNorm(x))
        return fusedGroupNorm(x, { m_groups, m_eps, m_weight, m_bias, addend, scale, shift, true });
    at::Tensor y = addend.defined() ? x + perChannel(addend, x) : x;
    y = at::group_norm(y, m_groups, m_weight, m_bias, m_eps);
    if (scale.defined())
        y = y * (1 + perChannel(scale, y)) + perChannel(shift, y);
    if (activation == Activation::silu && !recordsGradient())
        return at::silu_(y);
    return activate(y, activation);
}

TimestepEmbedding::TimestepEmbedding(int inChannels, int outChannels)
{
    m_linear1 = register_module("linear_1", torch::nn::Linear(inChannels, outChannels));
    m_linear2 = register_module("linear_2", torch::nn::Linear(outChannels, outChannels));
}

at::Tensor TimestepEmbedding::forward(const at::Tensor& x)
{
    return m_linear2(at::silu(m_linear1(x)));
}

at::Tensor positionalTimeProjection(const at::Tensor& timesteps, int size, bool flipSinToCos, int freqShift)
{
    const int half = size / 2;
    const auto options = at::TensorOptions().dtype(at::kFloat).device(timesteps.device());
    const at::Tensor exponent = torch::arange(half, options) * -std::log(10000.0) / (half - freqShift);
    const at::Tensor angles = timesteps.to(at::kFloat).unsqueeze(1) * at::exp(exponent).unsqueeze(0);
    const at::Tensor sine = at::sin(angles), cosine = at::cos(angles);
    at::Tensor result = flipSinToCos ? at::cat({ cosine, sine }, 1) : at::cat({ sine, cosine }, 1);
    return size % 2 == 1 ? at::constant_pad_nd(result, { 0, 1 }) : result;
}

at::Tensor fourierTimeProjection(const at::Tensor& timesteps, const at::Tensor& weight)
{
    const at::Tensor angles
        = at::log(timesteps.to(at::kFloat)).unsqueeze(1) * weight.to(at::kFloat).unsqueeze(0) * 2 * M_PI;
    return at::cat({ at::sin(angles), at::cos(angles) }, 1);
}

Downsample2D::Downsample2D(int channels, int padding) : m_padding(padding)
{
    m_conv = register_module("conv", std::make_shared<Conv2d>(channels, channels, 3, 2, padding));
}

at::Tensor Downsample2D::forward(const at::Tensor& x)
{
    return m_conv->forward(m_padding == 0 ? at::constant_pad_nd(x, { 0, 1, 0, 1 }) : x);
}

Upsample2D::Upsample2D(int channels)
{
    m_conv = register_module("conv", std::make_shared<Conv2d>(channels, channels, 3, 1, 1));
}

at::Tensor Upsample2D::forward(const at::Tensor& x)
{
    return m_conv->forward(nearestTwice(x));
}

at::Tensor nearestTwice(const at::Tensor& x)
{
    // The channels-last kernel on a GPU fails for large batches and for more than 2^31 elements.
    const bool unsafe = x.is_cuda() && (x.size(0) >= 64 || x.numel() * 4 > (std::int64_t(1) << 31));
    return at::upsample_nearest2d(unsafe ? x.contiguous() : x, { x.size(2) * 2, x.size(3) * 2 });
}

Attention::Attention(std::string tap, int channels, int headDim, int groups, double eps, double rescale) :
    NamedModule(std::move(tap)), m_heads(channels / headDim), m_rescale(rescale)
{
    const int inner = m_heads * headDim;
    if (groups > 0)
        m_norm = register_module("group_norm", std::make_shared<GroupNorm>(groups, channels, eps));
    m_q = register_module("to_q", torch::nn::Linear(channels, inner));
    m_k = register_module("to_k", torch::nn::Linear(channels, inner));
    m_v = register_module("to_v", torch::nn::Linear(channels, inner));
    m_out = torch::nn::Linear(inner, channels);
    register_module("to_out", torch::nn::ModuleList(m_out));
}

at::Tensor Attention::forward(const at::Tensor& x, TapRequest& taps)
{
    const auto batch = x.size(0), channels = x.size(1), height = x.size(2), width = x.size(3);
    const at::Tensor normed = m_norm ? m_norm->forward(x) : x;
    taps.give(tap(), ".group_norm", normed.flatten(2));
    const at::Tensor tokens = normed.permute({ 0, 2, 3, 1 }).reshape({ batch, height * width, channels });
    const at::Tensor q = m_q(tokens), k = m_k(tokens), v = m_v(tokens);
    taps.give(tap(), ".to_q", q);
    taps.give(tap(), ".to_k", k);
    taps.give(tap(), ".to_v", v);
    const auto split = [&](const at::Tensor& y) {
        return y.view({ batch, height * width, m_heads, y.size(2) / m_heads }).transpose(1, 2);
    };
    const at::Tensor mixed = at::scaled_dot_product_attention(split(q), split(k), split(v));
    const at::Tensor flat = m_out(mixed.transpose(1, 2).reshape({ batch, height * width, q.size(2) }));
    const at::Tensor image = flat.view({ batch, height, width, channels }).permute({ 0, 3, 1, 2 });
    const at::Tensor sum = x + image;
    const at::Tensor out = m_rescale == 1 ? sum : sum / m_rescale;
    taps.give(tap(), out);
    return out;
}

} // namespace minamo
