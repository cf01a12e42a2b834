#pragma once
#include <cstdint>
#include <vector>

namespace minamo {

/// `count` different rows of `total`, ascending, drawn by `seed` alone (all rows if count >= total).
std::vector<std::int64_t> sampleRows(std::int64_t total, std::int64_t count, std::uint64_t seed);

/// The numbers 0 .. total-1 in an order drawn by `seed` alone (Fisher and Yates).
std::vector<std::int64_t> shuffledRows(std::int64_t total, std::uint64_t seed);

} // namespace minamo
