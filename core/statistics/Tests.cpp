#include "statistics/Tests.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unsupported/Eigen/SpecialFunctions>

namespace minamo {
namespace {

/// P(Binomial(n, 1/2) = k).
double halfBinomial(double k, double n)
{
    return std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2.0));
}

} // namespace

double chiSquareTail(double value, double freedom)
{
    return freedom <= 0 || value <= 0 ? 1 : Eigen::numext::igammac(freedom / 2, value / 2);
}

McNemar mcnemar(std::int64_t onlyFirstRight, std::int64_t onlySecondRight)
{
    McNemar result;
    const double few = static_cast<double>(std::min(onlyFirstRight, onlySecondRight));
    const double n = static_cast<double>(onlyFirstRight + onlySecondRight);
    if (n == 0)
        return result;
    double tail = 0;
    for (double k = 0; k <= few; k += 1)
        tail += halfBinomial(k, n);
    const double point = halfBinomial(few, n);
    result.exact = onlyFirstRight == onlySecondRight ? 1 : std::min(1.0, 2 * tail);
    result.mid = onlyFirstRight == onlySecondRight ? 1 - point : 2 * tail - point;
    const double gap = std::abs(static_cast<double>(onlyFirstRight - onlySecondRight)) - 1;
    result.chiSquare = gap * gap / n;
    result.chiSquareP = chiSquareTail(*result.chiSquare, 1);
    return result;
}

std::vector<double> holmAdjusted(const std::vector<double>& pValues)
{
    std::vector<std::size_t> order(pValues.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return pValues[i]; });
    std::vector<double> adjusted(pValues.size());
    double largest = 0;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const auto tests = static_cast<double>(order.size() - rank);
        largest = std::max(largest, std::min(1.0, tests * pValues[order[rank]]));
        adjusted[order[rank]] = largest;
    }
    return adjusted;
}

Association associate(const Contingency& table)
{
    Association link;
    const double rows = static_cast<double>(table.counts.rows()),
                 columns = static_cast<double>(table.counts.cols());
    if (rows < 2 || columns < 2)
        return link;
    const double n = table.total;
    const Eigen::MatrixXd expected = table.rows() * table.columns().transpose() / n;
    link.chiSquare = ((table.counts - expected).array().square() / expected.array()).sum();
    link.freedom = (rows - 1) * (columns - 1);
    link.pValue = chiSquareTail(link.chiSquare, link.freedom);
    link.cramersV = std::sqrt(link.chiSquare / n / (std::min(rows, columns) - 1));
    if (n < 2)
        return link;
    const double phi = std::max(0.0, link.chiSquare / n - link.freedom / (n - 1));
    const double r = rows - (rows - 1) * (rows - 1) / (n - 1),
                 c = columns - (columns - 1) * (columns - 1) / (n - 1);
    const double room = std::min(r, c) - 1;
    link.corrected = room > 0 ? std::min(1.0, std::sqrt(phi / room)) : 0;
    return link;
}

} // namespace minamo
