#pragma once
#include "statistics/Contingency.h"

#include <vector>

namespace minamo {

using FloatRows = Eigen::Ref<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;
using DoubleRows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Euclidean distances [R, N] from the rows [from, from + count) of `features` to all rows.
DoubleRows distancesFrom(const DoubleRows& features, Eigen::Index from, Eigen::Index count);

/// Silhouette (Rousseeuw 1987) of every item: (b - a) / max(a, b), a = mean distance to its own group, b =
/// smallest mean distance to another group; 0 for a group of one. Unknown labels (< 0) take no part and get
/// 0.
std::vector<double> silhouettes(FloatRows features, Labels labels);

/// Mean silhouette, in [-1, 1]; exact up to `limit` rows, above that on `limit` rows drawn by `seed` (N^2
/// distances). 0 if there are fewer than two groups.
double silhouette(FloatRows features, Labels labels, Eigen::Index limit = 20000, std::uint64_t seed = 0);

/// Mean silhouette from a table of distances [N, N] between the labelled items: many labellings, one table.
double silhouetteOfDistances(FloatRows distances, Labels labels);

} // namespace minamo
