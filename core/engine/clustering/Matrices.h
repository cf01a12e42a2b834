#pragma once
#include "project/FeatureStore.h"

#include <ATen/core/Tensor.h>
#include <vector>

namespace minamo {

/// The rows of a feature matrix as F32 [rows, D] on the CPU (a copy); `rows` empty = all.
at::Tensor tensorOfRows(const FeatureMatrix& features, const std::vector<int>& rows = {});
/// F32 or F64 [N, D] of any device as a feature matrix.
FeatureMatrix matrixOf(const at::Tensor& tensor);
/// I64 [N] of any device as codes.
std::vector<std::int32_t> codesOf(const at::Tensor& labels);
/// Euclidean distances [N, N] between the rows of `features`, diagonal 0.
FeatureMatrix distanceTable(const at::Tensor& features);

} // namespace minamo
