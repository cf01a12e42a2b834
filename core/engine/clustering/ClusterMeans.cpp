#include "engine/clustering/ClusterMeans.h"

#include <ATen/ATen.h>
#include <ATen/Dispatch.h>
#include <ATen/Parallel.h>

namespace minamo {
namespace {

/// Columns are shared out, rows are added in order in double: the bits do not depend on threads.
template <class T> void addRows(const at::Tensor& rows, const at::Tensor& labels, at::Tensor& sums)
{
    const auto count = rows.size(0), width = rows.size(1);
    const T* values = rows.const_data_ptr<T>();
    const auto* label = labels.const_data_ptr<std::int64_t>();
    auto* sum = sums.mutable_data_ptr<double>();
    at::parallel_for(0, width, 64, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t i = 0; i < count; ++i) {
            const T* row = values + i * width;
            double* out = sum + label[i] * width;
            for (std::int64_t j = begin; j < end; ++j)
                out[j] += static_cast<double>(row[j]);
        }
    });
}

at::Tensor clusterSums(const at::Tensor& rows, const at::Tensor& labels, std::int64_t clusters)
{
    if (rows.is_cuda()) // the atomics of index_add would make the order, and so the bits, random
        return at::one_hot(labels, clusters).to(rows.scalar_type()).t().mm(rows);
    auto sums = at::zeros({ clusters, rows.size(1) }, rows.options().dtype(at::kDouble));
    AT_DISPATCH_FLOATING_TYPES(
        rows.scalar_type(), "clusterSums", [&] { addRows<scalar_t>(rows, labels, sums); });
    return sums;
}

} // namespace

at::Tensor clusterMeans(const at::Tensor& features, const at::Tensor& labels, std::int64_t clusters)
{
    const auto counts = at::bincount(labels, {}, clusters).clamp_min(1).unsqueeze(1);
    const auto sums = clusterSums(features.contiguous(), labels.contiguous(), clusters);
    return sums.div(counts).to(features.scalar_type());
}

at::Tensor dropEmptyClusters(at::Tensor& labels, std::int64_t clusters)
{
    const auto used = at::bincount(labels, {}, clusters) > 0;
    const auto kept = used.nonzero().squeeze(1);
    if (kept.numel() < clusters)
        labels = (used.cumsum(0) - 1).index_select(0, labels);
    return kept;
}

} // namespace minamo
