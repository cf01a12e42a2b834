#include "engine/models/NormKernel.h"

#include "engine/models/NormKernelCpu.h"
#include "engine/models/NormKernelGpu.h"

#include <ATen/Parallel.h>
#include <ATen/core/grad_mode.h>
#include <ATen/ops/empty_like.h>

namespace minamo {
namespace {

/// Row n of a [B or 1, C] tensor, or null.
struct Rows {
    at::Tensor values;
    explicit Rows(const at::Tensor& t) : values(t.defined() ? t.to(at::kFloat).contiguous() : t) { }
    const float* row(std::int64_t n) const
    {
        if (!values.defined())
            return nullptr;
        return values.const_data_ptr<float>() + (values.size(0) == 1 ? 0 : n * values.size(1));
    }
};

} // namespace

bool canFuseNorm(const at::Tensor& x)
{
    if (x.is_cuda())
        return canUseGpuKernels(x);
    return !at::GradMode::is_enabled() && x.is_cpu() && x.scalar_type() == at::kFloat && x.dim() == 4
        && x.is_contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor fusedGroupNorm(const at::Tensor& x, const NormStep& step)
{
    if (x.is_cuda())
        return gpuGroupNorm(x, {}, step);
    const at::Tensor out = at::empty_like(x, x.options(), at::MemoryFormat::ChannelsLast);
    const std::int64_t channels = x.size(1), pixels = x.size(2) * x.size(3), image = channels * pixels;
    const Rows addend(step.addend), scale(step.scale), shift(step.shift);
    const float* in = x.const_data_ptr<float>();
    float* to = out.mutable_data_ptr<float>();
    const float *weight = step.weight.const_data_ptr<float>(), *bias = step.bias.const_data_ptr<float>();
    at::parallel_for(0, x.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t n = begin; n < end; ++n)
            normalizeImage({ in + n * image, to + n * image, pixels, channels, step.groups, step.eps, weight,
                bias, addend.row(n), scale.row(n), shift.row(n), step.silu });
    });
    return out;
}

} // namespace minamo
