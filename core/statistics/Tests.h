#pragma once
#include "statistics/Contingency.h"

#include <optional>
#include <vector>

namespace minamo {

/// P(chi-square with `freedom` degrees >= value).
double chiSquareTail(double value, double freedom);

/// McNemar's test: do two classifiers differ on the same photos? Only photos count that exactly one got
/// right.
struct McNemar {
    double exact = 1; ///< two-sided binomial p
    double mid = 1; ///< mid-p, less cautious
    std::optional<double> chiSquare; ///< (|b - c| - 1)^2 / (b + c); absent if b + c = 0
    std::optional<double> chiSquareP;
};
McNemar mcnemar(std::int64_t onlyFirstRight, std::int64_t onlySecondRight);

/// p-values of several tests made together, adjusted by Holm (1979), in the same order: what is still small
/// is no lucky one among many.
std::vector<double> holmAdjusted(const std::vector<double>& pValues);

/// Link between two columns.
struct Association {
    double chiSquare = 0, pValue = 1;
    double freedom = 0; ///< (rows - 1)(columns - 1)
    double cramersV = 0; ///< sqrt(chi2 / (n (min(rows, columns) - 1))), 0..1
    double corrected = 0; ///< bias-corrected (Bergsma 2013): 0 on average if there is no link
};
/// All 0 (p = 1) if either column has one value only.
Association associate(const Contingency& table);

} // namespace minamo
