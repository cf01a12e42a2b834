#pragma once
#include "base/Result.h"
#include "engine/clustering/KMeans.h"

#include <string>
#include <vector>

namespace minamo {

/// What a cluster method is asked.
struct ClusterRequest {
    int clusters = 8; ///< K wanted, >= 1
    std::uint64_t seed = 0; ///< equal seeds give equal clusters
    int restarts = 10; ///< tries of which the best is kept
    std::function<bool()> stop {}; ///< true ends early, the caller throws the result away
};

/// One way to find pseudo-domains. `cluster` gets F32 or F64 [N, D] on any device and returns K clusters
/// (fewer only if there are fewer distinct rows), with the mean of each cluster's rows as its centroid.
struct ClusterMethod {
    const char* name; ///< as in DiscoverOptions::method
    Result<Clustering> (*cluster)(const at::Tensor& features, const ClusterRequest& request);
};

/// All methods in the order of core/stages/ClusterMethods.def.
const std::vector<ClusterMethod>& clusterMethods();
/// The method of this name, or an error "cluster.unknown-method" {method}.
Result<ClusterMethod> clusterMethod(const std::string& name);

} // namespace minamo
