#include "models/NoiseLevels.h"

#include <cmath>

namespace minamo {

std::vector<double> karrasLevels(int count, double low, double high, double rho)
{
    const double first = std::pow(high, 1 / rho), last = std::pow(low, 1 / rho);
    std::vector<double> levels;
    for (int i = 0; i < count; ++i)
        levels.push_back(std::pow(first + (count > 1 ? i / (count - 1.0) : 0) * (last - first), rho));
    return levels;
}

} // namespace minamo
