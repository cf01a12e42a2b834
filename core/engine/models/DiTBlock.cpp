#include "engine/models/DiTBlock.h"

#include "engine/models/TokenKernels.h"

#include <ATen/ATen.h>

namespace minamo {
namespace {

constexpr int frequencyChannels = 256; // of the timestep's sines, whatever the width

/// [B or 1, C] as factors of tokens [B, N, C].
at::Tensor perToken(const at::Tensor& values)
{
    return values.unsqueeze(1);
}

/// x + gate change, rounded as diffusers does where each photo has its own gate.
at::Tensor gated(const at::Tensor& x, const at::Tensor& gate, const at::Tensor& change)
{
    if (gate.size(0) == 1)
        return at::addcmul(x, perToken(gate), change);
    return plusResidual(perToken(gate) * change, x);
}

} // namespace

at::Tensor modulatedNorm(const at::Tensor& x, const at::Tensor& scale, const at::Tensor& shift, double eps)
{
    return normTokens(x, { {}, {}, scale, shift, eps });
}

TimestepLabelEmbedder::TimestepLabelEmbedder(const DiTBlockSettings& settings) :
    m_frequencyShift(settings.frequencyShift)
{
    m_timestep = register_module(
        "timestep_embedder", std::make_shared<TimestepEmbedding>(frequencyChannels, settings.channels()));
    const auto labels = register_module("class_embedder", std::make_shared<torch::nn::Module>());
    m_table = labels->register_module(
        "embedding_table", torch::nn::Embedding(settings.classes + 1, settings.channels()));
}

at::Tensor TimestepLabelEmbedder::forward(
    const at::Tensor& timesteps, const at::Tensor& labels, const std::string& tap, TapRequest& taps)
{
    const at::Tensor sines = positionalTimeProjection(timesteps, frequencyChannels, true, m_frequencyShift);
    const at::Tensor time = m_timestep->forward(sines.to(m_table->weight.scalar_type()));
    taps.give(tap + ".timestep_embedder", time);
    const at::Tensor label = m_table(labels);
    taps.give(tap + ".class_embedder", label);
    at::Tensor both = time + label;
    taps.give(tap, both);
    return both;
}

DiTBlock::DiTBlock(std::string tapName, const DiTBlockSettings& settings) :
    NamedModule(std::move(tapName)), m_settings(settings)
{
    const int width = settings.channels();
    m_norm = register_module("norm1", std::make_shared<torch::nn::Module>());
    m_embedder = m_norm->register_module("emb", std::make_shared<TimestepLabelEmbedder>(settings));
    m_modulation = m_norm->register_module("linear", std::make_shared<Linear>(width, 6 * width));
    m_attention = register_module("attn1",
        std::make_shared<TokenAttention>(tap() + ".attn1",
            TokenAttentionShape { width, 0, settings.heads, settings.headDim, settings.attentionBias }));
    m_feedForward
        = register_module("ff", std::make_shared<FeedForward>(tap() + ".ff", width, settings.feedForward));
}

at::Tensor DiTBlock::embed(const at::Tensor& timesteps, const at::Tensor& labels, TapRequest& taps)
{
    return at::silu(m_embedder->forward(timesteps, labels, tap() + ".norm1.emb", taps));
}

void DiTBlock::shareEmbedder(const std::shared_ptr<TimestepLabelEmbedder>& embedder)
{
    m_embedder = embedder;
    m_norm->replace_module("emb", embedder);
}

at::Tensor DiTBlock::forward(const at::Tensor& x, const at::Tensor& embedding, TapRequest& taps)
{
    const auto parts = m_modulation->forward(embedding).chunk(6, 1);
    const at::Tensor &shift1 = parts[0], &scale1 = parts[1], &gate1 = parts[2];
    const at::Tensor &shift2 = parts[3], &scale2 = parts[4], &gate2 = parts[5];
    const at::Tensor before = modulatedNorm(x, scale1, shift1, m_settings.modulatedEps);
    taps.give(tap() + ".norm1", before);
    const at::Tensor attended = m_attention->forward(before, {}, taps);
    if (taps.finished())
        return {};
    const auto [sum, normed]
        = addAndNorm(x, attended, gate1, { {}, {}, scale2, shift2, m_settings.feedForwardEps });
    if (taps.wants(tap() + ".norm3"))
        taps.give(tap() + ".norm3", at::layer_norm(sum, { x.size(2) }, {}, {}, m_settings.feedForwardEps));
    const at::Tensor changed = m_feedForward->forward(normed, taps);
    at::Tensor out = gated(sum, gate2, changed);
    taps.give(tap(), out);
    return out;
}

} // namespace minamo
