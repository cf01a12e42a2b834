#include "engine/clustering/ClusterMethod.h"

namespace minamo {
namespace {

Result<Clustering> cluster(const at::Tensor& features, const ClusterRequest& request)
{
    return kMeans(features,
        { .clusters = request.clusters,
            .restarts = request.restarts,
            .seed = request.seed,
            .stop = request.stop });
}

} // namespace

/// k-means as GUIDE runs it.
ClusterMethod kMeansMethod();
ClusterMethod kMeansMethod()
{
    return { "kmeans", cluster };
}

} // namespace minamo
