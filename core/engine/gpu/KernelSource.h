#pragma once

namespace minamo {

/// CUDA C++ of our own kernels; compiled once per type with -DHALF=1 (bfloat16) or 0 (float). Tensors are
/// channels-last: [N, pixels, C] in memory. A vector of V channels is one 16-byte access.
constexpr const char* kernelSource = R"cuda(
typedef unsigned int uint;
#if HALF
typedef unsigned short T;
__device__ float widen(T v) { return __uint_as_float((uint)v << 16); }
__device__ T narrow(float v) { T r; asm("cvt.rn.bf16.f32 %0, %1;" : "=h"(r) : "f"(v)); return r; }
#else
typedef float T;
__device__ float widen(T v) { return v; }
__device__ T narrow(float v) { return v; }
#endif
constexpr int V = 16 / sizeof(T);
struct alignas(16) Vec { T v[V]; };

__device__ float silu(float x) { return x / (1.0f + __expf(-x)); }

// Sums of x - x0 and their squares per channel over some pixels of one image, x0 = the channel's first pixel:
// no cancellation where the mean is far from 0. Grid (ceil(vectors / 8), chunks, N), block (8 lanes, 32 rows);
// partial [N, chunks, all] of (sum, squares), these channels from `offset` on. Added in a fixed order: equal bits
// every time.
extern "C" __global__ void moments(
    const T* x, float2* partial, int pixels, int channels, int perChunk, int offset, int all)
{
    __shared__ float2 rows[8][8][V]; // warp, lane, channel
    const int vec = blockIdx.x * 8 + threadIdx.x;
    const bool inside = vec * V < channels;
    const T* image = x + (size_t)blockIdx.z * pixels * channels + vec * V;
    const int begin = blockIdx.y * perChunk, end = min(begin + perChunk, pixels);
    float sum[V] = {}, squares[V] = {}, first[V];
    if (inside) {
        const Vec start = *(const Vec*)image;
#pragma unroll
        for (int k = 0; k < V; ++k) first[k] = widen(start.v[k]);
#pragma unroll 4
        for (int p = begin + threadIdx.y; p < end; p += 32) {
            const Vec value = *(const Vec*)(image + (size_t)p * channels);
#pragma unroll
            for (int k = 0; k < V; ++k) {
                const float d = widen(value.v[k]) - first[k];
                sum[k] += d;
                squares[k] += d * d;
            }
        }
    }
#pragma unroll
    for (int k = 0; k < V; ++k) {
        for (int m = 8; m <= 16; m *= 2) {
            sum[k] += __shfl_xor_sync(0xffffffffu, sum[k], m);
            squares[k] += __shfl_xor_sync(0xffffffffu, squares[k], m);
        }
        if (threadIdx.y % 4 == 0) rows[threadIdx.y / 4][threadIdx.x][k] = make_float2(sum[k], squares[k]);
    }
    __syncthreads();
    const int t = threadIdx.y * 8 + threadIdx.x, c = blockIdx.x * 8 * V + t;
    if (t >= 8 * V || c >= channels) return;
    float2 total = make_float2(0, 0);
    for (int w = 0; w < 8; ++w) {
        total.x += rows[w][t / V][t % V].x;
        total.y += rows[w][t / V][t % V].y;
    }
    partial[((size_t)blockIdx.z * gridDim.y + blockIdx.y) * all + offset + c] = total;
}

// From partial sums to one line per channel: y = factor x + offset, with norm, addend, scale and shift in it.
// Grid (groups, N), block 32: a warp per group. Mean and variance of a group from those of its channels. The
// channels from `split` on are those of `other`.
extern "C" __global__ void coefficients(const T* x, const T* other, int split, const float2* partial, float2* lines, const T* weight,
    const T* bias, const T* addend, int addendRow, const T* scale, const T* shift, int scaleRow, int pixels,
    int channels, int groups, int chunks, float eps)
{
    const int per = channels / groups, base = blockIdx.x * per, n = blockIdx.y;
    const T* first = x + (size_t)n * pixels * split;
    const T* second = other + (size_t)n * pixels * (channels - split);
    float total = 0;
    for (int c = base + threadIdx.x; c < base + per; c += 32) {
        float sum = 0, squares = 0;
        for (int k = 0; k < chunks; ++k) {
            const float2 part = partial[((size_t)n * chunks + k) * channels + c];
            sum += part.x;
            squares += part.y;
        }
        const float extra = addend ? widen(addend[(size_t)n * addendRow + c]) : 0.0f;
        const float mean = widen(c < split ? first[c] : second[c - split]) + sum / pixels + extra;
        lines[(size_t)n * channels + c] = make_float2(mean, squares - sum * sum / pixels);
        total += mean;
    }
    for (int k = 16; k > 0; k /= 2) total += __shfl_xor_sync(0xffffffffu, total, k);
    const float mean = total / per;
    float spread = 0;
    for (int c = base + threadIdx.x; c < base + per; c += 32) {
        const float2 own = lines[(size_t)n * channels + c];
        spread += own.y + pixels * (own.x - mean) * (own.x - mean);
    }
    for (int k = 16; k > 0; k /= 2) spread += __shfl_xor_sync(0xffffffffu, spread, k);
    const float deviation = rsqrtf(spread / ((float)per * pixels) + eps);
    for (int c = base + threadIdx.x; c < base + per; c += 32) {
        float factor = deviation * widen(weight[c]);
        float offset = widen(bias[c]) - mean * factor;
        if (addend) offset += factor * widen(addend[(size_t)n * addendRow + c]);
        if (scale) {
            const float wide = 1.0f + widen(scale[(size_t)n * scaleRow + c]);
            factor *= wide;
            offset = offset * wide + widen(shift[(size_t)n * scaleRow + c]);
        }
        lines[(size_t)n * channels + c] = make_float2(factor, offset);
    }
}

// out = factor x + offset per image and channel, then SiLU; x and other side by side. One vector a thread; grid
// (vectors, N).
extern "C" __global__ void applyLines(const T* x, const T* other, int split, T* out, const float2* lines,
    int pixels, int channels, int activate)
{
    const uint vectors = channels / V, at = blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= pixels * vectors) return;
    const int c = at % vectors * V;
    const size_t pixel = (size_t)blockIdx.y * pixels + at / vectors;
    const T* from = c < split ? x + pixel * split + c : other + pixel * (channels - split) + c - split;
    const Vec value = *(const Vec*)from;
    const float4* line = (const float4*)(lines + (size_t)blockIdx.y * channels + c);
    Vec result;
#pragma unroll
    for (int k = 0; k < V; k += 2) {
        const float4 both = line[k / 2];
        float a = widen(value.v[k]) * both.x + both.y, b = widen(value.v[k + 1]) * both.z + both.w;
        result.v[k] = narrow(activate ? silu(a) : a);
        result.v[k + 1] = narrow(activate ? silu(b) : b);
    }
    *(Vec*)(out + pixel * channels + c) = result;
}

