#pragma once
#include "base/Result.h"
#include "stages/EmbedOptions.h"

#include <ATen/core/Tensor.h>
#include <functional>
#include <string>
#include <vector>

namespace minamo {

/// A map in the making: coordinates x0, y0, x1, y1, ... after `epoch` of `epochs` steps.
struct LayoutStep {
    const std::vector<float>& xy;
    int epoch = 0, epochs = 0;
};

struct EmbeddingRequest {
    EmbedOptions options;
    /// Hears every step, often; returns false to stop (the method then returns cancelledError()). May be
    /// empty.
    std::function<bool(const LayoutStep&)> said {};
};

/// One way to draw N photos in two dimensions. `embed` gets F32 [N, D] on the CPU, at most 50 wide (principal
/// components) and N >= 1, and returns 2 N coordinates around the origin.
struct EmbeddingMethod {
    const char* name; ///< as in EmbedOptions::method
    Result<std::vector<float>> (*embed)(const at::Tensor& features, const EmbeddingRequest& request);
};

/// All methods in the order of core/stages/EmbeddingMethods.def.
const std::vector<EmbeddingMethod>& embeddingMethods();
/// The method of this name, or an error "embedding.unknown-method" {method}.
Result<EmbeddingMethod> embeddingMethod(const std::string& name);

/// What every method gets: the 50 strongest principal components of `features` [N, D] (all of them if D <=
/// 50).
at::Tensor embeddingInput(const at::Tensor& features);

} // namespace minamo
