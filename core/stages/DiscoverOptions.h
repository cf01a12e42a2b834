#pragma once
#include "base/Options.h"

namespace minamo {

/// How pseudo-domains are found and grouped into styles (decision D13).
struct DiscoverOptions {
    static constexpr const char* stage = "discover";
    std::string tap {}; ///< "" = the project's cell
    int timestep = -1; ///< -1 = the project's cell
    std::string method = "kmeans";
    int clusters = 0; ///< K; 0 = classes x perClass
    int perClass = 0; ///< m; 0 = 5, lowered so that a cluster holds about 8 photos or more
    int styles = 0; ///< 0 = 4 to 12, by stability
    bool removeClassMeans = false; ///< take every class's mean out of the features first
    int restarts = 10;
    std::int64_t seed = 0;

    template <class V> void describe(V& v)
    {
        v("tap", tap, OptionInfo {});
        v("timestep", timestep, OptionInfo { .minimum = -1, .maximum = 100000 });
        v("method", method, OptionInfo { .choices = methods() });
        v("clusters", clusters, OptionInfo { .minimum = 0, .maximum = 100000 });
        v("perClass", perClass, OptionInfo { .minimum = 0, .maximum = 1000 });
        v("styles", styles, OptionInfo { .minimum = 0, .maximum = 100 });
        v("removeClassMeans", removeClassMeans, OptionInfo {});
        v("restarts", restarts, OptionInfo { .minimum = 1, .maximum = 1000, .advanced = true });
        v("seed", seed, OptionInfo { .minimum = 0, .advanced = true });
    }
    static std::vector<std::string> methods()
    {
#define MINAMO_CLUSTER_METHOD(name, function) name,
        return {
#include "stages/ClusterMethods.def"
        };
#undef MINAMO_CLUSTER_METHOD
    }
};

} // namespace minamo
