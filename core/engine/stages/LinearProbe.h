#pragma once
#include <ATen/core/Tensor.h>
#include <cstdint>
#include <functional>

namespace minamo {

/// Multinomial logistic regression.
struct LinearProbe {
    at::Tensor weights; ///< F64 [classes, D]
    at::Tensor bias; ///< F64 [classes]
    double objective = 0; ///< 0.5 |W|^2 + C * sum of cross-entropies
    int iterations = 0;
    bool converged = false; ///< largest gradient entry <= tolerance
};

struct LinearProbeOptions {
    double strength = 1; ///< C
    int iterations = 200;
    double tolerance = 1e-4; ///< on the largest entry of the gradient
    std::function<bool()> stop {};
};

/// Minimises 0.5 |W|^2 + C sum_i -log softmax(W x_i + b)_y(i) by L-BFGS in double; the bias is not penalised.
/// The problem is convex: the answer does not depend on a start. `features` F64 [N, D], `labels` I64 [N] in
/// [0, classes), classes >= 2.
LinearProbe fitLinearProbe(const at::Tensor& features, const at::Tensor& labels, std::int64_t classes,
    const LinearProbeOptions& options);

/// Class scores W x + b, F64 [N, classes].
at::Tensor probeScores(const LinearProbe& probe, const at::Tensor& features);

} // namespace minamo
