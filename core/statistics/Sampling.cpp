#include "statistics/Sampling.h"

#include "base/Random.h"

#include <algorithm>
#include <numeric>

namespace minamo {

std::vector<std::int64_t> shuffledRows(std::int64_t total, std::uint64_t seed)
{
    std::vector<std::int64_t> rows(static_cast<std::size_t>(total));
    std::iota(rows.begin(), rows.end(), 0);
    CounterRandom random(seed, 0x73687566666c65);
    for (std::size_t left = rows.size(); left > 1; --left)
        std::swap(rows[left - 1], rows[random.below(static_cast<std::uint32_t>(left))]);
    return rows;
}

std::vector<std::int64_t> sampleRows(std::int64_t total, std::int64_t count, std::uint64_t seed)
{
    auto rows = shuffledRows(total, seed);
    rows.resize(static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, total)));
    std::sort(rows.begin(), rows.end());
    return rows;
}

} // namespace minamo
