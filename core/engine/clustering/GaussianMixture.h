#pragma once
#include <ATen/core/Tensor.h>
#include <vector>

namespace minamo {

/// K Gaussians with diagonal covariance: p(x) = sum_k w_k N(x; m_k, diag v_k).
struct GaussianMixture {
    at::Tensor weights; ///< F64 [K], sum 1
    at::Tensor means; ///< F64 [K, D]
    at::Tensor variances; ///< F64 [K, D], > 0
};

/// log w_k + log N(x_i; m_k, diag v_k), F64 [N, K]. `features` F64 [N, D].
at::Tensor jointLogDensity(const at::Tensor& features, const GaussianMixture& mixture);

/// One step of expectation maximisation; `floor` is added to every variance. Returns the mean log-likelihood
/// per row before the step.
double stepMixture(const at::Tensor& features, GaussianMixture& mixture, double floor);

} // namespace minamo
