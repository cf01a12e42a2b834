#include "statistics/LayoutQuality.h"

#include "base/Assert.h"
#include "statistics/Sampling.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace minamo {
namespace {

using FloatMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The other items ordered by distance; `self` comes last.
std::vector<int> orderOf(const Eigen::VectorXd& distances, Eigen::Index self)
{
    std::vector<int> order(static_cast<std::size_t>(distances.size()));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        const bool selfA = a == self, selfB = b == self;
        return selfA != selfB ? selfB : distances(a) < distances(b);
    });
    return order;
}

struct Counts {
    double penalty = 0, kept = 0;
};

Counts countRow(const std::vector<int>& high, const std::vector<int>& low, int k)
{
    std::vector<int> rank(high.size());
    for (std::size_t place = 0; place < high.size(); ++place)
        rank[static_cast<std::size_t>(high[place])] = static_cast<int>(place) + 1;
    Counts counts;
    for (int i = 0; i < k; ++i) {
        const int place = rank[static_cast<std::size_t>(low[static_cast<std::size_t>(i)])];
        if (place > k)
            counts.penalty += place - k;
        else
            counts.kept += 1;
    }
    return counts;
}

DoubleRows around(FloatRows rows)
{
    DoubleRows wide = rows.cast<double>();
    wide.rowwise() -= wide.colwise().mean().eval();
    return wide;
}

LayoutQuality measure(FloatRows features, FloatRows layout, int k)
{
    const auto high = around(features), low = around(layout);
    const double n = static_cast<double>(high.rows());
    Counts sum;
    constexpr Eigen::Index tile = 256;
    for (Eigen::Index from = 0; from < high.rows(); from += tile) {
        const auto count = std::min(tile, high.rows() - from);
        const auto far = distancesFrom(high, from, count), near = distancesFrom(low, from, count);
        for (Eigen::Index i = 0; i < count; ++i) {
            const auto row = countRow(orderOf(far.row(i), from + i), orderOf(near.row(i), from + i), k);
            sum.penalty += row.penalty;
            sum.kept += row.kept;
        }
    }
    return { 1 - sum.penalty * 2 / (n * k * (2 * n - 3 * k - 1)), sum.kept / (n * k), high.rows(), k };
}

FloatMatrix pick(FloatRows rows, const std::vector<std::int64_t>& numbers)
{
    FloatMatrix some(static_cast<Eigen::Index>(numbers.size()), rows.cols());
    for (std::size_t i = 0; i < numbers.size(); ++i)
        some.row(static_cast<Eigen::Index>(i)) = rows.row(numbers[i]);
    return some;
}

} // namespace

LayoutQuality layoutQuality(
    FloatRows features, FloatRows layout, int k, Eigen::Index limit, std::uint64_t seed)
{
    MINAMO_ASSERT(features.rows() == layout.rows());
    k = std::max(1, std::min<int>(k, static_cast<int>((std::min(features.rows(), limit) - 1) / 2)));
    if (features.rows() < 4)
        return { 1, 1, features.rows(), k };
    if (features.rows() <= limit)
        return measure(features, layout, k);
    const auto rows = sampleRows(features.rows(), limit, seed);
    return measure(pick(features, rows), pick(layout, rows), k);
}

} // namespace minamo
