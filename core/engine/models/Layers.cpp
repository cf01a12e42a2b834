#include "engine/models/Layers.h"

#include "base/Assert.h"
#include "engine/gpu/CudaKernels.h"
#include "engine/models/NormKernelGpu.h"

#include <cmath>
#include <torch/nn/init.h>
#include <torch/nn/modules/container/modulelist.h>

namespace minamo {
namespace {

thread_local bool leaveParameters = false;

/// As PyTorch does by default.
void initialise(at::Tensor& weight, at::Tensor& bias)
{
    if (leaveParameters)
        return;
    torch::nn::init::kaiming_uniform_(weight, std::sqrt(5.0));
    const double bound = 1 / std::sqrt(static_cast<double>(weight[0].numel()));
    if (bias.defined())
        torch::nn::init::uniform_(bias, -bound, bound);
}

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

WithoutInitialisation::WithoutInitialisation() : m_before(leaveParameters)
{
    leaveParameters = true;
}

WithoutInitialisation::~WithoutInitialisation()
{
    leaveParameters = m_before;
}

Linear::Linear(int inChannels, int outChannels, bool bias) : Linear({ outChannels, inChannels }, bias) { }

Linear::Linear(at::IntArrayRef weightShape, bool bias) :
    m_weight(register_parameter("weight", torch::empty(weightShape)))
{
    if (bias)
        m_bias = register_parameter("bias", torch::empty({ weightShape[0] }));
    initialise(m_weight, m_bias);
}

at::Tensor Linear::forward(const at::Tensor& x) const
{
    const at::Tensor weight = m_weight.dim() == 2 ? m_weight : m_weight.flatten(1);
    if (!x.is_cuda() || !m_bias.defined() || recordsGradient())
        return at::linear(x, weight, m_bias);
    // As one matrix the bias is added in the product's own pass; LibTorch adds it in a second one otherwise.
    auto shape = x.sizes().vec();
    shape.back() = weight.size(0);
    return at::addmm(m_bias, x.reshape({ -1, x.size(-1) }), weight.t()).view(shape);
}

at::Tensor Linear::forwardGelu(const at::Tensor& x) const
{
    if (!x.is_cuda() || !m_bias.defined() || recordsGradient())
        return at::gelu(forward(x), "tanh");
    auto shape = x.sizes().vec(); // bias and gelu in the product's own pass
    shape.back() = m_weight.size(0);
    const at::Tensor rows = x.reshape({ -1, x.size(-1) });
    return at::_addmm_activation(m_bias, rows, m_weight.t(), 1, 1, /*use_gelu=*/true).view(shape);
}

PointwiseConv::PointwiseConv(int inChannels, int outChannels) :
    Linear({ outChannels, inChannels, 1, 1 }, true)
{
}

Conv2d::Conv2d(int inChannels, int outChannels, int kernel, int stride, int padding, bool bias) :
    m_weight(register_parameter("weight", torch::empty({ outChannels, inChannels, kernel, kernel }))),
    m_stride(stride), m_padding(padding)
{
    if (bias)
        m_bias = register_parameter("bias", torch::empty({ outChannels }));
    initialise(m_weight, m_bias);
}

at::Tensor Conv2d::forward(const at::Tensor& x)
{
    // On a GPU LibTorch adds the bias in a slow pass of its own.
    if (m_bias.defined() && canUseGpuKernels(x))
        return addFused(withoutBias(x), {}, m_bias);
    return at::conv2d(x, m_weight, m_bias, { m_stride, m_stride }, { m_padding, m_padding });
}

at::Tensor Conv2d::withoutBias(const at::Tensor& x) const
{
    return at::conv2d(x, m_weight, {}, { m_stride, m_stride }, { m_padding, m_padding });
}

at::Tensor Conv2d::pointwiseWithoutBias(const at::Tensor& x, const at::Tensor& other) const
{
    const auto places = [](const at::Tensor& t) { return t.permute({ 0, 2, 3, 1 }).flatten(0, 2); };
    const at::Tensor weight = m_weight.flatten(1);
    at::Tensor sum = at::mm(places(x), weight.slice(1, 0, x.size(1)).t());
    if (other.defined())
        sum.addmm_(places(other), weight.slice(1, x.size(1)).t());
    return sum.view({ x.size(0), x.size(2), x.size(3), -1 }).permute({ 0, 3, 1, 2 });
}

at::Tensor addFused(at::Tensor a, const at::Tensor& b, const at::Tensor& bias, double divisor)
{
    if (canUseGpuKernels(a) && (!b.defined() || canUseGpuKernels(b)))
        return gpuAddInPlace(a, b, bias, 1 / divisor);
    if (b.defined())
        a = recordsGradient() ? a + b : a.add_(b);
    if (bias.defined())
        a = a + bias.reshape({ 1, -1, 1, 1 });
    return divisor == 1 ? a : a / divisor;
}

at::Tensor inFastLayout(const at::Tensor& x)
{
    const bool lastIsFast = x.is_cpu() || (!recordsGradient() && CudaKernels::of(x.device()));
    return lastIsFast ? x.contiguous(at::MemoryFormat::ChannelsLast) : x;
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

at::Tensor GroupNorm::activatedBeside(const at::Tensor& x, const at::Tensor& other) const
{
    return gpuGroupNorm(x, other, { m_groups, m_eps, m_weight, m_bias, {}, {}, {}, true });
}

TimestepEmbedding::TimestepEmbedding(int inChannels, int outChannels, Activation activation) :
    m_linear1(register_module("linear_1", std::make_shared<Linear>(inChannels, outChannels))),
    m_linear2(register_module("linear_2", std::make_shared<Linear>(outChannels, outChannels))),
    m_activation(activation)
{
}

at::Tensor TimestepEmbedding::forward(const at::Tensor& x)
{
    return m_linear2->forward(activate(m_linear1->forward(x), m_activation));
}

at::Tensor positionalTimeProjection(const at::Tensor& timesteps, int size, bool flipSinToCos, int freqShift)
{
    const int half = size / 2;
    const auto options = at::TensorOptions().dtype(at::kFloat).device(timesteps.device());
    const at::Tensor exponent = torch::arange(half, options) * -std::log(10000.0) / (half - freqShift);
    // fp32 as in diffusers, but each function is rounded once: at t = 999 the last bit of a frequency, which
    // differs from processor to processor, would be a hundred last bits of the sine.
    const at::Tensor frequencies = at::exp(exponent.to(at::kDouble)).to(at::kFloat);
    const at::Tensor angles
        = (timesteps.to(at::kFloat).unsqueeze(1) * frequencies.unsqueeze(0)).to(at::kDouble);
    const at::Tensor sine = at::sin(angles).to(at::kFloat), cosine = at::cos(angles).to(at::kFloat);
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

at::Tensor Upsample2D::forward(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    return m_conv->forward(nearest(x, height, width));
}

at::Tensor nearest(const at::Tensor& x, std::int64_t height, std::int64_t width)
{
    if (canUseGpuKernels(x) && height == 2 * x.size(2) && width == 2 * x.size(3))
        return gpuNearestTwice(x);
    // The channels-last kernel on a GPU fails for large batches and for more than 2^31 elements.
    const bool unsafe = x.is_cuda()
        && (x.size(0) >= 64 || x.size(0) * x.size(1) * height * width > (std::int64_t(1) << 31));
    return at::upsample_nearest2d(unsafe ? x.contiguous() : x, { height, width });
}

Attention::Attention(std::string tap, int channels, int headDim, int groups, double eps, double rescale) :
    NamedModule(std::move(tap)), m_heads(channels / headDim), m_rescale(rescale)
{
    const int inner = m_heads * headDim;
    if (groups > 0)
        m_norm = register_module("group_norm", std::make_shared<GroupNorm>(groups, channels, eps));
    m_q = register_module("to_q", std::make_shared<Linear>(channels, inner));
    m_k = register_module("to_k", std::make_shared<Linear>(channels, inner));
    m_v = register_module("to_v", std::make_shared<Linear>(channels, inner));
    m_out = std::make_shared<Linear>(inner, channels);
    register_module("to_out", torch::nn::ModuleList(m_out));
}

at::Tensor Attention::forward(const at::Tensor& x, TapRequest& taps)
{
    const auto batch = x.size(0), channels = x.size(1), height = x.size(2), width = x.size(3);
    const at::Tensor normed = m_norm ? m_norm->forward(x) : x;
    taps.give(tap(), ".group_norm", normed.flatten(2));
    const at::Tensor tokens = normed.permute({ 0, 2, 3, 1 }).reshape({ batch, height * width, channels });
    const at::Tensor q = m_q->forward(tokens), k = m_k->forward(tokens), v = m_v->forward(tokens);
    taps.give(tap(), ".to_q", q);
    taps.give(tap(), ".to_k", k);
    taps.give(tap(), ".to_v", v);
    const auto split = [&](const at::Tensor& y) {
        return y.view({ batch, height * width, m_heads, y.size(2) / m_heads }).transpose(1, 2);
    };
    const at::Tensor mixed = at::scaled_dot_product_attention(split(q), split(k), split(v));
    const at::Tensor flat
        = m_out->forward(mixed.transpose(1, 2).reshape({ batch, height * width, q.size(2) }));
    const at::Tensor image = flat.view({ batch, height, width, channels }).permute({ 0, 3, 1, 2 });
    const at::Tensor out = addFused(image, x, {}, m_rescale);
    taps.give(tap(), out);
    return out;
}

} // namespace minamo
