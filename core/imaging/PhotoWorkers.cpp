#include "imaging/PhotoWorkers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace minamo {

bool forEachPhoto(std::int64_t count, const std::function<void(std::int64_t)>& work,
    const std::function<bool(std::int64_t)>& tick)
{
    std::atomic<std::int64_t> next { 0 }, done { 0 };
    std::atomic<bool> stop { false };
    std::mutex mutex;
    std::condition_variable finished;
    const auto run = [&] {
        for (std::int64_t i = next++; i < count && !stop; i = next++) {
            work(i);
            ++done;
        }
        const std::lock_guard lock(mutex);
        finished.notify_all();
    };
    const auto cores = std::max<std::int64_t>(1, std::thread::hardware_concurrency());
    std::vector<std::jthread> threads;
    for (std::int64_t i = 0; i < std::min(cores, count); ++i)
        threads.emplace_back(run);
    while (done < count && !stop) {
        std::unique_lock lock(mutex);
        finished.wait_for(lock, std::chrono::milliseconds(200), [&] { return done >= count; });
        lock.unlock();
        if (!tick(done))
            stop = true;
    }
    return !stop;
}

} // namespace minamo
