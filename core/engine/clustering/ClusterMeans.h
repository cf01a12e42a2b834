#pragma once
#include <ATen/core/Tensor.h>

namespace minamo {

/// Mean of the rows of every cluster ([K, D], the features' type; a cluster without rows is 0). `features`
/// [N, D] F32 or F64, `labels` I64 [N] in [0, clusters). Bits do not depend on the number of threads.
at::Tensor clusterMeans(const at::Tensor& features, const at::Tensor& labels, std::int64_t clusters);

/// Numbers the clusters that have rows 0 .. K'-1 in `labels` (I64 [N] in [0, clusters)) and returns which
/// they were (I64 [K'], ascending). Equal rows leave clusters without any, and so does a mixture's component
/// that is nowhere the likeliest.
at::Tensor dropEmptyClusters(at::Tensor& labels, std::int64_t clusters);

} // namespace minamo
