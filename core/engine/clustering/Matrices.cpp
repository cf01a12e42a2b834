#include "engine/clustering/Matrices.h"

#include <ATen/ATen.h>
#include <algorithm>

namespace minamo {

at::Tensor tensorOfRows(const FeatureMatrix& features, const std::vector<int>& rows)
{
    if (rows.empty())
        return at::from_blob(
            const_cast<float*>(features.data()), { features.rows(), features.cols() }, at::kFloat)
            .clone();
    auto tensor = at::empty({ static_cast<std::int64_t>(rows.size()), features.cols() }, at::kFloat);
    auto* out = tensor.mutable_data_ptr<float>();
    for (const int row : rows)
        out = std::copy_n(features.data() + row * features.cols(), features.cols(), out);
    return tensor;
}

FeatureMatrix matrixOf(const at::Tensor& tensor)
{
    const auto host = tensor.to(at::kCPU, at::kFloat).contiguous();
    return Eigen::Map<const FeatureMatrix>(host.const_data_ptr<float>(), host.size(0), host.size(1));
}

std::vector<std::int32_t> codesOf(const at::Tensor& labels)
{
    const auto host = labels.to(at::kCPU, at::kInt).contiguous();
    return { host.const_data_ptr<std::int32_t>(), host.const_data_ptr<std::int32_t>() + host.numel() };
}

FeatureMatrix distanceTable(const at::Tensor& features)
{
    const auto rows = features - features.mean(0, true); // the expanded square cancels less around the mean
    const auto norms = rows.square().sum(1);
    auto table = at::addmm(norms, rows, rows.t(), 1, -2).add_(norms.unsqueeze(1)).clamp_min_(0).sqrt_();
    table.fill_diagonal_(0);
    return matrixOf(table);
}

} // namespace minamo
