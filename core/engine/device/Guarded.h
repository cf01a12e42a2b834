#pragma once
#include "base/Result.h"

#include <c10/util/Exception.h>
#include <new>
#include <type_traits>

namespace minamo {

/// Runs a piece of LibTorch work and turns what it throws into an Error: "device.out-of-memory" {device} or
/// "torch.failed" {reason}. `work` returns a Result.
template <class Work> auto guarded(const std::string& device, Work&& work) -> std::invoke_result_t<Work>
{
    try {
        return work();
    } catch (const c10::OutOfMemoryError& e) {
        return fail("device.out-of-memory", { { "device", device } }, e.what());
    } catch (const std::bad_alloc& e) {
        return fail("device.out-of-memory", { { "device", device } }, e.what());
    } catch (const c10::Error& e) {
        const std::string text = e.what_without_backtrace();
        if (text.find("not enough memory") != std::string::npos
            || text.find("out of memory") != std::string::npos)
            return fail("device.out-of-memory", { { "device", device } }, text);
        return fail("torch.failed", { { "reason", text.substr(0, text.find('\n')) } }, e.what());
    }
}

} // namespace minamo
