#pragma once
#include <cstdint>

namespace minamo {

/// One image of a GroupNorm, channels-last: in and out are [pixels, channels]. addend, scale and shift may be
/// null.
struct NormImage {
    const float* in = nullptr;
    float* out = nullptr;
    std::int64_t pixels = 0, channels = 0, groups = 1;
    double eps = 0;
    const float *weight = nullptr, *bias = nullptr, *addend = nullptr, *scale = nullptr, *shift = nullptr;
    bool silu = false;
};

/// Chooses AVX-512, AVX2 or baseline code by what the processor can do.
void normalizeImage(const NormImage& image);

} // namespace minamo