// a = (a + bias + b) factor in place; bias [C] or null, b like a or null.
extern "C" __global__ void addInPlace(
    T* a, const T* b, const T* bias, unsigned long long vectorCount, int vectors, float factor)
{
    const size_t at = (size_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= vectorCount) return;
    Vec value = ((const Vec*)a)[at], other = {}, shift = {};
    if (b) other = ((const Vec*)b)[at];
    if (bias) shift = ((const Vec*)bias)[at % vectors];
#pragma unroll
    for (int k = 0; k < V; ++k)
        value.v[k] = narrow((widen(value.v[k]) + (b ? widen(other.v[k]) : 0.0f)
            + (bias ? widen(shift.v[k]) : 0.0f)) * factor);
    ((Vec*)a)[at] = value;
}

// Nearest x2 of both sides.
extern "C" __global__ void upsampleTwice(
    const T* x, T* out, unsigned long long vectorCount, int height, int width, int vectors)
{
    const size_t at = (size_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= vectorCount) return;
    const size_t pixel = at / vectors;
    const int c = (int)(at % vectors), column = (int)(pixel % (2 * width));
    const size_t row = pixel / (2 * width), line = row % (2 * height), image = row / (2 * height);
    ((Vec*)out)[at] = ((const Vec*)x)[((image * height + line / 2) * width + column / 2) * vectors + c];
}

// Means over the pixels from the sums of `moments`: out [N, C] float.
extern "C" __global__ void means(
    const T* x, const float2* partial, float* out, int pixels, int channels, int chunks)
{
    const int c = blockIdx.x * blockDim.x + threadIdx.x, n = blockIdx.y;
    if (c >= channels) return;
    float sum = 0;
    for (int k = 0; k < chunks; ++k) sum += partial[((size_t)n * chunks + k) * channels + c].x;
    out[(size_t)n * channels + c] = widen(x[(size_t)n * pixels * channels + c]) + sum / pixels;
}

