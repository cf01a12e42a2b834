#pragma once
#include <ATen/core/Tensor.h>

namespace minamo {

/// Principal components of N rows.
struct Pca {
    at::Tensor mean; ///< F64 [D]
    at::Tensor
        components; ///< F64 [k, D], rows of length 1, strongest first; the largest entry of a row is positive
    at::Tensor variances; ///< F64 [k], with N - 1 in the denominator
    double totalVariance = 0; ///< of all D directions
};

/// The `count` strongest directions of `features` (F32 or F64 [N, D], N >= 2), or as many as there are.
/// Eigenvectors of the smaller of covariance and Gram matrix in double: exact and deterministic.
Pca principalComponents(const at::Tensor& features, std::int64_t count);

/// Scores [N, k] of rows in these directions, in the rows' type.
at::Tensor projectRows(const Pca& pca, const at::Tensor& features);

} // namespace minamo
