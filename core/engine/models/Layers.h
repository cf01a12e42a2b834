#pragma once
#include "engine/models/Taps.h"

#include <torch/nn/module.h>

namespace minamo {

/// A module that knows its place in the network ("up_blocks.1.resnets.0"), which is the name of its tap.
class NamedModule : public torch::nn::Module {
protected:
    explicit NamedModule(std::string tap) : m_tap(std::move(tap)) { }
    const std::string& tap() const { return m_tap; }

private:
    std::string m_tap;
};

/// Activations that diffusers calls by name: "silu" (= "swish"), "mish", "gelu", "relu".
enum class Activation { silu, mish, gelu, relu };
Activation activationFromName(const std::string& name);
at::Tensor activate(const at::Tensor& x, Activation activation);

/// While one lives, layers made by its thread leave their parameters as the memory comes: for weights that
/// are loaded next, or never looked at. Building Stable Diffusion then takes no time and no memory.
class WithoutInitialisation {
public:
    WithoutInitialisation();
    ~WithoutInitialisation();
    WithoutInitialisation(const WithoutInitialisation&) = delete;
    WithoutInitialisation& operator=(const WithoutInitialisation&) = delete;

private:
    bool m_before;
};

/// x W^T + b; keys weight [out,in] and, with a bias, bias [out]. PyTorch's default initialisation.
class Linear : public torch::nn::Module {
public:
    Linear(int inChannels, int outChannels, bool bias = true);
    at::Tensor forward(const at::Tensor& x) const;
    /// gelu(forward(x)), approximated by tanh.
    at::Tensor forwardGelu(const at::Tensor& x) const;

protected:
    Linear(at::IntArrayRef weightShape, bool bias);

private:
    at::Tensor m_weight, m_bias;
};

/// A 1x1 convolution, key weight [out,in,1,1], computed over tokens [B,N,C].
class PointwiseConv : public Linear {
public:
    PointwiseConv(int inChannels, int outChannels);
};

/// Convolution, square kernel; keys weight [out,in,k,k] and, with a bias, bias [out]. PyTorch's default
/// initialisation.
class Conv2d : public torch::nn::Module {
public:
    Conv2d(int inChannels, int outChannels, int kernel, int stride, int padding, bool bias = true);
    at::Tensor forward(const at::Tensor& x);
    /// Without the bias, for who adds it in one pass with something else: activated(), addFused().
    at::Tensor withoutBias(const at::Tensor& x) const;
    /// The same for a 1x1 convolution of x and `other` (or nothing) side by side, both channels-last.
    at::Tensor pointwiseWithoutBias(const at::Tensor& x, const at::Tensor& other) const;
    const at::Tensor& bias() const { return m_bias; }

private:
    at::Tensor m_weight, m_bias;
    int m_stride, m_padding;
};

/// (a + b + bias) / divisor, b and bias [C] may be undefined. Written over a, which must be nobody else's,
/// where no gradient is wanted.
at::Tensor addFused(at::Tensor a, const at::Tensor& b, const at::Tensor& bias = {}, double divisor = 1);
/// In the memory layout that is fastest for convolutions and norms on its device.
at::Tensor inFastLayout(const at::Tensor& x);

/// GN(G groups, eps) over [B,C,...]; keys weight [C] and bias [C].
class GroupNorm : public torch::nn::Module {
public:
    GroupNorm(int groups, int channels, double eps);
    at::Tensor forward(const at::Tensor& x);
    /// act(GN(x + addend) (1 + scale) + shift) in one go where that is possible. addend, scale, shift: [B or
    /// 1, C] or undefined.
    at::Tensor activated(const at::Tensor& x, Activation activation, const at::Tensor& addend = {},
        const at::Tensor& scale = {}, const at::Tensor& shift = {});
    /// SiLU(GN(x and other side by side)) by our GPU kernels, which must be able to take both; other may be
    /// undefined.
    at::Tensor activatedBeside(const at::Tensor& x, const at::Tensor& other) const;

private:
    at::Tensor m_weight, m_bias;
    int m_groups;
    double m_eps;
};

/// linear_1 -> activation -> linear_2.
class TimestepEmbedding : public torch::nn::Module {
public:
    TimestepEmbedding(int inChannels, int outChannels, Activation activation = Activation::silu);
    at::Tensor forward(const at::Tensor& x);

private:
    std::shared_ptr<Linear> m_linear1, m_linear2;
    Activation m_activation;
};

/// [sin(t f), cos(t f)] with f_i = exp(-ln(10000) i / (half - freqShift)) in fp32; swapped if flip; odd sizes
/// padded by 0.
at::Tensor positionalTimeProjection(const at::Tensor& timesteps, int size, bool flipSinToCos, int freqShift);
/// [sin(2 pi w ln t), cos(2 pi w ln t)] for weights w.
at::Tensor fourierTimeProjection(const at::Tensor& timesteps, const at::Tensor& weight);

/// 3x3 stride 2; padding 0 pads right and bottom by one first.
class Downsample2D : public torch::nn::Module {
public:
    Downsample2D(int channels, int padding);
    at::Tensor forward(const at::Tensor& x);

private:
    std::shared_ptr<Conv2d> m_conv;
    int m_padding;
};

/// Nearest to height x width (px), then 3x3.
class Upsample2D : public torch::nn::Module {
public:
    explicit Upsample2D(int channels);
    at::Tensor forward(const at::Tensor& x, std::int64_t height, std::int64_t width);
    at::Tensor forward(const at::Tensor& x) { return forward(x, 2 * x.size(2), 2 * x.size(3)); }

private:
    std::shared_ptr<Conv2d> m_conv;
};
/// Each pixel of the result is the nearest one of x.
at::Tensor nearest(const at::Tensor& x, std::int64_t height, std::int64_t width);

/// Self-attention over pixels: out = (x + to_out(softmax(q k^T / sqrt d) v)) / rescale, with q, k, v from
/// GN(x).
class Attention : public NamedModule {
public:
    /// groups 0: no GroupNorm. heads = channels / headDim (rounded down), as in diffusers.
    Attention(std::string tap, int channels, int headDim, int groups, double eps, double rescale);
    at::Tensor forward(const at::Tensor& x, TapRequest& taps);
    int heads() const { return m_heads; }

private:
    std::shared_ptr<GroupNorm> m_norm;
    std::shared_ptr<Linear> m_q, m_k, m_v, m_out;
    int m_heads;
    double m_rescale;
};

} // namespace minamo
