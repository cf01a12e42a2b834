#include "engine/models/NormKernelCpu.h"

#include <cmath>
#include <cstring>
#include <vector>

namespace minamo {
namespace {

// GCC's vector types compile to whatever the enclosing function's target has: one, two or four registers.
using Floats = float __attribute__((vector_size(64), aligned(4)));
using Ints = std::int32_t __attribute__((vector_size(64)));
constexpr std::int64_t lane = 16;

#define MINAMO_INLINE static inline __attribute__((always_inline))

MINAMO_INLINE void load(Floats& to, const float* from)
{
    std::memcpy(&to, from, sizeof to);
}
MINAMO_INLINE void store(float* to, const Floats& from)
{
    std::memcpy(to, &from, sizeof from);
}

/// x / (1 + exp(-x)); exp by range reduction to [-ln2/2, ln2/2] and a polynomial of degree 6 (relative error
/// 2e-7).
MINAMO_INLINE void silu(Floats& x)
{
    constexpr float round = 12582912.0f; // 1.5 x 2^23: adding it rounds to a whole number in the low bits
    Floats z = -x;
    z = z > 88.0f ? Floats {} + 88.0f : z;
    z = z < -87.0f ? Floats {} - 87.0f : z;
    const Floats shifted = z * 1.44269504f + round;
    const Floats whole = shifted - round;
    const Floats r = z - whole * 0.693359375f + whole * 2.12194440e-4f;
    Floats p = r * 1.3888889e-3f + 8.3333333e-3f;
    p = p * r + 4.1666667e-2f;
    p = p * r + 1.6666667e-1f;
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    Ints bits;
    std::memcpy(&bits, &shifted, sizeof bits);
    bits = (bits - 0x4b400000 + 127) << 23;
    Floats power;
    std::memcpy(&power, &bits, sizeof power);
    x = x / (p * power + 1.0f);
}

MINAMO_INLINE float silu(float x)
{
    return x / (1.0f + std::exp(-x));
}

/// Mean and sum of squared deviations of one channel, seen from its first pixel so that nothing cancels.
struct Moments {
    std::vector<double> mean, square;
};

MINAMO_INLINE void addBlock(const NormImage& im, std::int64_t c, Moments& moments)
{
    constexpr std::int64_t block = 256;
    Floats pivot;
    load(pivot, im.in + c);
    double sums[lane] = {}, squares[lane] = {};
    for (std::int64_t begin = 0; begin < im.pixels; begin += block) {
        const auto end = begin + block < im.pixels ? begin + block : im.pixels;
        Floats s {}, q {};
        for (std::int64_t p = begin; p < end; ++p) {
            Floats x;
            load(x, im.in + p * im.channels + c);
            x -= pivot;
            s += x;
            q += x * x;
        }
        for (int i = 0; i < lane; ++i) {
            sums[i] += s[i];
            squares[i] += q[i];
        }
    }
    const auto n = static_cast<double>(im.pixels);
    for (int i = 0; i < lane; ++i) {
        const double mean = sums[i] / n;
        moments.mean[c + i] = mean + pivot[i];
        moments.square[c + i] = squares[i] / n - mean * mean;
    }
}

MINAMO_INLINE void addChannel(const NormImage& im, std::int64_t c, Moments& moments)
{
    const float pivot = im.in[c];
    double sum = 0, square = 0;
    for (std::int64_t p = 0; p < im.pixels; ++p) {
        const double x = im.in[p * im.channels + c] - pivot;
        sum += x;
        square += x * x;
    }
    const double mean = sum / static_cast<double>(im.pixels);
    moments.mean[c] = mean + pivot;
    moments.square[c] = square / static_cast<double>(im.pixels) - mean * mean;
}

/// Per channel y = x gain + offset. The addend only moves a channel's mean, so it costs nothing per pixel.
void foldGroups(const NormImage& im, const Moments& moments, float* gain, float* offset)
{
    const std::int64_t width = im.channels / im.groups;
    for (std::int64_t g = 0; g < im.groups; ++g) {
        double mean = 0, variance = 0;
        const auto mu = [&](std::int64_t c) { return moments.mean[c] + (im.addend ? im.addend[c] : 0.0f); };
        for (std::int64_t c = g * width; c < (g + 1) * width; ++c)
            mean += mu(c) / static_cast<double>(width);
        for (std::int64_t c = g * width; c < (g + 1) * width; ++c)
            variance += (moments.square[c] + (mu(c) - mean) * (mu(c) - mean)) / static_cast<double>(width);
        const double inverse = 1 / std::sqrt(variance + im.eps);
        for (std::int64_t c = g * width; c < (g + 1) * width; ++c) {
            double a = inverse * im.weight[c];
            double b = im.bias[c] + ((im.addend ? im.addend[c] : 0.0f) - mean) * a;
            if (im.scale) {
                a *= 1.0 + im.scale[c];
                b = b * (1.0 + im.scale[c]) + im.shift[c];
            }
            gain[c] = static_cast<float>(a);
            offset[c] = static_cast<float>(b);
        }
    }
}

MINAMO_INLINE void writeOut(const NormImage& im, const float* gain, const float* offset)
{
    const std::int64_t whole = im.channels / lane * lane;
    for (std::int64_t p = 0; p < im.pixels; ++p) {
        const float* in = im.in + p * im.channels;
        float* out = im.out + p * im.channels;
        for (std::int64_t c = 0; c < whole; c += lane) {
            Floats x, a, b;
            load(x, in + c);
            load(a, gain + c);
            load(b, offset + c);
            x = x * a + b;
            if (im.silu)
                silu(x);
            store(out + c, x);
        }
        for (std::int64_t c = whole; c < im.channels; ++c) {
            const float y = in[c] * gain[c] + offset[c];
            out[c] = im.silu ? silu(y) : y;
        }
    }
}

MINAMO_INLINE void normalize(const NormImage& im)
{
    thread_local Moments moments;
    thread_local std::vector<float> factors;
    moments.mean.resize(im.channels);
    moments.square.resize(im.channels);
    factors.resize(2 * im.channels);
    const std::int64_t whole = im.channels / lane * lane;
    for (std::int64_t c = 0; c < whole; c += lane)
        addBlock(im, c, moments);
    for (std::int64_t c = whole; c < im.channels; ++c)
        addChannel(im, c, moments);
    foldGroups(im, moments, factors.data(), factors.data() + im.channels);
    writeOut(im, factors.data(), factors.data() + im.channels);
}

#if defined(__x86_64__)
__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512"))) void
normalize512(const NormImage& im)
{
    normalize(im);
}
__attribute__((target("avx2,fma"))) void normalize256(const NormImage& im)
{
    normalize(im);
}
#endif
void normalizeBaseline(const NormImage& im)
{
    normalize(im);
}

using Kernel = void (*)(const NormImage&);
Kernel chooseKernel()
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        return normalize512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return normalize256;
#endif
    return normalizeBaseline;
}

} // namespace

void normalizeImage(const NormImage& image)
{
    static const Kernel kernel = chooseKernel();
    kernel(image);
}

} // namespace minamo
