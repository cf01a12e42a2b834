#pragma once
#include "engine/clustering/ClusterMethod.h"

#include <functional>
#include <vector>

namespace minamo {

/// Pseudo-domains gathered into styles (decision D13).
struct StyleGroups {
    std::vector<std::int32_t> styleOf; ///< per pseudo-domain, styles numbered by photos, most first
    int styles = 1;
    double stability = 1; ///< of the chosen number
    std::vector<std::pair<int, double>> tried; ///< every number tried and its stability
};

/// How many styles N photos and K pseudo-domains can carry: from min(4, most) to min(12, K, N / 15), at
/// least 1.
std::pair<int, int> styleRange(std::int64_t photos, std::int64_t clusters);

/// Ward linkage of the pseudo-domains' centroids, weighted by their photos, cut at every number in the range.
/// stability(S) = mean over `draws` runs of the ARI between the styles of all photos and those found again
/// (method and linkage anew, other seed) on a random 80 % of the photos, compared on these. Chosen: the
/// largest S whose stability is within 0.02 of the best, for stability alone misses too small numbers: a
/// merge of two clear styles is stable, too.
/// @param wanted fixed number of styles, 0 = choose
/// @param stop true = end early; the result is then meaningless
StyleGroups groupStyles(const at::Tensor& features, const Clustering& found, const ClusterMethod& method,
    const ClusterRequest& request, int wanted, int draws = 6);

} // namespace minamo
