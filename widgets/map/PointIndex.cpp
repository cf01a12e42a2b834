#include "PointIndex.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace minamo {

MarkShape shapeOfCategory(int category)
{
    if (category < 0 || category >= categorySlots)
        return MarkShape::ring;
    // Chosen with the palette: two slots of similar colour never share a shape.
    static constexpr MarkShape shapes[categorySlots] = { MarkShape::circle, MarkShape::square,
        MarkShape::triangle, MarkShape::diamond, MarkShape::diamond, MarkShape::circle, MarkShape::square,
        MarkShape::triangle, MarkShape::triangle, MarkShape::diamond, MarkShape::circle, MarkShape::square };
    return shapes[category];
}

bool polygonContains(const std::vector<ScenePosition>& polygon, ScenePosition place)
{
    bool inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const auto& a = polygon[i];
        const auto& b = polygon[j];
        if ((a.y > place.y) != (b.y > place.y) && place.x < (b.x - a.x) * (place.y - a.y) / (b.y - a.y) + a.x)
            inside = !inside;
    }
    return inside;
}

void PointIndex::build(const std::vector<float>& xy)
{
    m_xy = xy;
    const std::size_t count = size();
    double right = 0, bottom = 0;
    m_left = m_top = 0;
    for (std::size_t i = 0; i < count; ++i) {
        m_left = i ? std::min<double>(m_left, xy[2 * i]) : xy[0];
        right = i ? std::max<double>(right, xy[2 * i]) : xy[0];
        m_top = i ? std::min<double>(m_top, xy[2 * i + 1]) : xy[1];
        bottom = i ? std::max<double>(bottom, xy[2 * i + 1]) : xy[1];
    }
    const double area = std::max(right - m_left, 1e-9) * std::max(bottom - m_top, 1e-9);
    m_cell = std::max({ std::sqrt(2 * area / std::max<std::size_t>(count, 1)), (right - m_left) / 2048,
        (bottom - m_top) / 2048, 1e-9 });
    m_columns = static_cast<int>((right - m_left) / m_cell) + 1;
    m_rows = static_cast<int>((bottom - m_top) / m_cell) + 1;

    m_start.assign(static_cast<std::size_t>(m_columns) * m_rows + 1, 0);
    const auto cellOf = [this](std::size_t i) {
        return static_cast<std::size_t>(row(m_xy[2 * i + 1])) * m_columns + column(m_xy[2 * i]);
    };
    for (std::size_t i = 0; i < count; ++i)
        ++m_start[cellOf(i) + 1];
    std::partial_sum(m_start.begin(), m_start.end(), m_start.begin());
    m_order.resize(count);
    auto next = m_start;
    for (std::size_t i = 0; i < count; ++i)
        m_order[next[cellOf(i)]++] = static_cast<int>(i);
}

int PointIndex::column(double x) const
{
    return static_cast<int>(std::clamp((x - m_left) / m_cell, 0.0, m_columns - 1.0));
}

int PointIndex::row(double y) const
{
    return static_cast<int>(std::clamp((y - m_top) / m_cell, 0.0, m_rows - 1.0));
}

void PointIndex::visitBox(ScenePosition low, ScenePosition high, const std::function<void(int)>& visit) const
{
    if (m_order.empty())
        return;
    for (int y = row(low.y); y <= row(high.y); ++y)
        for (int x = column(low.x); x <= column(high.x); ++x) {
            const std::size_t cell = static_cast<std::size_t>(y) * m_columns + x;
            for (int k = m_start[cell]; k < m_start[cell + 1]; ++k)
                visit(m_order[k]);
        }
}

std::optional<int> PointIndex::nearest(
    ScenePosition place, double radius, const std::function<bool(int)>& accepted) const
{
    std::optional<int> best;
    double bestSquare = radius * radius;
    visitBox({ place.x - radius, place.y - radius }, { place.x + radius, place.y + radius }, [&](int i) {
        const double dx = m_xy[2 * i] - place.x, dy = m_xy[2 * i + 1] - place.y;
        const double square = dx * dx + dy * dy;
        const bool nearer = best ? square < bestSquare : square <= bestSquare;
        if (nearer && accepted(i)) {
            best = i;
            bestSquare = square;
        }
    });
    return best;
}

std::vector<int> PointIndex::inside(const std::vector<ScenePosition>& polygon) const
{
    std::vector<int> found;
    if (polygon.size() < 3)
        return found;
    ScenePosition low = polygon[0], high = polygon[0];
    for (const auto& corner : polygon) {
        low = { std::min(low.x, corner.x), std::min(low.y, corner.y) };
        high = { std::max(high.x, corner.x), std::max(high.y, corner.y) };
    }
    visitBox(low, high, [&](int i) {
        if (polygonContains(polygon, { m_xy[2 * i], m_xy[2 * i + 1] }))
            found.push_back(i);
    });
    std::sort(found.begin(), found.end());
    return found;
}

std::vector<int> PointIndex::within(ScenePosition place, double radius) const
{
    std::vector<int> found;
    visitBox({ place.x - radius, place.y - radius }, { place.x + radius, place.y + radius }, [&](int i) {
        if (std::hypot(m_xy[2 * i] - place.x, m_xy[2 * i + 1] - place.y) <= radius)
            found.push_back(i);
    });
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace minamo
