#include "statistics/Intervals.h"

#include "base/Assert.h"
#include "base/Random.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <unsupported/Eigen/SpecialFunctions>
#include <vector>

namespace minamo {
namespace {

/// x with I_x(a, b) = p, by bisection: the incomplete beta function rises in x.
double betaQuantile(double p, double a, double b)
{
    double low = 0, high = 1;
    for (int step = 0; step < 200 && high - low > 1e-16; ++step) {
        const double middle = (low + high) / 2;
        (Eigen::numext::betainc(a, b, middle) < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

double quantileOf(const std::vector<double>& sorted, double p)
{
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const auto above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

} // namespace

double normalQuantile(double p)
{
    MINAMO_ASSERT(p > 0 && p < 1);
    double z = Eigen::numext::ndtri(p);
    for (int step = 0; step < 2; ++step) { // the rational start is good to single precision in the tails
        const double error = 0.5 * std::erfc(-z / std::sqrt(2.0)) - p;
        z -= error * std::sqrt(2 * EIGEN_PI) * std::exp(z * z / 2);
    }
    return z;
}

Interval wilsonInterval(std::int64_t k, std::int64_t n, double confidence)
{
    MINAMO_ASSERT(k >= 0 && k <= n && n > 0);
    const double z = normalQuantile(0.5 + confidence / 2), size = static_cast<double>(n);
    const double rate = static_cast<double>(k) / size, scale = 1 + z * z / size;
    const double middle = (rate + z * z / (2 * size)) / scale;
    const double half = z / scale * std::sqrt(rate * (1 - rate) / size + z * z / (4 * size * size));
    return { k == 0 ? 0 : std::max(0.0, middle - half), k == n ? 1 : std::min(1.0, middle + half) };
}

Interval clopperPearsonInterval(std::int64_t k, std::int64_t n, double confidence)
{
    MINAMO_ASSERT(k >= 0 && k <= n && n > 0);
    const double tail = (1 - confidence) / 2, hits = static_cast<double>(k),
                 misses = static_cast<double>(n - k);
    return { k == 0 ? 0 : betaQuantile(tail, hits, misses + 1),
        k == n ? 1 : betaQuantile(1 - tail, hits + 1, misses) };
}

Interval bootstrapInterval(std::int64_t n, const std::function<double(std::span<const std::int64_t>)>& figure,
    int draws, double confidence, std::uint64_t seed)
{
    MINAMO_ASSERT(n > 0 && draws > 0);
    std::vector<double> values;
    std::vector<std::int64_t> rows(static_cast<std::size_t>(n));
    for (int draw = 0; draw < draws; ++draw) {
        CounterRandom random(seed, static_cast<std::uint64_t>(draw));
        for (auto& row : rows)
            row = random.below(static_cast<std::uint32_t>(n));
        values.push_back(figure(rows));
    }
    std::sort(values.begin(), values.end());
    return { quantileOf(values, (1 - confidence) / 2), quantileOf(values, (1 + confidence) / 2) };
}

} // namespace minamo
