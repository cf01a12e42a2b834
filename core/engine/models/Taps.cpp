#include "engine/models/Taps.h"

#include <algorithm>

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

} // namespace minamo
