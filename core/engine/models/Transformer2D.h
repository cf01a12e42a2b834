#pragma once
#include "engine/models/TransformerLayers.h"
#include "models/UNetPlan.h"

#include <torch/nn/modules/normalization.h>

namespace minamo {

/// x += attn1(LN1 x); x += attn2(LN2 x, context); x += ff(LN3 x), over tokens [B,N,C].
class BasicTransformerBlock : public NamedModule {
public:
    BasicTransformerBlock(std::string tap, const UNetMixing& mixing);
    at::Tensor forward(at::Tensor x, const at::Tensor& context, TapRequest& taps);

private:
    /// x += change (if any); gives the norm of that.
    at::Tensor add(at::Tensor& x, const at::Tensor& change, const torch::nn::LayerNorm& norm,
        const char* name, TapRequest& taps) const;
    std::shared_ptr<TokenAttention> m_attention1, m_attention2;
    std::shared_ptr<FeedForward> m_feedForward;
    torch::nn::LayerNorm m_norm1 { nullptr }, m_norm2 { nullptr }, m_norm3 { nullptr };
    bool m_onlyCross;
};

/// diffusers' Transformer2DModel over an image: out = x + proj_out(blocks(proj_in(GN x))).
class Transformer2D : public NamedModule {
public:
    Transformer2D(std::string tap, int channels, const UNetMixing& mixing);
    /// x [B,C,H,W]; context [B or 1, tokens, mixing.contextWidth].
    at::Tensor forward(const at::Tensor& x, const at::Tensor& context, TapRequest& taps);

private:
    std::shared_ptr<Linear> makeProjection(int inChannels, int outChannels) const;
    void giveProjection(const char* name, const at::Tensor& tokens, const at::Tensor& x, TapRequest& taps);

    std::shared_ptr<GroupNorm> m_norm;
    std::shared_ptr<Linear> m_in, m_out;
    std::vector<std::shared_ptr<BasicTransformerBlock>> m_blocks;
    bool m_linear;
};

} // namespace minamo
