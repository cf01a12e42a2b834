#pragma once
#include "engine/models/Layers.h"

#include <mutex>

namespace minamo {

/// Of one TokenAttention.
struct TokenAttentionShape {
    int channels = 0;
    int contextWidth = 0; ///< of the tokens that are looked at; 0 = x itself is
    int heads = 1, headDim = 0;
    bool bias = false; ///< of queries, keys and values; the output always has one
};

/// out = to_out(softmax(q k^T / sqrt d) v) over tokens [B,N,C]: q from x; k, v from x or from a context. Keys
/// to_q, to_k, to_v, to_out.0.
class TokenAttention : public NamedModule {
public:
    TokenAttention(std::string tap, const TokenAttentionShape& shape);
    /// context: [B or 1, tokens, contextWidth], undefined where x is looked at. In evaluation mode and
    /// without a gradient, keys and values of a context of one row are kept: the next pass with this very
    /// tensor computes none. It must not be changed in place. Every switch between training and evaluation,
    /// which each preparation of a network does, forgets them.
    at::Tensor forward(const at::Tensor& x, const at::Tensor& context, TapRequest& taps);
    void train(bool on = true) override;

private:
    struct Looked {
        at::Tensor keys, values; ///< [B or 1, heads, tokens, head dim]
    };
    Looked look(const at::Tensor& tokens) const;
    Looked lookAtContext(const at::Tensor& context);
    at::Tensor split(const at::Tensor& y) const;

    std::shared_ptr<Linear> m_q, m_k, m_v, m_out;
    int m_heads;
    std::mutex m_mutex; ///< of the two below: passes may run side by side
    at::Tensor m_keptContext;
    Looked m_kept;
};

/// C -> hidden width -> C over tokens. Keys net.0.proj, net.2.
class FeedForward : public NamedModule {
public:
    /// gegluErf: a gelu(g) with (a, g) = net.0.proj(x), by the error function. geluTanh: gelu(net.0.proj(x)),
    /// approximated by tanh; geluErf: exact.
    enum class Kind { gegluErf, geluTanh, geluErf };
    FeedForward(std::string tap, int channels, Kind kind);
    at::Tensor forward(const at::Tensor& x, TapRequest& taps);

private:
    std::shared_ptr<Linear> m_in, m_out;
    Kind m_kind;
};

/// fresh + x; in fresh's memory where nobody else can need that. fresh is the result of a layer.
at::Tensor plusResidual(at::Tensor fresh, const at::Tensor& x);

} // namespace minamo
