#pragma once
#include "engine/models/Taps.h"
#include "models/ClipTextConfig.h"
#include "models/ModelFolder.h"

#include <torch/nn/module.h>
#include <torch/nn/modules/embedding.h>
#include <torch/nn/modules/normalization.h>

namespace minamo {

class ClipTextLayer;

/// transformers' CLIPTextModel: the text encoder of Stable Diffusion. Token and position embeddings; per
/// layer x += attention(LN1 x), causal and without a padding mask, x += mlp(LN2 x); a last LN. Keys as
/// transformers writes them today, without "text_model.".
class ClipTextModel : public torch::nn::Module {
public:
    explicit ClipTextModel(const ClipTextConfig& config);

    /// ids int64 [B, tokens], tokens at most maxPositions, each below vocabSize. Gives the hidden states
    /// after the last LN, [B, tokens, hiddenSize]. Taps are called as in a published file:
    /// "text_model.embeddings", "text_model.encoder.layers.0", its ".layer_norm1", ".self_attn", ".mlp",
    /// "text_model.final_layer_norm".
    at::Tensor forward(const at::Tensor& ids, TapRequest& taps);
    /// The hidden state [B, hiddenSize] at each text's first end token; where the config holds the old id 2,
    /// at its largest id.
    at::Tensor pooled(const at::Tensor& hidden, const at::Tensor& ids) const;
    const ClipTextConfig& config() const { return m_config; }

private:
    ClipTextConfig m_config;
    torch::nn::Embedding m_tokens { nullptr }, m_positions { nullptr };
    std::vector<std::shared_ptr<ClipTextLayer>> m_layers;
    torch::nn::LayerNorm m_norm { nullptr };
};

/// With its weights, on the CPU in fp32, in evaluation mode. Errors: those of ClipTextConfig::fromJson and
/// loadWeights, with the file's {path}.
Result<std::shared_ptr<ClipTextModel>> loadClipText(const ModelComponent& component);

} // namespace minamo
