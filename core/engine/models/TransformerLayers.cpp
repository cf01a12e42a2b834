#include "engine/models/TransformerLayers.h"

#include "engine/models/TokenKernels.h"

#include <torch/nn/modules/container/modulelist.h>

namespace minamo {

TokenAttention::TokenAttention(std::string tap, const TokenAttentionShape& shape) :
    NamedModule(std::move(tap)), m_heads(shape.heads)
{
    const int inner = shape.heads * shape.headDim;
    const int seen = shape.contextWidth > 0 ? shape.contextWidth : shape.channels;
    m_q = register_module("to_q", std::make_shared<Linear>(shape.channels, inner, shape.bias));
    m_k = register_module("to_k", std::make_shared<Linear>(seen, inner, shape.bias));
    m_v = register_module("to_v", std::make_shared<Linear>(seen, inner, shape.bias));
    m_out = std::make_shared<Linear>(inner, shape.channels);
    register_module("to_out", torch::nn::ModuleList(m_out));
}

void TokenAttention::train(bool on)
{
    {
        const std::lock_guard lock(m_mutex);
        m_keptContext = at::Tensor();
        m_kept = Looked();
    }
    NamedModule::train(on);
}

at::Tensor TokenAttention::split(const at::Tensor& y) const
{
    return y.view({ y.size(0), y.size(1), m_heads, y.size(2) / m_heads }).transpose(1, 2);
}

TokenAttention::Looked TokenAttention::look(const at::Tensor& tokens) const
{
    return { split(m_k->forward(tokens)), split(m_v->forward(tokens)) };
}

TokenAttention::Looked TokenAttention::lookAtContext(const at::Tensor& context)
{
    if (context.size(0) > 1 || is_training() || at::GradMode::is_enabled())
        return look(context);
    {
        const std::lock_guard lock(m_mutex);
        if (m_keptContext.defined() && m_keptContext.is_same(context))
            return m_kept;
    }
    const Looked looked = look(context);
    const std::lock_guard lock(m_mutex);
    m_keptContext = context;
    m_kept = looked;
    return looked;
}

at::Tensor TokenAttention::forward(const at::Tensor& x, const at::Tensor& context, TapRequest& taps)
{
    const at::Tensor queries = split(m_q->forward(x));
    auto [keys, values] = context.defined() ? lookAtContext(context) : look(x);
    if (keys.size(0) != x.size(0)) {
        const std::vector<std::int64_t> sizes { x.size(0), keys.size(1), keys.size(2), keys.size(3) };
        keys = keys.expand(sizes);
        values = values.expand(sizes);
    }
    const at::Tensor mixed = at::scaled_dot_product_attention(queries, keys, values);
    const at::Tensor out = m_out->forward(mixed.transpose(1, 2).flatten(2));
    taps.give(tap(), out);
    return out;
}

FeedForward::FeedForward(std::string tap, int channels, Kind kind) : NamedModule(std::move(tap)), m_kind(kind)
{
    const int hidden = 4 * channels;
    const auto net = register_module("net", std::make_shared<torch::nn::Module>());
    const auto first = net->register_module("0", std::make_shared<torch::nn::Module>());
    m_in = first->register_module(
        "proj", std::make_shared<Linear>(channels, kind == Kind::gegluErf ? 2 * hidden : hidden));
    m_out = net->register_module("2", std::make_shared<Linear>(hidden, channels));
}

at::Tensor FeedForward::forward(const at::Tensor& x, TapRequest& taps)
{
    at::Tensor h = m_kind == Kind::geluTanh ? m_in->forwardGelu(x) : m_in->forward(x);
    if (m_kind == Kind::gegluErf)
        h = gatedGelu(h);
    else if (m_kind == Kind::geluErf)
        h = at::gelu(h);
    h = m_out->forward(h);
    taps.give(tap(), h);
    return h;
}

at::Tensor plusResidual(at::Tensor fresh, const at::Tensor& x)
{
    return at::GradMode::is_enabled() ? fresh + x : fresh.add_(x);
}

} // namespace minamo
