#pragma once
#include "engine/models/Layers.h"

#include <functional>
#include <torch/nn/modules/container/modulelist.h>
#include <vector>

namespace minamo {

/// What all resnets of one UNet2DModel share.
struct ResnetSettings {
    int timeChannels = 0, groups = 32;
    double eps = 1e-5, dropout = 0, scale = 1;
    bool scaleShift = false;
    Activation activation = Activation::silu;
};
enum class Resample { none, up, down };

/// out = (shortcut(x) + h) / scale; h = conv1(act(GN x)) [resampled before conv1, on h and x], + W_t e, then
/// conv2(dropout(act(GN h))), or with scale_shift conv2(dropout(act(GN(h) (1 + a) + b))), (a, b) = W_t e.
class ResnetBlock2D : public NamedModule {
public:
    ResnetBlock2D(
        std::string tap, int inChannels, int outChannels, const ResnetSettings& settings, Resample resample);
    /// time: activated time embedding [B or 1, timeChannels].
    at::Tensor forward(const at::Tensor& x, const at::Tensor& time, TapRequest& taps);

private:
    at::Tensor resampled(const at::Tensor& x) const;
    at::Tensor secondHalf(at::Tensor h, const at::Tensor& projected, TapRequest& taps);
    ResnetSettings m_settings;
    Resample m_resample;
    std::shared_ptr<GroupNorm> m_norm1, m_norm2;
    std::shared_ptr<Conv2d> m_conv1, m_conv2, m_shortcut;
    torch::nn::Linear m_timeProjection { nullptr };
};

/// Attention of one block; headDim 0 = no attention.
struct AttentionSettings {
    int headDim = 0, groups = 32;
    double eps = 1e-5, rescale = 1;
};

/// What one down or up block is made of.
struct BlockShape {
    std::vector<int> inChannels; ///< of each resnet (with the skip, in an up block)
    int channels = 0;
    AttentionSettings attention;
    enum class Sampler { none, conv, resnet } sampler = Sampler::none;
    int downsamplePadding = 1;
};

/// What down and up blocks share: layers of resnet [+ attention], and what changes the size behind them.
class LayeredBlock2D : public NamedModule {
protected:
    LayeredBlock2D(
        std::string tap, const BlockShape& shape, const ResnetSettings& settings, Resample direction);
    std::size_t layers() const { return m_resnets.size(); }
    at::Tensor layer(std::size_t i, const at::Tensor& x, const at::Tensor& time, TapRequest& taps) const;
    bool resamples() const { return m_sampler != nullptr; }
    at::Tensor resampled(const at::Tensor& x, const at::Tensor& time, TapRequest& taps) const
    {
        return m_sampler(x, time, taps);
    }

private:
    template <class T> void useSampler(const char* list, const std::shared_ptr<T>& module);
    std::vector<std::shared_ptr<ResnetBlock2D>> m_resnets;
    std::vector<std::shared_ptr<Attention>> m_attentions;
    std::function<at::Tensor(const at::Tensor& x, const at::Tensor& time, TapRequest& taps)> m_sampler;
};

/// Every layer's output, and the downsampler's, is pushed to `skips`.
class DownBlock2D : public LayeredBlock2D {
public:
    DownBlock2D(std::string tap, const BlockShape& shape, const ResnetSettings& settings) :
        LayeredBlock2D(std::move(tap), shape, settings, Resample::down)
    {
    }
    at::Tensor forward(
        at::Tensor x, const at::Tensor& time, std::vector<at::Tensor>& skips, TapRequest& taps);
};

/// resnet, attention (optional), resnet.
class UNetMidBlock2D : public NamedModule {
public:
    UNetMidBlock2D(
        std::string tap, int channels, const AttentionSettings& attention, const ResnetSettings& settings);
    at::Tensor forward(at::Tensor x, const at::Tensor& time, TapRequest& taps);
    int attentionHeads() const { return m_attention ? m_attention->heads() : 0; }

private:
    std::shared_ptr<ResnetBlock2D> m_first, m_second;
    std::shared_ptr<Attention> m_attention;
};

/// Each resnet pops one skip and takes [hidden, skip]; then the upsampler.
class UpBlock2D : public LayeredBlock2D {
public:
    UpBlock2D(std::string tap, const BlockShape& shape, const ResnetSettings& settings) :
        LayeredBlock2D(std::move(tap), shape, settings, Resample::up)
    {
    }
    at::Tensor forward(
        at::Tensor x, const at::Tensor& time, std::vector<at::Tensor>& skips, TapRequest& taps);
};

} // namespace minamo
