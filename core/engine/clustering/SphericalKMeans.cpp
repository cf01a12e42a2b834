#include "engine/clustering/ClusterMeans.h"
#include "engine/clustering/ClusterMethod.h"

#include <ATen/ATen.h>

namespace minamo {
namespace {

/// k-means on rows of length 1: groups by direction, blind to the strength of the features.
Result<Clustering> cluster(const at::Tensor& features, const ClusterRequest& request)
{
    const auto lengths = features.norm(2, { 1 }, true).clamp_min(1e-12);
    auto found = kMeans(features / lengths,
        { .clusters = request.clusters,
            .restarts = request.restarts,
            .seed = request.seed,
            .stop = request.stop });
    found.centroids = clusterMeans(features, found.assignments, found.centroids.size(0));
    found.distances = (features - found.centroids.index_select(0, found.assignments)).square().sum(1);
    found.inertia = found.distances.sum(at::kDouble).item<double>();
    return found;
}

} // namespace

ClusterMethod sphericalKMeansMethod();
ClusterMethod sphericalKMeansMethod()
{
    return { "spherical", cluster };
}

} // namespace minamo
