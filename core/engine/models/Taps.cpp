#include "engine/models/Taps.h"

#include "engine/models/NormKernelGpu.h"

#include <algorithm>
#include <cmath>

namespace minamo {
namespace {

/// Outputs of blocks, resnets and attentions never split a fused step; everything deeper does.
bool isDetail(const std::string& tap)
{
    const auto parts = std::ranges::count(tap, '.');
    return tap.starts_with("mid_block") ? parts > 2 : parts > 3;
}

} // namespace

TapRequest::TapRequest(std::set<std::string> taps, Sink sink, bool stopAfterLast) :
    m_missing(std::move(taps)), m_sink(std::move(sink)), m_stop(stopAfterLast)
{
    m_detailed = std::ranges::any_of(m_missing, isDetail);
}

void TapRequest::hand(const std::string& tap, const at::Tensor& value)
{
    m_missing.erase(tap);
    m_sink(tap, value);
}

at::Tensor meanOverPlaces(const at::Tensor& value)
{
    if (canUseGpuKernels(value))
        return gpuMeanOverPlaces(value);
    const at::Tensor numbers = value.to(at::kFloat);
    return value.dim() == 3 ? numbers.mean(1) : numbers.mean({ 2, 3 });
}

std::int64_t channelsOf(const at::Tensor& value)
{
    return value.dim() == 3 ? value.size(2) : value.size(1);
}

at::Tensor asMaps(const at::Tensor& value)
{
    if (value.dim() == 4)
        return value;
    const auto side = static_cast<std::int64_t>(std::lround(std::sqrt(static_cast<double>(value.size(1)))));
    return value.transpose(1, 2).reshape({ value.size(0), value.size(2), side, -1 });
}

} // namespace minamo
