#pragma once
#include <ATen/core/Tensor.h>
#include <vector>

namespace minamo {

/// The two strongest principal components as coordinates x0, y0, ..., scaled so that the largest |coordinate|
/// is `halfWidth`.
std::vector<float> pcaMap(const at::Tensor& features, double halfWidth);

} // namespace minamo
