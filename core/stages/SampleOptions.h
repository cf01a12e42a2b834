#pragma once
#include "base/Options.h"

namespace minamo {

/// The synthetic plant (data/factory/Factory.h) as a project's photos.
struct SampleOptions {
    static constexpr const char* stage = "sample";
    int seed = 1; ///< another seed = other plants and parts
    double severity = 1; ///< how far the plants lie apart
    int count = 400; ///< photos
    int size = 160; ///< side of a photo, px

    template <class V> void describe(V& v)
    {
        v("seed", seed, OptionInfo { .minimum = 0, .maximum = 999999 });
        v("severity", severity, OptionInfo { .minimum = 0, .maximum = 4 });
        v("count", count, OptionInfo { .minimum = 10, .maximum = 100000 });
        v("size", size, OptionInfo { .minimum = 32, .maximum = 1024, .unit = "px", .advanced = true });
    }
};

} // namespace minamo
