#pragma once
#include "SceneTypes.h"

#include <algorithm>
#include <cmath>

namespace minamo {

/// Signed distance (pixels, < 0 inside) of a place to the edge of a mark of this diameter around the origin,
/// y downwards. All shapes cover the same area. VtkSceneRenderer has the same formula as a shader.
inline double markDistance(MarkShape shape, double x, double y, double diameter, double scale)
{
    const double r = diameter / 2;
    switch (shape) {
    case MarkShape::square:
        return std::max(std::abs(x), std::abs(y)) - 0.886 * r;
    case MarkShape::diamond:
        return (std::abs(x) + std::abs(y) - 1.2533 * r) / std::sqrt(2.0);
    case MarkShape::triangle:
        return std::max(y, 0.8660254 * std::abs(x) - 0.5 * y) - 0.7777 * r;
    case MarkShape::ring:
        return std::abs(std::hypot(x, y) - r + 0.75 * scale) - 0.75 * scale;
    case MarkShape::circle:
        break;
    }
    return std::hypot(x, y) - r;
}

/// Side of the square that holds any mark of this diameter with its outline, pixels.
inline int markBox(double diameter, double scale)
{
    return static_cast<int>(std::ceil(diameter * 1.6 + 4 * scale)) | 1;
}

} // namespace minamo
