#pragma once
#include "engine/models/TransformerLayers.h"

#include <torch/nn/modules/embedding.h>

namespace minamo {

/// What the blocks of one DiT share.
struct DiTBlockSettings {
    int heads = 1, headDim = 0;
    int classes = 0; ///< without the null class
    bool attentionBias = true;
    FeedForward::Kind feedForward = FeedForward::Kind::geluTanh;
    int frequencyShift = 1;
    double modulatedEps = 1e-6, feedForwardEps = 1e-5;

    int channels() const { return heads * headDim; }
};

/// c = MLP(t) + Emb(y): the sines of 256 channels through linear_1, SiLU, linear_2, and a row of the table
/// (the last one is the null class).
class TimestepLabelEmbedder : public torch::nn::Module {
public:
    explicit TimestepLabelEmbedder(const DiTBlockSettings& settings);
    /// timesteps [B or 1], labels int64 [B or 1]; `tap` is where it stands. [B or 1, channels].
    at::Tensor forward(
        const at::Tensor& timesteps, const at::Tensor& labels, const std::string& tap, TapRequest& taps);

private:
    int m_frequencyShift;
    std::shared_ptr<TimestepEmbedding> m_timestep;
    torch::nn::Embedding m_table { nullptr };
};

/// Block of a diffusion transformer (adaLN-Zero):
/// (sh1, sc1, g1, sh2, sc2, g2) = chunk6(W silu(c)); x += g1 attn(LN(x) (1 + sc1) + sh1);
/// x += g2 ff(LN(x) (1 + sc2) + sh2).
class DiTBlock : public NamedModule {
public:
    DiTBlock(std::string tap, const DiTBlockSettings& settings);
    /// x: tokens [B, N, C]; embedding: silu(c), [B or 1, C].
    at::Tensor forward(const at::Tensor& x, const at::Tensor& embedding, TapRequest& taps);

    /// silu(c), from this block's own embedder.
    at::Tensor embed(const at::Tensor& timesteps, const at::Tensor& labels, TapRequest& taps);
    const std::shared_ptr<TimestepLabelEmbedder>& embedder() const { return m_embedder; }
    /// One embedder for several blocks; its keys stay those of each block.
    void shareEmbedder(const std::shared_ptr<TimestepLabelEmbedder>& embedder);

private:
    DiTBlockSettings m_settings;
    std::shared_ptr<torch::nn::Module> m_norm;
    std::shared_ptr<TimestepLabelEmbedder> m_embedder;
    std::shared_ptr<Linear> m_modulation;
    std::shared_ptr<TokenAttention> m_attention;
    std::shared_ptr<FeedForward> m_feedForward;
};

/// LN(x) (1 + scale) + shift without parameters of its own; scale, shift [B or 1, C].
at::Tensor modulatedNorm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift, double eps);

} // namespace minamo
