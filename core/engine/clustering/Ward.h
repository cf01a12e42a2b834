#pragma once
#include <Eigen/Core>
#include <cstdint>
#include <vector>

namespace minamo {

/// One merge of two groups. Groups 0..K-1 are the points; merge m makes group K + m.
struct WardMerge {
    int first = 0, second = 0; ///< first < second
    double cost = 0; ///< growth of the within-group sum of squares
};

/// Ward linkage of K weighted points: always joins the two groups whose union raises the weighted
/// within-group sum of squares least, n_a n_b / (n_a + n_b) |c_a - c_b|^2. `centroids` [K, D]; `sizes` [K] >
/// 0. K - 1 merges, cheapest first (nearest neighbour chain, K^2 steps); ties go to the lower index.
std::vector<WardMerge> wardLinkage(const Eigen::MatrixXd& centroids, const std::vector<double>& sizes);

/// Group of every point when `groups` are left (1 <= groups <= K), numbered by weight, heaviest first.
std::vector<std::int32_t> cutLinkage(
    const std::vector<WardMerge>& merges, const std::vector<double>& sizes, int groups);

} // namespace minamo
