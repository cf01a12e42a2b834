#include "engine/clustering/ClusterMethod.h"

namespace minamo {

#define MINAMO_CLUSTER_METHOD(name, function) ClusterMethod function();
#include "stages/ClusterMethods.def"
#undef MINAMO_CLUSTER_METHOD

const std::vector<ClusterMethod>& clusterMethods()
{
#define MINAMO_CLUSTER_METHOD(name, function) function(),
    static const std::vector<ClusterMethod> methods {
#include "stages/ClusterMethods.def"
    };
#undef MINAMO_CLUSTER_METHOD
    return methods;
}

Result<ClusterMethod> clusterMethod(const std::string& name)
{
    for (const auto& method : clusterMethods())
        if (name == method.name)
            return method;
    return fail("cluster.unknown-method", { { "method", name } });
}

} // namespace minamo
