#pragma once
#include <Eigen/Core>
#include <cstdint>
#include <span>

namespace minamo {

/// Labels of N items as codes; a negative code means unknown and takes no part.
using Labels = std::span<const std::int32_t>;

/// How often value i of one labelling meets value j of another. Values that do not occur have no row or
/// column.
struct Contingency {
    Eigen::MatrixXd counts; ///< whole numbers, [values of a, values of b]
    double total = 0;

    Eigen::VectorXd rows() const { return counts.rowwise().sum(); }
    Eigen::VectorXd columns() const { return counts.colwise().sum().transpose(); }
};

/// Counts pairs (a_i, b_i). Both labellings have the same length.
Contingency contingency(Labels a, Labels b);

/// Number of different codes >= 0.
int distinctLabels(Labels labels);

} // namespace minamo
