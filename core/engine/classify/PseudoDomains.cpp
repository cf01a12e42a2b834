#include "engine/classify/PseudoDomains.h"

#include "base/Assert.h"
#include "engine/clustering/KMeans.h"

#include <ATen/ATen.h>

namespace minamo {
namespace {

at::Tensor gather(const FeatureMatrix& features, const std::vector<int>& rows)
{
    auto result = at::empty({ static_cast<std::int64_t>(rows.size()), features.cols() });
    for (std::size_t i = 0; i < rows.size(); ++i)
        std::copy_n(features.row(rows[i]).data(), features.cols(),
            result.data_ptr<float>() + static_cast<std::int64_t>(i) * features.cols());
    return result;
}

struct Sums {
    GuideMap::Matrix means;
    std::vector<std::int64_t> counts;
};

Sums meansOf(
    const FeatureMatrix& psi, const std::vector<int>& rows, const std::vector<int>& domains, int count)
{
    Sums sums { GuideMap::Matrix::Zero(count, psi.cols()), std::vector<std::int64_t>(std::size_t(count)) };
    for (std::size_t i = 0; i < rows.size(); ++i) {
        sums.means.row(domains[i]) += psi.row(rows[i]).cast<double>();
        ++sums.counts[std::size_t(domains[i])];
    }
    for (int k = 0; k < count; ++k)
        if (sums.counts[std::size_t(k)] > 0)
            sums.means.row(k) /= static_cast<double>(sums.counts[std::size_t(k)]);
    return sums;
}

std::vector<int> asInts(const at::Tensor& assignments)
{
    const auto plain = assignments.to(at::kLong).contiguous();
    return { plain.data_ptr<std::int64_t>(), plain.data_ptr<std::int64_t>() + plain.numel() };
}

} // namespace

PseudoDomains PseudoDomains::find(
    const FeatureMatrix& psi, const std::vector<int>& rows, int clusters, std::uint64_t seed)
{
    MINAMO_ASSERT(!rows.empty() && clusters >= 1);
    KMeansOptions options;
    options.clusters = std::max(1, std::min(clusters, static_cast<int>(rows.size()) / 2));
    options.seed = seed;
    const auto found = kMeans(gather(psi, rows), options);
    const auto sums
        = meansOf(psi, rows, asInts(found.assignments), static_cast<int>(found.centroids.size(0)));
    PseudoDomains domains;
    domains.m_centroids.resize(sums.means.rows(), sums.means.cols());
    Eigen::Index kept = 0;
    for (Eigen::Index k = 0; k < sums.means.rows(); ++k)
        if (sums.counts[std::size_t(k)] > 0)
            domains.m_centroids.row(kept++) = sums.means.row(k);
    domains.m_centroids.conservativeResize(kept, Eigen::NoChange);
    return domains;
}

std::vector<int> PseudoDomains::assign(const FeatureMatrix& psi, const std::vector<int>& rows) const
{
    if (rows.empty())
        return {};
    const FeatureMatrix centroids = m_centroids.cast<float>();
    std::vector<int> all(static_cast<std::size_t>(count()));
    for (int k = 0; k < count(); ++k)
        all[std::size_t(k)] = k;
    return asInts(nearestCentroids(gather(psi, rows), gather(centroids, all)).first);
}

GuideMap::Matrix PseudoDomains::poolMeans(const FeatureMatrix& psi, const std::vector<int>& rows) const
{
    auto sums = meansOf(psi, rows, assign(psi, rows), count());
    for (int k = 0; k < count(); ++k)
        if (sums.counts[std::size_t(k)] == 0)
            sums.means.row(k) = m_centroids.row(k);
    return sums.means;
}

} // namespace minamo
