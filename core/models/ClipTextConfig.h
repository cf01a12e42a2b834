#pragma once
#include "base/Result.h"

#include <string>

namespace minamo {

/// Settings of a CLIPTextModel, as in transformers' config.json. An absent key takes the default of the
/// class.
struct ClipTextConfig {
    int vocabSize = 49408, hiddenSize = 512, intermediateSize = 2048, layers = 12, heads = 8;
    int maxPositions = 77; ///< tokens of a prompt
    std::string hiddenAct = "quick_gelu"; ///< "quick_gelu": x sigmoid(1.702 x); "gelu": with erf
    double layerNormEps = 1e-5;
    int padToken = 1, bosToken = 49406, eosToken = 49407; ///< as stored: published configs are not exact here

    /// Errors: "model.unsupported-value", ".unsupported-key", ".bad-config", each {key, value}.
    static Result<ClipTextConfig> fromJson(const Json& config);
};

} // namespace minamo
