#pragma once
#include <ATen/core/Tensor.h>
#include <atomic>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace minamo {

/// Which intermediate results a forward pass shall hand out (decision D9: taps are explicit arguments). Names
/// are the module paths of diffusers: "down_blocks.0", "mid_block", "up_blocks.1.resnets.0" ... The pass ends
/// as soon as the last one was given, if `stopAfterLast`.
class TapRequest {
public:
    /// Called with each tensor as it appears; it is not kept, so pool it at once.
    using Sink = std::function<void(const std::string& tap, const at::Tensor& value)>;

    TapRequest() = default;
    TapRequest(std::set<std::string> taps, Sink sink, bool stopAfterLast);

    bool wants(const std::string& tap) const { return !m_missing.empty() && m_missing.contains(tap); }
    /// Only builds the name if something inside a resnet or an attention was asked for at all.
    bool wants(const std::string& module, std::string_view part) const
    {
        return m_detailed && m_missing.contains(module + std::string(part));
    }
    void give(const std::string& tap, const at::Tensor& value)
    {
        if (wants(tap))
            hand(tap, value);
    }
    void give(const std::string& module, std::string_view part, const at::Tensor& value)
    {
        if (wants(module, part))
            hand(module + std::string(part), value);
    }
    /// The pass is also given up, between two layers, as soon as `flag` is set (the user cancelled).
    void stopWhen(const std::atomic<bool>& flag) { m_flag = &flag; }
    /// True when nothing more is wanted and the pass may end.
    bool finished() const
    {
        return (m_stop && m_missing.empty()) || (m_flag && m_flag->load(std::memory_order_relaxed));
    }
    /// Something inside a resnet or an attention was asked for: nothing may be computed in one go with its
    /// neighbours.
    bool detailed() const { return m_detailed; }
    const std::set<std::string>& missing() const { return m_missing; }

private:
    void hand(const std::string& tap, const at::Tensor& value);
    std::set<std::string> m_missing;
    Sink m_sink;
    const std::atomic<bool>* m_flag = nullptr;
    bool m_stop = false, m_detailed = false;
};

/// Mean over the places of a tap's value: [B,C,H,W] or tokens [B,N,C] -> [B,C] fp32.
at::Tensor meanOverPlaces(const at::Tensor& value);
/// Channels C of a tap's value.
std::int64_t channelsOf(const at::Tensor& value);
/// A tap's value as maps [B,C,h,w]; tokens must fill a square, row by row.
at::Tensor asMaps(const at::Tensor& value);

} // namespace minamo
