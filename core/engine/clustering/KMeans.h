#pragma once
#include <ATen/core/Tensor.h>
#include <cstdint>
#include <functional>
#include <utility>

namespace minamo {

/// How k-means searches. The defaults are scikit-learn's, which GUIDE uses (design: method 1.2), with ten
/// restarts.
struct KMeansOptions {
    int clusters = 8; ///< K >= 1; never more clusters than rows are made
    int restarts = 10; ///< starts from k-means++; the smallest inertia wins (ties: the earlier start)
    int maxIterations = 300; ///< Lloyd steps per start
    double tolerance
        = 1e-4; ///< stop when the squared shift of all centroids <= tolerance * mean column variance
    std::uint64_t seed = 0; ///< key of the counter-based random numbers
    std::function<bool()> stop {}; ///< asked before every pass over the rows; true ends early, unfinished
};

/// Clusters of N rows: what every cluster method answers.
struct Clustering {
    at::Tensor assignments; ///< I64 [N], in [0, K), on the features' device
    at::Tensor centroids; ///< [K, D], the features' type
    at::Tensor distances; ///< [N] squared Euclidean distance to the own centroid
    double inertia = 0; ///< sum of `distances`
    int iterations = 0; ///< of the winning start
};

/// Minimises sum_i |x_i - c_a(i)|^2 by Lloyd steps from greedy k-means++ starts. `features` is F32 or F64 [N,
/// D], N >= 1, on the CPU or a GPU; one product [N,D] x [D,K] and one sum per cluster a step. An empty
/// cluster takes the row that is furthest from its centroid; one that stays empty all the same (there are
/// fewer distinct rows than K) is left out. Equal input, options and device class give equal bits; ties go to
/// the lower index.
Clustering kMeans(const at::Tensor& features, const KMeansOptions& options);

/// Lloyd steps from given centroids [K, D]: no random number is drawn.
Clustering lloyd(const at::Tensor& features, const at::Tensor& start, const KMeansOptions& options);

/// Index of the nearest centroid for every row (I64 [N]) and its squared distance [N]: how a new photo gets
/// its pseudo-domain.
std::pair<at::Tensor, at::Tensor> nearestCentroids(const at::Tensor& features, const at::Tensor& centroids);

} // namespace minamo
