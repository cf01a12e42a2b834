#pragma once
#include "statistics/Silhouette.h"

namespace minamo {

/// How true a map is to the features it was made of.
struct LayoutQuality {
    double trustworthiness
        = 0; ///< 1 = whoever is a neighbour on the map is one in the features (Venna and Kaski 2001)
    double neighboursKept
        = 0; ///< share of the k nearest in the features that are among the k nearest on the map
    std::int64_t photos = 0; ///< rows it was measured on
    int neighbours = 0; ///< k it was measured with: fewer rows allow fewer
};

/// `features` [N, D] and `layout` [N, d] of the same photos; k neighbours, 1 <= k < N/2. Above `limit` rows
/// both are measured on `limit` rows drawn by `seed`. Equal distances go to the lower index.
LayoutQuality layoutQuality(
    FloatRows features, FloatRows layout, int k = 15, Eigen::Index limit = 3000, std::uint64_t seed = 0);

} // namespace minamo
