#pragma once
#include "SceneTypes.h"

#include <functional>
#include <optional>
#include <vector>

namespace minamo {

/// Finds points near a place: a uniform grid over the bounding box with about two points per cell.
class PointIndex {
public:
    /// `xy`: x and y of each point in turn (2 N floats, finite).
    void build(const std::vector<float>& xy);
    std::size_t size() const { return m_xy.size() / 2; }

    /// The nearest point not farther than `radius` (data units) for which `accepted` is true.
    std::optional<int> nearest(
        ScenePosition place, double radius, const std::function<bool(int)>& accepted) const;
    /// All points inside the closed polygon (even-odd rule), ascending.
    std::vector<int> inside(const std::vector<ScenePosition>& polygon) const;
    /// All points not farther than `radius` from the place, ascending.
    std::vector<int> within(ScenePosition place, double radius) const;

private:
    int column(double x) const;
    int row(double y) const;
    /// Calls `visit` for each point of the grid cells that touch the box.
    void visitBox(ScenePosition low, ScenePosition high, const std::function<void(int)>& visit) const;

    std::vector<float> m_xy;
    double m_left = 0, m_top = 0, m_cell = 1;
    int m_columns = 1, m_rows = 1;
    std::vector<int> m_start; ///< first entry of each cell in m_order
    std::vector<int> m_order;
};

/// Even-odd test of a place against a closed polygon.
bool polygonContains(const std::vector<ScenePosition>& polygon, ScenePosition place);

} // namespace minamo
