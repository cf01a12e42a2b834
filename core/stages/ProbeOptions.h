#pragma once
#include "base/Options.h"

namespace minamo {

/// The linear probe of every cell: how well a linear classifier reads the class from frozen features.
struct ProbeOptions {
    static constexpr const char* stage = "probe";
    double validation = 0.2; ///< share of photos held back, split by physical part
    double strength = 1.0; ///< C of the L2 penalty 0.5 |w|^2 + C * sum of cross-entropies
    int iterations = 200; ///< L-BFGS steps at most
    std::int64_t seed = 0;

    template <class V> void describe(V& v)
    {
        v("validation", validation, OptionInfo { .minimum = 0.05, .maximum = 0.5 });
        v("strength", strength, OptionInfo { .minimum = 1e-6, .maximum = 1e6, .advanced = true });
        v("iterations", iterations, OptionInfo { .minimum = 1, .maximum = 100000, .advanced = true });
        v("seed", seed, OptionInfo { .minimum = 0, .advanced = true });
    }
};

} // namespace minamo
