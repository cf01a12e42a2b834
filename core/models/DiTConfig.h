#pragma once
#include "base/Result.h"

#include <optional>
#include <string>

namespace minamo {

/// Settings of a DiTTransformer2DModel, as in a diffusers config.json (there often under the name
/// Transformer2DModel). A key that is absent takes the default of the class.
struct DiTConfig {
    int numAttentionHeads = 16, attentionHeadDim = 72;
    int inChannels = 4;
    std::optional<int> outChannels; ///< null: inChannels; twice that with a learned variance
    int numLayers = 28;
    double dropout = 0; ///< of training; Minamo trains no DiT
    bool attentionBias = true;
    int sampleSize = 32, patchSize = 2; ///< px of a side
    std::string activationFn = "gelu-approximate"; ///< "gelu-approximate" (tanh), "gelu" (erf)
    int numEmbedsAdaNorm = 1000; ///< classes; the null class comes behind them
    double normEps = 1e-5; ///< of the norm before the feed-forward
    /// The numbers of facebookresearch/DiT instead of diffusers': frequencies divided by 128 instead of 127,
    /// eps 1e-6 in every norm. Key `_minamo_original_dit`, written by packaging/convert/dit_to_diffusers.py;
    /// diffusers passes over it.
    bool originalDit = false;

    /// Of the norms that are modulated by the block's own embedding and of the last one. diffusers takes no
    /// setting for it.
    double modulatedEps = 1e-6;

    int innerDim() const { return numAttentionHeads * attentionHeadDim; }
    int outputChannels() const { return outChannels.value_or(inChannels); }
    int frequencyShift() const { return originalDit ? 0 : 1; }
    double feedForwardEps() const { return originalDit ? 1e-6 : normEps; }

    /// Errors: "model.unsupported-value", ".unsupported-key", ".bad-config", each {key, value}.
    static Result<DiTConfig> fromJson(const Json& config);
    Json toJson() const; ///< every key, with _class_name: what diffusers writes
};

} // namespace minamo
