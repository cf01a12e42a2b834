#include "engine/models/NormKernelGpu.h"

#include "engine/gpu/CudaKernels.h"

#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <limits>

namespace minamo {
namespace {

constexpr int lanes = 8, rows = 32, threads = 256; // as KernelSource.h wants them
constexpr std::int64_t gridLimit = 65535;

bool isHalf(const at::Tensor& x)
{
    return x.scalar_type() == at::kBFloat16;
}

int vectorOf(const at::Tensor& x)
{
    return isHalf(x) ? 8 : 4;
}

unsigned blocksFor(std::int64_t items, std::int64_t perBlock)
{
    return static_cast<unsigned>((items + perBlock - 1) / perBlock);
}

const void* dataOf(const at::Tensor& t)
{
    return t.defined() ? t.const_data_ptr() : nullptr;
}

/// Sums per channel over pieces of each image; the channels of `other` behind those of x.
struct Moments {
    at::Tensor partial; ///< [N, chunks, C, 2]
    int pixels = 0, split = 0, channels = 0, chunks = 1;

    Moments(const CudaKernels& kernels, const at::Tensor& x, const at::Tensor& other = {}) :
        pixels(static_cast<int>(x.size(2) * x.size(3))), split(static_cast<int>(x.size(1))), channels(split)
    {
        if (other.defined())
            channels += static_cast<int>(other.size(1));
        chunks = std::clamp(pixels / threads, 1, 32);
        partial = at::empty({ x.size(0), chunks, channels, 2 },
            x.options().dtype(at::kFloat).memory_format(at::MemoryFormat::Contiguous));
        add(kernels, x, 0);
        if (other.defined())
            add(kernels, other, split);
    }

private:
    void add(const CudaKernels& kernels, const at::Tensor& x, int offset)
    {
        const void* in = x.const_data_ptr();
        void* out = partial.mutable_data_ptr();
        int own = static_cast<int>(x.size(1)), perChunk = (pixels + chunks - 1) / chunks;
        kernels.launch("moments", isHalf(x),
            { blocksFor(own / vectorOf(x), lanes), static_cast<unsigned>(chunks),
                static_cast<unsigned>(x.size(0)), lanes, rows },
            addresses(in, out, pixels, own, perChunk, offset, channels));
    }
};

/// Rows [B or 1, C] in the type of x, and how far apart they are.
struct Rows {
    at::Tensor values;
    int stride = 0;
    Rows(const at::Tensor& t, const at::Tensor& x) :
        values(t.defined() ? t.to(x.scalar_type()).contiguous() : t)
    {
        if (values.defined() && values.size(0) > 1)
            stride = static_cast<int>(values.size(1));
    }
};

} // namespace

bool canUseGpuKernels(const at::Tensor& x)
{
    if (at::GradMode::is_enabled() || !x.is_cuda() || x.dim() != 4)
        return false;
    const bool known = isHalf(x) || x.scalar_type() == at::kFloat;
    return known && x.size(1) % vectorOf(x) == 0 && x.size(0) <= gridLimit
        && x.size(1) * x.size(2) * x.size(3) < std::numeric_limits<int>::max()
        && x.is_contiguous(at::MemoryFormat::ChannelsLast) && CudaKernels::of(x.device());
}

at::Tensor gpuGroupNorm(const at::Tensor& x, const at::Tensor& other, const NormStep& step)
{
    const auto& kernels = *CudaKernels::of(x.device());
    const bool half = isHalf(x);
    Moments moments(kernels, x, other);
    const auto batch = static_cast<unsigned>(x.size(0));
    const at::Tensor lines = at::empty({ x.size(0), moments.channels, 2 }, moments.partial.options());
    const at::Tensor out = at::empty({ x.size(0), moments.channels, x.size(2), x.size(3) },
        x.options().memory_format(at::MemoryFormat::ChannelsLast));
    const at::Tensor weight = step.weight.to(x.scalar_type()), bias = step.bias.to(x.scalar_type());
    const Rows addend(step.addend, x), scale(step.scale, x), shift(step.shift, x);
    const void *in = x.const_data_ptr(), *more = dataOf(other), *partial = moments.partial.const_data_ptr(),
               *w = dataOf(weight), *b = dataOf(bias), *add = dataOf(addend.values),
               *times = dataOf(scale.values), *plus = dataOf(shift.values);
    void *line = lines.mutable_data_ptr(), *result = out.mutable_data_ptr();
    int addRow = addend.stride, scaleRow = scale.stride, groups = step.groups, silu = step.silu;
    float eps = static_cast<float>(step.eps);
    kernels.launch("coefficients", half, { static_cast<unsigned>(groups), batch, 1, 32 },
        addresses(in, more, moments.split, partial, line, w, b, add, addRow, times, plus, scaleRow,
            moments.pixels, moments.channels, groups, moments.chunks, eps));
    const std::int64_t vectors = std::int64_t { moments.channels / vectorOf(x) } * moments.pixels;
    kernels.launch("applyLines", half, { blocksFor(vectors, threads), batch, 1, threads },
        addresses(in, more, moments.split, result, line, moments.pixels, moments.channels, silu));
    return out;
}

at::Tensor gpuAddInPlace(at::Tensor a, const at::Tensor& b, const at::Tensor& bias, double factor)
{
    const auto& kernels = *CudaKernels::of(a.device());
    int vectors = static_cast<int>(a.size(1)) / vectorOf(a);
    unsigned long long count = static_cast<unsigned long long>(a.numel() / vectorOf(a));
    void* to = a.mutable_data_ptr();
    const void *other = dataOf(b), *shift = dataOf(bias);
    float times = static_cast<float>(factor);
    kernels.launch("addInPlace", isHalf(a),
        { blocksFor(static_cast<std::int64_t>(count), threads), 1, 1, threads },
        addresses(to, other, shift, count, vectors, times));
    return a;
}

at::Tensor gpuNearestTwice(const at::Tensor& x)
{
    const auto& kernels = *CudaKernels::of(x.device());
    const at::Tensor out = at::empty({ x.size(0), x.size(1), 2 * x.size(2), 2 * x.size(3) },
        x.options().memory_format(at::MemoryFormat::ChannelsLast));
    int height = static_cast<int>(x.size(2)), width = static_cast<int>(x.size(3)),
        vectors = static_cast<int>(x.size(1)) / vectorOf(x);
    unsigned long long count = static_cast<unsigned long long>(out.numel() / vectorOf(x));
    const void* in = x.const_data_ptr();
    void* to = out.mutable_data_ptr();
    kernels.launch("upsampleTwice", isHalf(x),
        { blocksFor(static_cast<std::int64_t>(count), threads), 1, 1, threads },
        addresses(in, to, count, height, width, vectors));
    return out;
}

at::Tensor gpuMeanOverPlaces(const at::Tensor& x)
{
    const auto& kernels = *CudaKernels::of(x.device());
    Moments moments(kernels, x);
    const at::Tensor out = at::empty({ x.size(0), x.size(1) }, moments.partial.options());
    const void *in = x.const_data_ptr(), *partial = moments.partial.const_data_ptr();
    void* to = out.mutable_data_ptr();
    kernels.launch("means", isHalf(x),
        { blocksFor(moments.channels, threads), static_cast<unsigned>(x.size(0)), 1, threads },
        addresses(in, partial, to, moments.pixels, moments.channels, moments.chunks));
    return out;
}

} // namespace minamo
