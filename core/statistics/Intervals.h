#pragma once
#include <cstdint>
#include <functional>
#include <span>

namespace minamo {

struct Interval {
    double low = 0, high = 0;
};

/// z with P(N(0,1) <= z) = p, 0 < p < 1.
double normalQuantile(double p);

/// Wilson score interval of a rate k/n (Wilson 1927), 0 <= k <= n, n >= 1.
Interval wilsonInterval(std::int64_t k, std::int64_t n, double confidence = 0.95);
/// Clopper-Pearson ("exact") interval of a rate k/n.
Interval clopperPearsonInterval(std::int64_t k, std::int64_t n, double confidence = 0.95);

/// Percentile bootstrap (Efron 1979) of any figure of n items: `figure` gets n row numbers drawn with
/// replacement. Deterministic by seed.
Interval bootstrapInterval(std::int64_t n, const std::function<double(std::span<const std::int64_t>)>& figure,
    int draws = 1000, double confidence = 0.95, std::uint64_t seed = 0);

} // namespace minamo
