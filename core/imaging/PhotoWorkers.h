#pragma once
#include <cstdint>
#include <functional>

namespace minamo {

/// Calls work(i) for every i in [0, count) on as many threads as there are cores; work must not throw. The
/// calling thread calls tick(done) about five times a second; once tick returns false no new work is started,
/// and the answer is false.
bool forEachPhoto(std::int64_t count, const std::function<void(std::int64_t)>& work,
    const std::function<bool(std::int64_t done)>& tick);

} // namespace minamo
