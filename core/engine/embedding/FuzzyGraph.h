#pragma once
#include "engine/embedding/Neighbours.h"

namespace minamo {

/// Undirected neighbour graph of UMAP (McInnes, Healy and Melville 2018) as rows of edges; every edge stands
/// in both rows.
struct FuzzyGraph {
    std::vector<std::size_t> offsets; ///< N + 1; edges of row i are [offsets[i], offsets[i + 1])
    std::vector<std::int32_t> targets; ///< ascending in a row
    std::vector<float> weights; ///< in (0, 1]
    std::size_t rows() const { return offsets.empty() ? 0 : offsets.size() - 1; }
};

/// Membership w_ij = exp(-max(0, d_ij - rho_i) / sigma_i) with rho_i the smallest distance > 0 and sigma_i
/// such that sum_j w_ij = log2(k); then the union w_ij + w_ji - w_ij w_ji of both directions.
FuzzyGraph fuzzyGraph(const Neighbours& neighbours);

/// a, b of 1 / (1 + a d^(2 b)), fitted to 1 below `minDistance` and exp(-(d - minDistance)) above (d in 0 ..
/// 3).
std::pair<double, double> fitCurve(double minDistance);

} // namespace minamo
