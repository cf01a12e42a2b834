#include "statistics/Agreement.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace minamo {
namespace {

bool sayNothing(const Contingency& table)
{
    return table.counts.rows() <= 1 && table.counts.cols() <= 1;
}

/// ln k! for k = 0..n, so that the triple loop of the expectation only adds.
std::vector<double> logFactorials(std::int64_t n)
{
    std::vector<double> logs(static_cast<std::size_t>(n) + 1, 0);
    for (std::size_t k = 1; k < logs.size(); ++k)
        logs[k] = std::lgamma(static_cast<double>(k) + 1);
    return logs;
}

/// Expected share of one cell with margins a and b among n items.
double expectedCell(std::int64_t a, std::int64_t b, std::int64_t n, const std::vector<double>& logs)
{
    const auto at = [&](std::int64_t k) { return logs[static_cast<std::size_t>(k)]; };
    const double fixed = at(a) + at(b) + at(n - a) + at(n - b) - at(n);
    const double size = static_cast<double>(n);
    double sum = 0;
    for (auto k = std::max<std::int64_t>(1, a + b - n); k <= std::min(a, b); ++k) {
        const double count = static_cast<double>(k);
        const double information
            = count / size * std::log(size * count / (static_cast<double>(a) * static_cast<double>(b)));
        sum += information * std::exp(fixed - at(k) - at(a - k) - at(b - k) - at(n - a - b + k));
    }
    return sum;
}

} // namespace

double entropyNats(const Eigen::VectorXd& counts)
{
    const double total = counts.sum();
    double sum = 0;
    for (const double count : counts)
        if (count > 0)
            sum -= count / total * std::log(count / total);
    return sum;
}

double mutualInformation(const Contingency& table)
{
    const auto rows = table.rows(), columns = table.columns();
    double sum = 0;
    for (Eigen::Index i = 0; i < table.counts.rows(); ++i)
        for (Eigen::Index j = 0; j < table.counts.cols(); ++j)
            if (const double count = table.counts(i, j); count > 0)
                sum += count / table.total * std::log(table.total * count / (rows(i) * columns(j)));
    return sum < std::numeric_limits<double>::epsilon() ? 0 : sum;
}

double expectedMutualInformation(const Contingency& table)
{
    const auto total = static_cast<std::int64_t>(table.total);
    const auto logs = logFactorials(total);
    const auto rows = table.rows(), columns = table.columns();
    double sum = 0;
    for (const double a : rows)
        for (const double b : columns)
            sum += expectedCell(static_cast<std::int64_t>(a), static_cast<std::int64_t>(b), total, logs);
    return sum;
}

double normalizedMutualInformation(const Contingency& table)
{
    if (sayNothing(table))
        return 1;
    const double information = mutualInformation(table);
    return information == 0 ? 0
                            : 2 * information / (entropyNats(table.rows()) + entropyNats(table.columns()));
}

double normalizedMutualInformation(Labels a, Labels b)
{
    return normalizedMutualInformation(contingency(a, b));
}

double adjustedMutualInformation(Labels a, Labels b)
{
    const auto table = contingency(a, b);
    if (sayNothing(table))
        return 1;
    const double expected = expectedMutualInformation(table);
    const double most = (entropyNats(table.rows()) + entropyNats(table.columns())) / 2;
    const double least = std::numeric_limits<double>::epsilon();
    double range = most - expected;
    range = range < 0 ? std::min(range, -least) : std::max(range, least);
    return (mutualInformation(table) - expected) / range;
}

double adjustedRandIndex(Labels a, Labels b)
{
    const auto table = contingency(a, b);
    const double both = table.counts.array().square().sum();
    const double inA = table.rows().array().square().sum(), inB = table.columns().array().square().sum();
    const double n = table.total;
    // Ordered pairs: together in both, apart in b only, apart in a only, apart in both.
    const double tp = both - n, fn = inA - both, fp = inB - both, tn = n * n - inA - inB + both;
    if (fn == 0 && fp == 0)
        return 1;
    return 2 * (tp * tn - fn * fp) / ((tp + fn) * (fn + tn) + (tp + fp) * (fp + tn));
}

double meanAgreement(const std::vector<std::vector<std::int32_t>>& labellings)
{
    double sum = 0;
    int pairs = 0;
    for (std::size_t i = 0; i < labellings.size(); ++i)
        for (std::size_t j = i + 1; j < labellings.size(); ++j, ++pairs)
            sum += adjustedRandIndex(labellings[i], labellings[j]);
    return pairs == 0 ? 1 : sum / pairs;
}

} // namespace minamo
