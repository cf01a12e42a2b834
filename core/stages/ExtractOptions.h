#pragma once
#include "base/Options.h"

namespace minamo {

/// Features of every photo: layers of the project's model (taps) x noise levels (timesteps), averaged over
/// space.
struct ExtractOptions {
    static constexpr const char* stage = "extract";
    std::vector<std::string> taps { "blocks" }; ///< "blocks", "all" (as DDAE counts layers), or names of taps
    std::vector<int> timesteps { 10, 50, 100, 200 }; ///< of the model's own noise schedule
    int size = 0; ///< side of the photos, px; 0 = what the model was made for
    std::string prompt {}; ///< what a model with a text encoder is told of every photo; "" = nothing, as in training
    int draw = 0; ///< which of the possible noise pictures each photo gets
    int batch = 0; ///< photos per pass; 0 = by the number and size of the photos and the kind of device
    std::string device = "auto"; ///< "auto", "cpu", "cuda", "cuda:1" ...
    int threads = 0; ///< 0 = as many as there are cores

    template <class V> void describe(V& v)
    {
        v("taps", taps, OptionInfo {});
        v("timesteps", timesteps, OptionInfo { .minimum = 0, .maximum = 100000 });
        v("size", size, OptionInfo { .minimum = 0, .maximum = 1024, .unit = "px", .advanced = true });
        v("prompt", prompt, OptionInfo { .advanced = true });
        v("draw", draw, OptionInfo { .minimum = 0, .maximum = 1000000, .advanced = true });
        v("batch", batch, OptionInfo { .minimum = 0, .maximum = 4096, .advanced = true });
        v("device", device, OptionInfo { .advanced = true });
        // Each photo passes through one thread from end to end: their number cannot change a sum.
        v("threads", threads,
            OptionInfo { .minimum = 0, .maximum = 1024, .advanced = true, .affectsResult = false });
    }
};

} // namespace minamo
