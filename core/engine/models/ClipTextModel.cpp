#include "engine/models/ClipTextModel.h"

#include "engine/device/Guarded.h"
#include "engine/models/Layers.h"
#include "engine/models/Weights.h"

#include <torch/nn/modules/container/modulelist.h>

namespace minamo {
namespace {

torch::nn::LayerNorm layerNorm(const ClipTextConfig& config)
{
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({ config.hiddenSize }).eps(config.layerNormEps));
}

class ClipAttention : public torch::nn::Module {
public:
    explicit ClipAttention(const ClipTextConfig& config) : m_heads(config.heads)
    {
        for (const auto& [name, linear] : { std::pair("k_proj", &m_k), std::pair("v_proj", &m_v),
                 std::pair("q_proj", &m_q), std::pair("out_proj", &m_out) })
            *linear = register_module(name, std::make_shared<Linear>(config.hiddenSize, config.hiddenSize));
    }
    at::Tensor forward(const at::Tensor& x)
    {
        const auto split = [&](const std::shared_ptr<Linear>& linear) {
            return linear->forward(x).view({ x.size(0), x.size(1), m_heads, -1 }).transpose(1, 2);
        };
        const at::Tensor mixed
            = at::scaled_dot_product_attention(split(m_q), split(m_k), split(m_v), {}, 0.0, /*causal*/ true);
        return m_out->forward(mixed.transpose(1, 2).reshape(x.sizes()));
    }

private:
    std::shared_ptr<Linear> m_q, m_k, m_v, m_out;
    int m_heads;
};

class ClipMlp : public torch::nn::Module {
public:
    explicit ClipMlp(const ClipTextConfig& config) : m_quick(config.hiddenAct == "quick_gelu")
    {
        m_fc1 = register_module("fc1", std::make_shared<Linear>(config.hiddenSize, config.intermediateSize));
        m_fc2 = register_module("fc2", std::make_shared<Linear>(config.intermediateSize, config.hiddenSize));
    }
    at::Tensor forward(const at::Tensor& x)
    {
        const at::Tensor wide = m_fc1->forward(x);
        return m_fc2->forward(m_quick ? wide * at::sigmoid(1.702 * wide) : at::gelu(wide));
    }

private:
    std::shared_ptr<Linear> m_fc1, m_fc2;
    bool m_quick;
};

/// A module that only holds others, for their names.
std::shared_ptr<torch::nn::Module> holder()
{
    return std::make_shared<torch::nn::Module>();
}

std::string storedKey(const std::string& stored)
{
    const std::string prefix = "text_model.";
    const std::string key = stored.starts_with(prefix) ? stored.substr(prefix.size()) : stored;
    return key == "embeddings.position_ids" ? "" : key; // a buffer: 0, 1, 2 ...
}

} // namespace

class ClipTextLayer : public NamedModule {
public:
    ClipTextLayer(std::string tap, const ClipTextConfig& config) : NamedModule(std::move(tap))
    {
        m_attention = register_module("self_attn", std::make_shared<ClipAttention>(config));
        m_norm1 = register_module("layer_norm1", layerNorm(config));
        m_mlp = register_module("mlp", std::make_shared<ClipMlp>(config));
        m_norm2 = register_module("layer_norm2", layerNorm(config));
    }
    at::Tensor forward(const at::Tensor& x, TapRequest& taps)
    {
        const at::Tensor normed = m_norm1(x);
        taps.give(tap(), ".layer_norm1", normed);
        const at::Tensor attended = m_attention->forward(normed);
        taps.give(tap(), ".self_attn", attended);
        const at::Tensor middle = x + attended;
        const at::Tensor mixed = m_mlp->forward(m_norm2(middle));
        taps.give(tap(), ".mlp", mixed);
        const at::Tensor out = middle + mixed;
        taps.give(tap(), out);
        return out;
    }

private:
    std::shared_ptr<ClipAttention> m_attention;
    std::shared_ptr<ClipMlp> m_mlp;
    torch::nn::LayerNorm m_norm1 { nullptr }, m_norm2 { nullptr };
};

ClipTextModel::ClipTextModel(const ClipTextConfig& config) : m_config(config)
{
    const auto embeddings = register_module("embeddings", holder());
    m_tokens = embeddings->register_module(
        "token_embedding", torch::nn::Embedding(config.vocabSize, config.hiddenSize));
    m_positions = embeddings->register_module(
        "position_embedding", torch::nn::Embedding(config.maxPositions, config.hiddenSize));
    torch::nn::ModuleList list;
    for (int i = 0; i < config.layers; ++i) {
        m_layers.push_back(
            std::make_shared<ClipTextLayer>("text_model.encoder.layers." + std::to_string(i), config));
        list->push_back(m_layers.back());
    }
    register_module("encoder", holder())->register_module("layers", list);
    m_norm = register_module("final_layer_norm", layerNorm(config));
}

at::Tensor ClipTextModel::forward(const at::Tensor& ids, TapRequest& taps)
{
    at::Tensor x = m_tokens(ids) + m_positions->weight.slice(0, 0, ids.size(1));
    taps.give("text_model.embeddings", x);
    for (const auto& layer : m_layers)
        x = layer->forward(x, taps);
    x = m_norm(x);
    taps.give("text_model.final_layer_norm", x);
    return x;
}

at::Tensor ClipTextModel::pooled(const at::Tensor& hidden, const at::Tensor& ids) const
{
    const at::Tensor ends
        = m_config.eosToken == 2 ? ids.argmax(1) : ids.eq(m_config.eosToken).to(at::kInt).argmax(1);
    return hidden.index({ torch::arange(ids.size(0)), ends });
}

Result<std::shared_ptr<ClipTextModel>> loadClipText(const ModelComponent& component)
{
    MINAMO_TRY(const auto config,
        readFrom(component.folder / "config.json", ClipTextConfig::fromJson(component.config)));
    using Loaded = Result<std::shared_ptr<ClipTextModel>>;
    return guarded("cpu", [&]() -> Loaded {
        const WithoutInitialisation everythingIsLoaded;
        auto model = std::make_shared<ClipTextModel>(config);
        MINAMO_DO(loadWeights(*model, component.weights, renamed(component.names, storedKey)));
        model->eval();
        return model;
    });
}

} // namespace minamo
