#include "engine/models/TokenKernels.h"

#include "engine/gpu/CudaKernels.h"

#include <ATen/ATen.h>
#include <limits>

namespace minamo {
namespace {

constexpr std::int64_t widest = 2048; // 32 lanes of 64 channels, as KernelSource.h says
constexpr unsigned threads = 256;

bool isHalf(const at::Tensor& x)
{
    return x.scalar_type() == at::kBFloat16;
}

std::int64_t vectorOf(const at::Tensor& x)
{
    return isHalf(x) ? 8 : 4;
}

bool canUseKernels(const at::Tensor& x)
{
    const bool known = isHalf(x) || x.scalar_type() == at::kFloat;
    return x.is_cuda() && known && !at::GradMode::is_enabled() && x.dim() == 3 && x.is_contiguous()
        && x.size(2) % vectorOf(x) == 0 && x.size(0) * x.size(1) < std::numeric_limits<int>::max()
        && CudaKernels::of(x.device());
}

/// A row [C] or rows [B, C] in the type of x, where they lie and how far apart.
struct Rows {
    at::Tensor values;
    int stride = 0;
    Rows(const at::Tensor& t, const at::Tensor& x) :
        values(t.defined() ? t.to(x.scalar_type()).contiguous() : t)
    {
        if (values.defined() && values.dim() == 2 && values.size(0) > 1)
            stride = static_cast<int>(values.size(1));
    }
    const void* data() const { return values.defined() ? values.const_data_ptr() : nullptr; }
};

/// Lanes for a row of so many vectors, each lane at most `most`: as few as leave none idle.
int lanesFor(int vectors, int most)
{
    for (const int lanes : { 8, 16 })
        if (vectors % lanes == 0 && vectors / lanes <= most)
            return lanes;
    return 32;
}

at::Tensor launchNorm(
    const at::Tensor& x, const at::Tensor& change, const at::Tensor& gate, const TokenNorm& norm)
{
    const at::Tensor out = at::empty_like(x);
    const Rows gates(gate, x), weight(norm.weight, x), bias(norm.bias, x), scale(norm.scale, x),
        shift(norm.shift, x);
    const void *from = x.const_data_ptr(), *g = gates.data(), *w = weight.data(), *b = bias.data(),
               *times = scale.data(), *plus = shift.data();
    void *other = change.defined() ? change.mutable_data_ptr() : nullptr, *to = out.mutable_data_ptr();
    int gateRow = gates.stride, scaleRow = scale.stride, rows = static_cast<int>(x.size(0) * x.size(1)),
        perPhoto = static_cast<int>(x.size(1)), channels = static_cast<int>(x.size(2));
    float eps = static_cast<float>(norm.eps);
    int lanes = lanesFor(channels / static_cast<int>(vectorOf(x)), static_cast<int>(64 / vectorOf(x)));
    const auto blocks = (static_cast<std::int64_t>(rows) * lanes + threads - 1) / threads;
    CudaKernels::of(x.device())
        ->launch("tokenNorm", isHalf(x), { static_cast<unsigned>(blocks), 1, 1, threads },
            addresses(from, other, g, gateRow, to, w, b, times, plus, scaleRow, rows, perPhoto, channels, eps,
                lanes));
    return out;
}

/// [B or 1, C] as factors of tokens [B, N, C].
at::Tensor perToken(const at::Tensor& values)
{
    return values.unsqueeze(1);
}

} // namespace

at::Tensor normTokens(const at::Tensor& x, const TokenNorm& norm)
{
    if (canUseKernels(x) && x.size(2) <= widest)
        return launchNorm(x, {}, {}, norm);
    const std::int64_t channels = x.size(2);
    if (!norm.scale.defined())
        return at::layer_norm(x, { channels }, norm.weight, norm.bias, norm.eps);
    // One timestep and one class for all photos: the norm's own weight and bias do it in one pass.
    if (norm.scale.size(0) == 1 && !norm.weight.defined())
        return at::layer_norm(x, { channels }, 1 + norm.scale[0], norm.shift[0], norm.eps);
    return at::layer_norm(x, { channels }, norm.weight, norm.bias, norm.eps) * perToken(1 + norm.scale)
        + perToken(norm.shift);
}

std::tuple<at::Tensor, at::Tensor> addAndNorm(
    const at::Tensor& x, at::Tensor change, const at::Tensor& gate, const TokenNorm& norm)
{
    if (canUseKernels(x) && canUseKernels(change) && x.size(2) <= widest)
        return { change, launchNorm(x, change, gate, norm) };
    const bool apart = at::GradMode::is_enabled();
    at::Tensor sum;
    if (gate.defined() && gate.size(0) == 1)
        sum = at::addcmul(x, perToken(gate), change);
    else if (gate.defined())
        sum = perToken(gate) * change + x; // rounded as diffusers does
    else
        sum = apart ? change + x : change.add_(x);
    return { sum, normTokens(sum, norm) };
}

at::Tensor gatedGelu(const at::Tensor& h)
{
    if (!canUseKernels(h) || h.size(2) / 2 % vectorOf(h) != 0) {
        const auto halves = h.chunk(2, -1);
        const at::Tensor gate = at::gelu(halves[1]);
        return at::GradMode::is_enabled() ? gate * halves[0] : gate.mul_(halves[0]);
    }
    const at::Tensor out = at::empty({ h.size(0), h.size(1), h.size(2) / 2 }, h.options());
    const void* from = h.const_data_ptr();
    void* to = out.mutable_data_ptr();
    int vectors = static_cast<int>(out.size(2) / vectorOf(h));
    unsigned long long count = static_cast<unsigned long long>(out.numel() / vectorOf(h));
    CudaKernels::of(h.device())
        ->launch("gatedGelu", isHalf(h),
            { static_cast<unsigned>((count + threads - 1) / threads), 1, 1, threads },
            addresses(from, to, count, vectors));
    return out;
}

} // namespace minamo
