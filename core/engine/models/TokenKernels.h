#pragma once
#include <ATen/core/Tensor.h>
#include <tuple>

namespace minamo {

/// A layer norm of tokens: LN(x) weight + bias, then (1 + scale) + shift. weight, bias [C]; scale, shift [B
/// or 1, C]; all may be undefined, scale and shift go together.
struct TokenNorm {
    at::Tensor weight, bias, scale, shift;
    double eps = 1e-5;
};
/// tokens [B,N,C].
at::Tensor normTokens(const at::Tensor& x, const TokenNorm& norm);

/// (sum, its norm), sum = x + gate change; in one pass on a GPU. gate [B or 1, C], undefined = 1. change is
/// the fresh result of a layer: the sum is in its memory where no gradient is wanted.
std::tuple<at::Tensor, at::Tensor> addAndNorm(
    const at::Tensor& x, at::Tensor change, const at::Tensor& gate, const TokenNorm& norm);

/// a gelu(g) by the error function, (a, g) = the halves of the last dimension of h; h may be written over.
at::Tensor gatedGelu(const at::Tensor& h);

} // namespace minamo
