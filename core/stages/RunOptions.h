#pragma once
#include "stages/EmbedOptions.h"

namespace minamo {

/// The main job in one go: extract, score, discover, embed, train. Only what people change is an option here; every
/// stage keeps its own defaults for the rest.
struct RunOptions {
    static constexpr const char* stage = "run";
    std::vector<std::string> taps { "blocks" };
    std::vector<int> timesteps { 10, 50, 100, 200 };
    std::string map = "umap";
    std::string method = "both";
    bool fast = true;
    std::string holdout = "all";
    int seeds = 1;
    std::string device = "auto";

    template <class V> void describe(V& v)
    {
        v("taps", taps, OptionInfo {});
        v("timesteps", timesteps, OptionInfo { .minimum = 0, .maximum = 100000 });
        v("map", map, OptionInfo { .choices = EmbedOptions::methods() });
        v("method", method, OptionInfo { .choices = { "erm", "guide", "both" } });
        v("fast", fast, OptionInfo {});
        v("holdout", holdout, OptionInfo {});
        v("seeds", seeds, OptionInfo { .minimum = 1, .maximum = 100 });
        v("device", device, OptionInfo { .advanced = true });
    }
};

} // namespace minamo
