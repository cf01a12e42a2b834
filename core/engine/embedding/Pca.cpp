#include "engine/embedding/Pca.h"

#include <ATen/ATen.h>
#include <algorithm>

namespace minamo {
namespace {

/// Signs are free: the largest entry of every row is made positive, so that equal data give equal maps.
at::Tensor withFixedSigns(const at::Tensor& rows)
{
    const auto largest = rows.gather(1, rows.abs().argmax(1, true));
    return rows * at::where(largest < 0, -1.0, 1.0);
}

} // namespace

Pca principalComponents(const at::Tensor& features, std::int64_t count)
{
    const at::NoGradGuard guard;
    const auto wide = features.to(at::kDouble);
    Pca pca;
    pca.mean = wide.mean(0);
    const auto rows = wide - pca.mean;
    const auto items = rows.size(0), width = rows.size(1);
    const double freedom = static_cast<double>(std::max<std::int64_t>(items - 1, 1));
    count = std::min({ count, items, width });
    const bool narrow = width <= items;
    const auto [values, vectors]
        = at::linalg_eigh((narrow ? rows.t().mm(rows) : rows.mm(rows.t())) / freedom);
    const auto strongest = values.flip(0).narrow(0, 0, count).clamp_min(0);
    auto found = vectors.flip(1).narrow(1, 0, count).t();
    if (!narrow) { // a Gram eigenvector u gives the direction X^T u
        found = found.mm(rows);
        found = found / found.norm(2, { 1 }, true).clamp_min(1e-300);
    }
    pca.components = withFixedSigns(found).contiguous();
    pca.variances = strongest;
    pca.totalVariance = rows.square().sum().item<double>() / freedom;
    return pca;
}

at::Tensor projectRows(const Pca& pca, const at::Tensor& features)
{
    const at::NoGradGuard guard;
    return (features.to(at::kDouble) - pca.mean).mm(pca.components.t()).to(features.scalar_type());
}

} // namespace minamo
