#pragma once
#include <Eigen/Core>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace minamo {

/// The fine structure of a photo without its lighting, one row per photo: what stays the same when the same
/// part is photographed again under another lamp. Measured by import (imaging/LookMeter.h).
using Looks = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Numbers in a look: 32 x 32 px.
constexpr int lookSide = 32;

/// Pairs (a < b) of photos of different groups whose looks correlate by at least `least`, most alike first.
/// What all photos have in common (the shape of the part, the fixture) is taken away first. `groups`:
/// environment of each photo; pairs within one group are not asked for; -1 = unknown, in no pair. Photos
/// without structure (all zeros) are in no pair. Candidates are found by signs of random projections
/// (Charikar 2002), so that 100,000 photos take seconds: of pairs at 0.98 about one in twenty is overlooked.
/// Deterministic.
std::vector<std::pair<std::int64_t, std::int64_t>> nearDuplicates(
    const Looks& looks, std::span<const std::int32_t> groups, double least = 0.97);

} // namespace minamo
