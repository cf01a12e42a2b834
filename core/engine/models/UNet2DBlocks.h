#pragma once
#include "engine/models/Layers.h"
#include "models/UNetPlan.h"

#include <functional>
#include <torch/nn/modules/container/modulelist.h>
#include <vector>

namespace minamo {

/// What all resnets of one network share.
struct ResnetSettings {
    int timeChannels = 0; ///< 0: they are told no time
    int groups = 32;
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
    /// time: activated time embedding [B or 1, timeChannels]; undefined where none is told.
    /// x and skip stand side by side, [x, skip]; skip may be undefined.
    at::Tensor forward(
        const at::Tensor& x, const at::Tensor& time, TapRequest& taps, const at::Tensor& skip = {});

private:
    bool canFuse(const at::Tensor& x, const at::Tensor& skip, const TapRequest& taps) const;
    at::Tensor fused(const at::Tensor& x, const at::Tensor& skip, const at::Tensor& time);
    at::Tensor resampled(const at::Tensor& x) const;
    at::Tensor secondHalf(at::Tensor h, const at::Tensor& projected, TapRequest& taps);
    ResnetSettings m_settings;
    Resample m_resample;
    std::shared_ptr<GroupNorm> m_norm1, m_norm2;
    std::shared_ptr<Conv2d> m_conv1, m_conv2, m_shortcut;
    std::shared_ptr<Linear> m_timeProjection;
};

/// What every layer of one pass is told.
struct PassInputs {
    at::Tensor time; ///< activated embedding of the timestep [B or 1, timeChannels]
    at::Tensor context; ///< hidden states of a text encoder [B or 1, tokens, width]; undefined without one
};

/// A layer that gives [B,C,H,W] from [B,C,H,W].
using MixingLayer = std::function<at::Tensor(const at::Tensor& x, const PassInputs& told, TapRequest& taps)>;

/// What down and up blocks share: layers of resnet [+ attention or transformer], and what changes the size
/// behind them.
class LayeredBlock2D : public NamedModule {
protected:
    LayeredBlock2D(
        std::string tap, const UNetBlockPlan& plan, const ResnetSettings& settings, Resample direction);
    std::size_t layers() const { return m_resnets.size(); }
    at::Tensor layer(std::size_t i, const at::Tensor& x, const PassInputs& told, TapRequest& taps,
        const at::Tensor& skip = {}) const;

    std::shared_ptr<ResnetBlock2D> m_resnetSampler; ///< at most one of the three
    std::shared_ptr<Downsample2D> m_downsampler;
    std::shared_ptr<Upsample2D> m_upsampler;

private:
    std::vector<std::shared_ptr<ResnetBlock2D>> m_resnets;
    std::vector<MixingLayer> m_mixings;
};

/// Every layer's output, and the downsampler's, is pushed to `skips`.
class DownBlock2D : public LayeredBlock2D {
public:
    DownBlock2D(std::string tap, const UNetBlockPlan& plan, const ResnetSettings& settings) :
        LayeredBlock2D(std::move(tap), plan, settings, Resample::down)
    {
    }
    at::Tensor forward(
        at::Tensor x, const PassInputs& told, std::vector<at::Tensor>& skips, TapRequest& taps);
};

/// resnet, attention or transformer (optional), resnet; or one resnet alone.
class UNetMidBlock2D : public NamedModule {
public:
    UNetMidBlock2D(std::string tap, const UNetMidPlan& plan, ResnetSettings settings);
    at::Tensor forward(at::Tensor x, const PassInputs& told, TapRequest& taps);

private:
    std::vector<std::shared_ptr<ResnetBlock2D>> m_resnets;
    MixingLayer m_mixing;
};

/// Each resnet pops one skip and takes [hidden, skip]; then the upsampler, to the size of the next skip.
class UpBlock2D : public LayeredBlock2D {
public:
    UpBlock2D(std::string tap, const UNetBlockPlan& plan, const ResnetSettings& settings) :
        LayeredBlock2D(std::move(tap), plan, settings, Resample::up)
    {
    }
    at::Tensor forward(
        at::Tensor x, const PassInputs& told, std::vector<at::Tensor>& skips, TapRequest& taps);
};

} // namespace minamo
