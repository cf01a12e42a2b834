#pragma once
#include "engine/models/Layers.h"
#include "models/FlatUNetPlan.h"

namespace minamo {

/// h = conv1(silu(GN x)) [resampled before conv1, on h and x]; out = shortcut(x) + conv2(silu(GN(h + W
/// silu(e)))).
class DdaeResidual : public torch::nn::Module {
public:
    DdaeResidual(const FlatLayer& plan, const DdaeConfig& config);
    /// time: silu(e), [B or 1, 4 nChannels].
    at::Tensor forward(const at::Tensor& x, const at::Tensor& time);

private:
    FlatLayer::Kind m_kind;
    double m_dropout;
    std::shared_ptr<GroupNorm> m_norm1, m_norm2;
    std::shared_ptr<Conv2d> m_conv1, m_conv2, m_shortcut;
    std::shared_ptr<Linear> m_time;
};

/// x + output(softmax(q k^T / sqrt C) v) with (q, k, v) = projection(GN x), thirds one behind the other.
class DdaeAttention : public torch::nn::Module {
public:
    DdaeAttention(int channels, int groups);
    at::Tensor forward(const at::Tensor& x);

private:
    std::shared_ptr<GroupNorm> m_norm;
    std::shared_ptr<Linear> m_projection, m_output;
};

/// One layer of the plan, with the parts it has: res (or op) and attn, or conv.
class DdaeLayer : public torch::nn::Module {
public:
    DdaeLayer(const FlatLayer& plan, const DdaeConfig& config);
    at::Tensor forward(const at::Tensor& x, const at::Tensor& time);
    const FlatLayer& plan() const { return m_plan; }
    /// What stands directly under the layer's name, where nothing is below it: image_proj, middle.res1 ...
    std::shared_ptr<torch::nn::Module> only() const;

private:
    FlatLayer m_plan;
    std::shared_ptr<DdaeResidual> m_residual;
    std::shared_ptr<DdaeAttention> m_attention;
    std::shared_ptr<Conv2d> m_conv;
};

} // namespace minamo
