#include "engine/training/MiniBatches.h"

#include "base/Hash.h"
#include "base/Random.h"

#include <algorithm>

namespace minamo {

std::vector<int> drawMiniBatch(const std::vector<EnvironmentRows>& environments, int perEnvironment,
    std::uint64_t seed, std::int64_t step)
{
    std::vector<int> batch;
    for (const auto& environment : environments) {
        if (environment.rows.empty())
            continue;
        CounterRandom random(mixKeys(seed, hash64(environment.name)), static_cast<std::uint64_t>(step));
        for (int i = 0; i < perEnvironment; ++i)
            batch.push_back(
                environment.rows[random.below(static_cast<std::uint32_t>(environment.rows.size()))]);
    }
    return batch;
}

std::vector<int> refreshSteps(std::int64_t trainPhotos, int steps)
{
    const auto epoch = std::max<std::int64_t>(trainPhotos / 32, 1);
    const auto epochs = steps / epoch;
    std::vector<int> result { 0 };
    for (std::int64_t x = 0, power = 1; x < epochs && power <= epochs; ++x, power *= 2)
        if (power * epoch < steps) // after the last step nothing is trained on it
            result.push_back(static_cast<int>(power * epoch));
    return result;
}

} // namespace minamo
