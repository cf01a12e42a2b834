#pragma once
#include "engine/models/Layers.h"

#include <vector>

namespace minamo {

enum class EdmResample { none, up, down };

/// Convolution of NVlabs' U-Nets: a depthwise filter first that doubles or halves the size, then the kernel.
/// Keys weight, bias (kernel > 0) and resample_filter [1, 1, n, n] (outer product of the taps, sum 1).
class EdmConv : public torch::nn::Module {
public:
    /// kernel 0: only the filter. fused: halving comes after the kernel, in one padding.
    EdmConv(int inChannels, int outChannels, int kernel, EdmResample resample = EdmResample::none,
        const std::vector<double>& taps = {}, bool fused = false);
    at::Tensor forward(const at::Tensor& x) const;

private:
    at::Tensor filtered(const at::Tensor& x, std::int64_t padding) const;
    at::Tensor m_weight, m_bias, m_filter;
    EdmResample m_resample;
    int m_kernel;
    bool m_fused;
};

/// What the blocks of one network share.
struct EdmBlockSettings {
    int embedding = 0;
    int channelsPerHead = 0; ///< 0: one head
    double eps = 1e-5, skipScale = 1, dropout = 0;
    bool adaptiveScale = true; ///< else the embedding is only added
    bool projectsSkip = false; ///< resampling blocks have a 1x1 beside them
    std::vector<double> taps { 1, 1 };
};
struct EdmBlockShape {
    int inChannels = 0, channels = 0;
    EdmResample resample = EdmResample::none;
    bool attends = false;
};

/// Residual block: h = conv0(silu(GN x)) [resampled]; (a, b) = affine(e); h = silu(GN(h) (1 + a) + b), or
/// silu(GN(h + affine(e))); x = (skip(x) + conv1(h)) s; with attention x = (x + proj(softmax(q k^T / sqrt d)
/// v)) s, where q, k, v lie interleaved per head in one 1x1 convolution of GN x. groups = min(32, C / 4).
class EdmBlock : public NamedModule {
public:
    EdmBlock(std::string tap, const EdmBlockShape& shape, const EdmBlockSettings& settings);
    /// embedding: [B or 1, settings.embedding].
    at::Tensor forward(const at::Tensor& x, const at::Tensor& embedding, TapRequest& taps);

private:
    at::Tensor attended(const at::Tensor& x) const;
    EdmBlockSettings m_settings;
    int m_heads = 0;
    std::shared_ptr<GroupNorm> m_norm0, m_norm1, m_norm2;
    std::shared_ptr<EdmConv> m_conv0, m_conv1, m_skip, m_qkv, m_proj;
    std::shared_ptr<Linear> m_affine;
};

/// NVlabs' number of groups.
int edmGroups(int channels);

} // namespace minamo
