#pragma once
#include <ATen/core/Tensor.h>

namespace minamo {

/// What one GroupNorm does: act(GN(x + addend) (1 + scale) + shift).
struct NormStep {
    int groups = 32;
    double eps = 1e-5;
    at::Tensor weight, bias; ///< [C]
    at::Tensor addend, scale, shift; ///< [B or 1, C] or undefined; scale and shift go together
    bool silu = false;
};

/// True if a fused kernel may be used: channels-last, no gradient wanted, and fp32 on a CPU or what our GPU
/// kernels take.
bool canFuseNorm(const at::Tensor& x);
/// One read for the moments and one for the result, instead of a pass per operation. Same memory layout as x
/// (contiguous or channels-last).
at::Tensor fusedGroupNorm(const at::Tensor& x, const NormStep& step);

} // namespace minamo