// Over the lanes of a row: 8, 16 or 32.
__device__ float rowSum(float value, int lanes)
{
    for (int k = lanes / 2; k > 0; k /= 2) value += __shfl_xor_sync(0xffffffffu, value, k);
    return value;
}

// Layer norm of tokens, some lanes of a warp a row. With change: sum = x + gate change first, written over change. out = LN(.)
// weight + bias, then (1 + scale) + shift; each may be null. gate, scale, shift: a row per photo of perPhoto
// tokens, or one for all. Grid (ceil(rows lanes / 256)), block 256; channels <= 64 V lanes / 8.
extern "C" __global__ void tokenNorm(const T* x, T* change, const T* gate, int gateRow, T* out, const T* weight,
    const T* bias, const T* scale, const T* shift, int scaleRow, int rows, int perPhoto, int channels, float eps, int lanes)
{
    constexpr int most = 64 / V;
    const int vectors = channels / V, perBlock = 256 / lanes, lane = threadIdx.x % lanes;
    // Rows beyond the last are computed again: all lanes of a warp take part in its sums.
    const int row = min((int)blockIdx.x * perBlock + (int)threadIdx.x / lanes, rows - 1);
    const bool own = blockIdx.x * perBlock + threadIdx.x / lanes < rows;
    const int photo = row / perPhoto;
    const Vec* from = (const Vec*)(x + (size_t)row * channels);
    Vec* other = change ? (Vec*)(change + (size_t)row * channels) : nullptr;
    float values[most][V], total = 0;
#pragma unroll
    for (int i = 0; i < most; ++i) {
        const int at = lane + lanes * i;
        if (at >= vectors) continue;
        const Vec line = from[at];
        Vec added, factor;
        if (other) added = other[at];
        if (gate) factor = *(const Vec*)(gate + (size_t)photo * gateRow + at * V);
#pragma unroll
        for (int k = 0; k < V; ++k) {
            float value = widen(line.v[k]);
            if (other) {
                value += widen(added.v[k]) * (gate ? widen(factor.v[k]) : 1.0f);
                added.v[k] = narrow(value);
                value = widen(added.v[k]);
            }
            values[i][k] = value;
            total += value;
        }
        if (other && own) other[at] = added;
    }
    const float mean = rowSum(total, lanes) / channels;
    float spread = 0;
#pragma unroll
    for (int i = 0; i < most; ++i)
        if (lane + lanes * i < vectors)
#pragma unroll
            for (int k = 0; k < V; ++k) spread += (values[i][k] - mean) * (values[i][k] - mean);
    const float deviation = rsqrtf(rowSum(spread, lanes) / channels + eps);
    Vec* to = (Vec*)(out + (size_t)row * channels);
#pragma unroll
    for (int i = 0; i < most; ++i) {
        const int at = lane + lanes * i;
        if (at >= vectors) continue;
        Vec w, b, times, plus, result;
        if (weight) w = ((const Vec*)weight)[at];
        if (bias) b = ((const Vec*)bias)[at];
        if (scale) times = *(const Vec*)(scale + (size_t)photo * scaleRow + at * V);
        if (shift) plus = *(const Vec*)(shift + (size_t)photo * scaleRow + at * V);
#pragma unroll
        for (int k = 0; k < V; ++k) {
            float value = (values[i][k] - mean) * deviation;
            if (weight) value *= widen(w.v[k]);
            if (bias) value += widen(b.v[k]);
            if (scale) value = value * (1.0f + widen(times.v[k])) + widen(plus.v[k]);
            result.v[k] = narrow(value);
        }
        if (own) to[at] = result;
    }
}

// out = a gelu(g) by the error function, (a, g) = the halves of each row of h.
extern "C" __global__ void gatedGelu(const T* h, T* out, unsigned long long vectorCount, int vectors)
{
    const size_t at = (size_t)blockIdx.x * blockDim.x + threadIdx.x;
    if (at >= vectorCount) return;
    const size_t row = at / vectors, place = row * 2 * vectors + at % vectors;
    const Vec a = ((const Vec*)h)[place], g = ((const Vec*)h)[place + vectors];
    Vec result;
#pragma unroll
    for (int k = 0; k < V; ++k) {
        const float gate = widen(g.v[k]);
        result.v[k] = narrow(widen(a.v[k]) * 0.5f * gate * (1.0f + erff(gate * 0.70710678118654752f)));
    }
    ((Vec*)out)[at] = result;
}
)cuda";

} // namespace minamo
