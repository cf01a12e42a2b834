#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// Rows of one training environment and the key of their draws.
struct EnvironmentRows {
    std::string name;
    std::vector<int> rows;
};

/// DomainBed's mini-batch: `perEnvironment` rows of every environment, with replacement, one environment
/// after the other. A draw depends on (seed, environment's name, step) alone; environments without rows are
/// passed over.
std::vector<int> drawMiniBatch(const std::vector<EnvironmentRows>& environments, int perEnvironment,
    std::uint64_t seed, std::int64_t step);

/// Steps at which GUIDE fits T again: 0 and 2^x S for x = 0, 1, ... while x < E and 2^x <= E, with S =
/// floor(trainPhotos / 32), E = floor(steps / S). Ascending; S = 0 (fewer than 32 photos) counts as 1.
std::vector<int> refreshSteps(std::int64_t trainPhotos, int steps);

} // namespace minamo
