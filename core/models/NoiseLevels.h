#pragma once
#include <vector>

namespace minamo {

/// Noise levels of Karras et al. 2022 (eq. 5), from `high` down to `low`:
/// (high^(1/rho) + i / (count - 1) (low^(1/rho) - high^(1/rho)))^rho for i = 0 .. count - 1. count >= 1 (then
/// only `high`); 0 < low <= high.
std::vector<double> karrasLevels(int count, double low, double high, double rho);

} // namespace minamo
