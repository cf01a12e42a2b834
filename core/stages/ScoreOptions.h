#pragma once
#include "base/Options.h"

namespace minamo {

/// How every cell (tap x timestep) is judged.
struct ScoreOptions {
    static constexpr const char* stage = "score";
    std::string criterion = "auto"; ///< "auto": style NMI when environments are known, else label-free
    int restarts = 10; ///< k-means starts behind the NMI figures
    int seeds = 5; ///< runs compared for the stability
    int minClusters = 2, maxClusters = 8; ///< K range of the label-free figure
    int sample = 2000; ///< photos behind a silhouette (all if there are fewer)
    std::int64_t seed = 0;

    template <class V> void describe(V& v)
    {
        v("criterion", criterion, OptionInfo { .choices = { "auto", "style-nmi", "label-free" } });
        v("restarts", restarts, OptionInfo { .minimum = 1, .maximum = 1000, .advanced = true });
        v("seeds", seeds, OptionInfo { .minimum = 2, .maximum = 100, .advanced = true });
        v("minClusters", minClusters, OptionInfo { .minimum = 2, .maximum = 1000, .advanced = true });
        v("maxClusters", maxClusters, OptionInfo { .minimum = 2, .maximum = 1000, .advanced = true });
        v("sample", sample, OptionInfo { .minimum = 50, .maximum = 20000, .advanced = true });
        v("seed", seed, OptionInfo { .minimum = 0, .advanced = true });
    }
};

} // namespace minamo
