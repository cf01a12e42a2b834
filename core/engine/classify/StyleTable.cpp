#include "engine/classify/StyleTable.h"

#include "base/Assert.h"

#include <torch/types.h>

namespace minamo {
namespace {

using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

at::Tensor toTensor(const GuideMap::Matrix& matrix)
{
    auto tensor = at::empty({ matrix.rows(), matrix.cols() }, at::TensorOptions(at::kDouble));
    Eigen::Map<RowMajor>(tensor.data_ptr<double>(), matrix.rows(), matrix.cols()) = matrix;
    return tensor;
}

GuideMap::Matrix toMatrix(const at::Tensor& tensor)
{
    const auto plain = tensor.to(at::kCPU, at::kDouble).contiguous();
    return Eigen::Map<const RowMajor>(plain.data_ptr<double>(), plain.size(0), plain.size(1));
}

} // namespace

StyleTable StyleTable::fit(const GuideMap::Matrix& psiMeans, const GuideMap::Matrix& phiMeans)
{
    StyleTable table { psiMeans, phiMeans, {} };
    table.mapped = table.mappedFor(psiMeans);
    return table;
}

at::Tensor StyleTable::mappedFor(const GuideMap::Matrix& psi) const
{
    return toTensor(GuideMap::fit(psiMeans, phiMeans).map(psi)).to(at::kFloat);
}

at::Tensor StyleTable::rowsFor(const at::Tensor& table, const std::vector<int>& domains)
{
    const std::vector<std::int64_t> index(domains.begin(), domains.end());
    return table.index_select(0, torch::tensor(index, at::TensorOptions(at::kLong)));
}

void collectStyles(const StyleTable& table, const std::string& prefix, NamedTensors& into)
{
    into[prefix + "psi_means"] = toTensor(table.psiMeans);
    into[prefix + "phi_means"] = toTensor(table.phiMeans);
    into[prefix + "mapped"] = table.mapped;
}

Result<StyleTable> restoreStyles(const std::string& prefix, const NamedTensors& from)
{
    const auto psi = from.find(prefix + "psi_means"), phi = from.find(prefix + "phi_means");
    if (psi == from.end() || phi == from.end())
        return fail("checkpoint.missing-tensor", { { "name", prefix + "psi_means" } });
    return StyleTable::fit(toMatrix(psi->second), toMatrix(phi->second));
}

GuideMap::Matrix domainMeans(const at::Tensor& features, const std::vector<int>& domains, int count)
{
    const auto rows = toMatrix(features);
    MINAMO_ASSERT(rows.rows() == static_cast<Eigen::Index>(domains.size()));
    GuideMap::Matrix means = GuideMap::Matrix::Zero(count, rows.cols());
    std::vector<int> counts(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < domains.size(); ++i) {
        means.row(domains[i]) += rows.row(static_cast<Eigen::Index>(i));
        ++counts[std::size_t(domains[i])];
    }
    for (int k = 0; k < count; ++k)
        if (counts[std::size_t(k)] > 0)
            means.row(k) /= counts[std::size_t(k)];
        else
            means.row(k) = rows.colwise().mean();
    return means;
}

} // namespace minamo
