#include "statistics/Silhouette.h"

#include "base/Assert.h"
#include "statistics/Sampling.h"

#include <algorithm>
#include <limits>

namespace minamo {
namespace {

struct Groups {
    std::vector<int> of; // per item, -1 = takes no part
    std::vector<double> sizes;

    explicit Groups(Labels labels) : of(labels.size(), -1)
    {
        std::vector<std::int32_t> codes(labels.begin(), labels.end());
        std::sort(codes.begin(), codes.end());
        codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
        codes.erase(codes.begin(), std::lower_bound(codes.begin(), codes.end(), 0));
        sizes.assign(codes.size(), 0);
        for (std::size_t i = 0; i < labels.size(); ++i) {
            if (labels[i] < 0)
                continue;
            of[i] = static_cast<int>(std::lower_bound(codes.begin(), codes.end(), labels[i]) - codes.begin());
            sizes[static_cast<std::size_t>(of[i])] += 1;
        }
    }
};

/// `distances` to all items (0 to itself).
template <class Row>
double silhouetteOf(const Row& distances, int own, const Groups& groups, std::vector<double>& sums)
{
    if (own < 0 || groups.sizes[static_cast<std::size_t>(own)] < 2)
        return 0;
    std::fill(sums.begin(), sums.end(), 0);
    for (std::size_t i = 0; i < groups.of.size(); ++i)
        if (groups.of[i] >= 0)
            sums[static_cast<std::size_t>(groups.of[i])]
                += static_cast<double>(distances(static_cast<Eigen::Index>(i)));
    double other = std::numeric_limits<double>::infinity();
    for (std::size_t group = 0; group < sums.size(); ++group)
        if (static_cast<int>(group) != own)
            other = std::min(other, sums[group] / groups.sizes[group]);
    const double inside
        = sums[static_cast<std::size_t>(own)] / (groups.sizes[static_cast<std::size_t>(own)] - 1);
    const double largest = std::max(inside, other);
    return largest > 0 ? (other - inside) / largest : 0;
}

double meanOf(const std::vector<double>& values, const Groups& groups)
{
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (groups.of[i] >= 0) {
            sum += values[i];
            count += 1;
        }
    return count > 0 ? sum / count : 0;
}

} // namespace

DoubleRows distancesFrom(const DoubleRows& features, Eigen::Index from, Eigen::Index count)
{
    const Eigen::VectorXd norms = features.rowwise().squaredNorm();
    DoubleRows table = -2 * features.middleRows(from, count) * features.transpose();
    table.colwise() += norms.segment(from, count);
    table.rowwise() += norms.transpose();
    for (Eigen::Index i = 0; i < count; ++i)
        table(i, from + i) = 0;
    return table.cwiseMax(0).cwiseSqrt();
}

std::vector<double> silhouettes(FloatRows features, Labels labels)
{
    MINAMO_ASSERT(features.rows() == static_cast<Eigen::Index>(labels.size()));
    const Groups groups(labels);
    std::vector<double> values(labels.size(), 0), sums(groups.sizes.size());
    if (groups.sizes.size() < 2)
        return values;
    DoubleRows rows = features.cast<double>();
    rows.rowwise() -= rows.colwise().mean().eval(); // the expanded square cancels less around the mean
    constexpr Eigen::Index tile = 256;
    for (Eigen::Index from = 0; from < rows.rows(); from += tile) {
        const auto table = distancesFrom(rows, from, std::min(tile, rows.rows() - from));
        for (Eigen::Index i = 0; i < table.rows(); ++i) {
            const auto item = static_cast<std::size_t>(from + i);
            values[item] = silhouetteOf(table.row(i), groups.of[item], groups, sums);
        }
    }
    return values;
}

double silhouette(FloatRows features, Labels labels, Eigen::Index limit, std::uint64_t seed)
{
    if (features.rows() <= limit)
        return meanOf(silhouettes(features, labels), Groups(labels));
    const auto rows = sampleRows(features.rows(), limit, seed);
    Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> some(limit, features.cols());
    std::vector<std::int32_t> codes;
    for (Eigen::Index i = 0; i < limit; ++i) {
        const auto row = rows[static_cast<std::size_t>(i)];
        some.row(i) = features.row(row);
        codes.push_back(labels[static_cast<std::size_t>(row)]);
    }
    return meanOf(silhouettes(some, codes), Groups(codes));
}

double silhouetteOfDistances(FloatRows distances, Labels labels)
{
    MINAMO_ASSERT(
        distances.rows() == distances.cols() && distances.rows() == static_cast<Eigen::Index>(labels.size()));
    const Groups groups(labels);
    if (groups.sizes.size() < 2)
        return 0;
    std::vector<double> values, sums(groups.sizes.size());
    for (std::size_t i = 0; i < labels.size(); ++i)
        values.push_back(
            silhouetteOf(distances.row(static_cast<Eigen::Index>(i)), groups.of[i], groups, sums));
    return meanOf(values, groups);
}

} // namespace minamo
