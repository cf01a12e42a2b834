#include "data/NearDuplicates.h"

#include "base/Random.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace minamo {
namespace {

constexpr int bands = 5, bitsPerBand = 12;
constexpr std::uint64_t projectionSeed
    = 0x6c6f6f6b; // any fixed number: the result must not change from run to run

/// Rows minus their mean over all photos, then of length 1; rows without structure stay 0.
Looks centred(const Looks& looks)
{
    const auto isFlat = [&](Eigen::Index row) { return looks.row(row).squaredNorm() <= 0; };
    Eigen::RowVectorXf mean = Eigen::RowVectorXf::Zero(looks.cols());
    Eigen::Index used = 0;
    for (Eigen::Index row = 0; row < looks.rows(); ++row)
        if (!isFlat(row)) {
            mean += looks.row(row);
            ++used;
        }
    if (used < 20) // of a handful of photos the mean is themselves
        mean.setZero();
    else
        mean /= static_cast<float>(used);
    Looks result = Looks::Zero(looks.rows(), looks.cols());
    for (Eigen::Index row = 0; row < looks.rows(); ++row)
        if (!isFlat(row))
            result.row(row) = (looks.row(row) - mean).normalized();
    return result;
}

/// [N, bands]: signs of random projections, packed.
std::vector<std::vector<std::int32_t>> signatures(const Looks& looks)
{
    Eigen::MatrixXf directions(looks.cols(), bands * bitsPerBand);
    std::vector<float> numbers(static_cast<std::size_t>(directions.size()));
    fillNormal(numbers, projectionSeed, 0);
    std::copy(numbers.begin(), numbers.end(), directions.data());
    const Looks sides = looks * directions;
    std::vector<std::vector<std::int32_t>> result(bands);
    for (int band = 0; band < bands; ++band)
        for (Eigen::Index row = 0; row < looks.rows(); ++row) {
            std::int32_t code = 0;
            for (int bit = 0; bit < bitsPerBand; ++bit)
                code = code << 1 | (sides(row, band * bitsPerBand + bit) > 0 ? 1 : 0);
            result[static_cast<std::size_t>(band)].push_back(code);
        }
    return result;
}

} // namespace

std::vector<std::pair<std::int64_t, std::int64_t>> nearDuplicates(
    const Looks& looks, std::span<const std::int32_t> groups, double least)
{
    const Looks unit = centred(looks);
    const auto takesPart = [&](Eigen::Index row) {
        return groups[static_cast<std::size_t>(row)] >= 0 && unit.row(row).squaredNorm() > 0.5F;
    };
    std::set<std::pair<std::int64_t, std::int64_t>> pairs;
    for (const auto& codes : signatures(unit)) {
        std::map<std::int32_t, std::vector<std::int64_t>> buckets;
        for (Eigen::Index row = 0; row < unit.rows(); ++row)
            if (takesPart(row))
                buckets[codes[static_cast<std::size_t>(row)]].push_back(row);
        for (const auto& [code, rows] : buckets)
            for (std::size_t i = 0; i < rows.size(); ++i)
                for (std::size_t j = i + 1; j < rows.size(); ++j)
                    if (groups[static_cast<std::size_t>(rows[i])] != groups[static_cast<std::size_t>(rows[j])]
                        && unit.row(rows[i]).dot(unit.row(rows[j])) >= static_cast<float>(least))
                        pairs.emplace(rows[i], rows[j]);
    }
    std::vector<std::pair<std::int64_t, std::int64_t>> sorted(pairs.begin(), pairs.end());
    std::ranges::stable_sort(sorted, std::greater {},
        [&](const auto& pair) { return unit.row(pair.first).dot(unit.row(pair.second)); });
    return sorted;
}

} // namespace minamo
