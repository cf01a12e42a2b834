#pragma once
#include "engine/models/Taps.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>

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

/// Convolution with bias, square kernel; keys weight [out,in,k,k] and bias [out]. PyTorch's default
/// initialisation.
class Conv2d : public torch::nn::Module {
public:
    Conv2d(int inChannels, int outChannels, int kernel, int stride, int padding);
    at::Tensor forward(const at::Tensor& x);

private:
    at::Tensor m_weight, m_bias;
    int m_stride, m_padding;
};

/// GN(G groups, eps) over [B,C,...]; keys weight [C] and bias [C].
class GroupNorm : public torch::nn::Module {
public:
    GroupNorm(int groups, int channels, double eps);
    at::Tensor forward(const at::Tensor& x);
    /// act(GN(x + addend) (1 + scale) + shift) in one go where that is possible. addend, scale, shift: [B or
    /// 1, C] or undefined.
    at::Tensor activated(const at::Tensor& x, Activation activation, const at::Tensor& addend = {},
        const at::Tensor& scale = {}, const at::Tensor& shift = {});

private:
    at::Tensor m_weight, m_bias;
    int m_groups;
    double m_eps;
};

/// linear_1 -> SiLU -> linear_2.
class TimestepEmbedding : public torch::nn::Module {
public:
    TimestepEmbedding(int inChannels, int outChannels);
    at::Tensor forward(const at::Tensor& x);

private:
    torch::nn::Linear m_linear1 { nullptr }, m_linear2 { nullptr };
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

/// Nearest x2, then 3x3.
class Upsample2D : public torch::nn::Module {
public:
    explicit Upsample2D(int channels);
    at::Tensor forward(const at::Tensor& x);

private:
    std::shared_ptr<Conv2d> m_conv;
};
at::Tensor nearestTwice(const at::Tensor& x);

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
    torch::nn::Linear m_q { nullptr }, m_k { nullptr }, m_v { nullptr }, m_out { nullptr };
    int m_heads;
    double m_rescale;
};

} // namespace minamo
