#include "engine/models/Transformer2D.h"

#include "base/Assert.h"
#include "engine/models/TokenKernels.h"

#include <torch/nn/modules/container/modulelist.h>

namespace minamo {
namespace {

torch::nn::LayerNorm layerNorm(int channels, double eps)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({ channels }).eps(eps));
}

/// Tokens [B,HW,C] as an image of x's size, channels-last, in the same memory.
at::Tensor asImage(const at::Tensor& tokens, const at::Tensor& x)
{
    return tokens.view({ x.size(0), x.size(2), x.size(3), tokens.size(2) }).permute({ 0, 3, 1, 2 });
}

} // namespace

BasicTransformerBlock::BasicTransformerBlock(std::string tap, const UNetMixing& mixing) :
    NamedModule(std::move(tap)), m_onlyCross(mixing.onlyCross)
{
    const int channels = mixing.heads * mixing.headDim;
    TokenAttentionShape shape { channels, mixing.contextWidth, mixing.heads, mixing.headDim, false };
    m_norm2 = register_module("norm2", layerNorm(channels, mixing.tokenEps));
    m_attention2 = register_module("attn2", std::make_shared<TokenAttention>(this->tap() + ".attn2", shape));
    if (!m_onlyCross)
        shape.contextWidth = 0;
    m_norm1 = register_module("norm1", layerNorm(channels, mixing.tokenEps));
    m_attention1 = register_module("attn1", std::make_shared<TokenAttention>(this->tap() + ".attn1", shape));
    m_norm3 = register_module("norm3", layerNorm(channels, mixing.tokenEps));
    m_feedForward = register_module(
        "ff", std::make_shared<FeedForward>(this->tap() + ".ff", channels, FeedForward::Kind::gegluErf));
}

at::Tensor BasicTransformerBlock::add(at::Tensor& x, const at::Tensor& change,
    const torch::nn::LayerNorm& norm, const char* name, TapRequest& taps) const
{
    const TokenNorm step { norm->weight, norm->bias, {}, {}, norm->options.eps() };
    at::Tensor normed;
    if (change.defined())
        std::tie(x, normed) = addAndNorm(x, change, {}, step);
    else
        normed = normTokens(x, step);
    taps.give(tap(), name, normed);
    return normed;
}

at::Tensor BasicTransformerBlock::forward(at::Tensor x, const at::Tensor& context, TapRequest& taps)
{
    const at::Tensor seen = m_onlyCross ? context : at::Tensor();
    at::Tensor normed = add(x, {}, m_norm1, ".norm1", taps);
    normed = add(x, m_attention1->forward(normed, seen, taps), m_norm2, ".norm2", taps);
    normed = add(x, m_attention2->forward(normed, context, taps), m_norm3, ".norm3", taps);
    x = plusResidual(m_feedForward->forward(normed, taps), x);
    taps.give(tap(), x);
    return x;
}

Transformer2D::Transformer2D(std::string tap, int channels, const UNetMixing& mixing) :
    NamedModule(std::move(tap)), m_linear(mixing.linearProjection)
{
    const int inner = mixing.heads * mixing.headDim;
    m_norm = register_module("norm", std::make_shared<GroupNorm>(mixing.groups, channels, mixing.eps));
    m_in = register_module("proj_in", makeProjection(channels, inner));
    torch::nn::ModuleList blocks;
    for (int i = 0; i < mixing.depth; ++i) {
        m_blocks.push_back(std::make_shared<BasicTransformerBlock>(
            this->tap() + ".transformer_blocks." + std::to_string(i), mixing));
        blocks->push_back(m_blocks.back());
    }
    register_module("transformer_blocks", blocks);
    m_out = register_module("proj_out", makeProjection(inner, channels));
}

std::shared_ptr<Linear> Transformer2D::makeProjection(int inChannels, int outChannels) const
{
    return m_linear ? std::make_shared<Linear>(inChannels, outChannels)
                    : std::make_shared<PointwiseConv>(inChannels, outChannels);
}

/// A convolution's output is an image.
void Transformer2D::giveProjection(
    const char* name, const at::Tensor& tokens, const at::Tensor& x, TapRequest& taps)
{
    if (taps.wants(tap(), name))
        taps.give(tap(), name, m_linear ? tokens : asImage(tokens, x));
}

at::Tensor Transformer2D::forward(const at::Tensor& x, const at::Tensor& context, TapRequest& taps)
{
    MINAMO_ASSERT(context.defined());
    const at::Tensor normed = m_norm->forward(x);
    taps.give(tap(), ".norm", normed);
    at::Tensor tokens = m_in->forward(normed.permute({ 0, 2, 3, 1 }).flatten(1, 2));
    giveProjection(".proj_in", tokens, x, taps);
    for (const auto& block : m_blocks) {
        tokens = block->forward(tokens, context, taps);
        if (taps.finished())
            return x;
    }
    tokens = m_out->forward(tokens);
    giveProjection(".proj_out", tokens, x, taps);
    const at::Tensor out = plusResidual(asImage(tokens, x), x);
    taps.give(tap(), out);
    return out;
}

} // namespace minamo
