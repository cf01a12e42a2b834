#pragma once
#include "engine/models/NormKernel.h"

namespace minamo {

/// True if our GPU kernels can take x: bfloat16 or float on a GPU, channels-last, channels in whole 16-byte
/// vectors, and no gradient wanted.
bool canUseGpuKernels(const at::Tensor& x);

/// As fusedGroupNorm, of x and `other` (or nothing) side by side, which are never put together: statistics in
/// one read, the result in a second.
at::Tensor gpuGroupNorm(const at::Tensor& x, const at::Tensor& other, const NormStep& step);
/// (a + b + bias) factor, written over a. b like a, bias [C]; either may be undefined.
at::Tensor gpuAddInPlace(at::Tensor a, const at::Tensor& b, const at::Tensor& bias, double factor);
/// Nearest x2 of both sides.
at::Tensor gpuNearestTwice(const at::Tensor& x);
/// Mean over the places, [B,C] fp32.
at::Tensor gpuMeanOverPlaces(const at::Tensor& x);

} // namespace minamo
