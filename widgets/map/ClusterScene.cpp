#include "ClusterScene.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <map>

namespace minamo {

namespace {

/// Share of the picture that stays free around fitted points.
constexpr double fitMargin = 0.06;

/// Unique in the process, so that a renderer never takes one scene for another.
std::uint64_t nextRevision()
{
    static std::atomic<std::uint64_t> last { 0 };
    return ++last;
}

Rgba faded(Rgba colour, double opacity)
{
    colour.a = static_cast<std::uint8_t>(std::lround(colour.a * opacity));
    return colour;
}

float middle(std::vector<float> values)
{
    const auto half = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), half, values.end());
    return *half;
}

} // namespace

void ClusterScene::setPositions(std::vector<float> xy)
{
    m_xy = std::move(xy);
    m_index.build(m_xy);
    m_categories.assign(size(), -1);
    m_visible.assign(size(), 1);
    m_selected.assign(size(), 0);
    m_revision = nextRevision();
}

void ClusterScene::setCategories(std::vector<int> categories)
{
    categories.resize(size(), -1);
    m_categories = std::move(categories);
    m_revision = nextRevision();
}

void ClusterScene::setPalette(const ScenePalette& palette)
{
    m_palette = palette;
    m_revision = nextRevision();
}

void ClusterScene::setSelected(std::vector<char> selected)
{
    selected.resize(size(), 0);
    m_selected = std::move(selected);
    m_revision = nextRevision();
}

void ClusterScene::setVisible(std::vector<char> visible)
{
    visible.resize(size(), 1);
    m_visible = std::move(visible);
    m_revision = nextRevision();
}

void ClusterScene::setEmphasis(SceneEmphasis emphasis)
{
    if (m_emphasis == emphasis)
        return;
    m_emphasis = emphasis;
    m_revision = nextRevision();
}

void ClusterScene::setMarkSize(double size)
{
    m_markSize = size;
}

std::size_t ClusterScene::visibleCount() const
{
    return static_cast<std::size_t>(
        std::count_if(m_visible.begin(), m_visible.end(), [](char v) { return v != 0; }));
}

Rgba ClusterScene::colourOfCategory(int category) const
{
    return category < 0 || category >= categorySlots ? m_palette.other : m_palette.categories[category];
}

void ClusterScene::setViewport(int width, int height, double scale)
{
    // The place in the middle stays in the middle and distances keep their size in logical pixels.
    m_pixelsPerUnit *= scale / m_scale;
    m_width = std::max(width, 1);
    m_height = std::max(height, 1);
    m_scale = scale;
}

void ClusterScene::fit(bool selectedOnly)
{
    const bool anySelected
        = selectedOnly && std::find(m_selected.begin(), m_selected.end(), 1) != m_selected.end();
    bool found = false;
    ScenePosition low, high;
    for (int i = 0; i < static_cast<int>(size()); ++i) {
        if (!m_visible[i] || (anySelected && !m_selected[i]))
            continue;
        const auto p = position(i);
        low = found ? ScenePosition { std::min(low.x, p.x), std::min(low.y, p.y) } : p;
        high = found ? ScenePosition { std::max(high.x, p.x), std::max(high.y, p.y) } : p;
        found = true;
    }
    if (!found)
        return;
    m_centre = { (low.x + high.x) / 2, (low.y + high.y) / 2 };
    const double free = 1 - 2 * fitMargin;
    const double spanX = std::max(high.x - low.x, 1e-6), spanY = std::max(high.y - low.y, 1e-6);
    m_pixelsPerUnit = std::min(m_width * free / spanX, m_height * free / spanY);
}

void ClusterScene::pan(double dx, double dy)
{
    m_centre.x -= dx / m_pixelsPerUnit;
    m_centre.y += dy / m_pixelsPerUnit;
}

void ClusterScene::zoomAt(ScenePosition screen, double factor)
{
    const auto before = toData(screen);
    m_pixelsPerUnit = std::clamp(m_pixelsPerUnit * factor, 1e-6, 1e9);
    const auto after = toData(screen);
    m_centre.x += before.x - after.x;
    m_centre.y += before.y - after.y;
}

ScenePosition ClusterScene::toScreen(ScenePosition data) const
{
    return { m_width / 2.0 + (data.x - m_centre.x) * m_pixelsPerUnit,
        m_height / 2.0 - (data.y - m_centre.y) * m_pixelsPerUnit };
}

ScenePosition ClusterScene::toData(ScenePosition screen) const
{
    return { m_centre.x + (screen.x - m_width / 2.0) / m_pixelsPerUnit,
        m_centre.y - (screen.y - m_height / 2.0) / m_pixelsPerUnit };
}

std::optional<int> ClusterScene::pick(ScenePosition screen, double radius) const
{
    return m_index.nearest(toData(screen), radius / m_pixelsPerUnit, [this](int i) { return isVisible(i); });
}

std::vector<int> ClusterScene::onlyVisible(std::vector<int> points) const
{
    std::erase_if(points, [this](int i) { return !isVisible(i); });
    return points;
}

std::vector<int> ClusterScene::inside(const std::vector<ScenePosition>& screenPolygon) const
{
    std::vector<ScenePosition> polygon;
    for (const auto& corner : screenPolygon)
        polygon.push_back(toData(corner));
    return onlyVisible(m_index.inside(polygon));
}

std::vector<int> ClusterScene::within(ScenePosition screen, double radius) const
{
    return onlyVisible(m_index.within(toData(screen), radius / m_pixelsPerUnit));
}

std::vector<ClusterScene::Anchor> ClusterScene::anchors() const
{
    std::map<int, std::vector<int>> members;
    for (int i = 0; i < static_cast<int>(size()); ++i)
        if (m_visible[i] && m_categories[i] >= 0)
            members[m_categories[i]].push_back(i);
    std::vector<Anchor> anchors;
    for (const auto& [category, points] : members) {
        std::vector<float> xs, ys;
        for (const int i : points) {
            xs.push_back(m_xy[2 * i]);
            ys.push_back(m_xy[2 * i + 1]);
        }
        const float x = middle(xs), y = middle(ys);
        // A style may lie in two islands: the label goes to a real member, not into the water between.
        const auto distance = [&](int i) { return std::hypot(m_xy[2 * i] - x, m_xy[2 * i + 1] - y); };
        const int nearest = *std::min_element(
            points.begin(), points.end(), [&](int a, int b) { return distance(a) < distance(b); });
        anchors.push_back({ category, position(nearest), static_cast<int>(points.size()) });
    }
    return anchors;
}

Rgba ClusterScene::colourOf(int point, bool anySelected) const
{
    const Rgba own = colourOfCategory(m_categories[point]);
    if (m_selected[point])
        return own;
    if (m_emphasis == SceneEmphasis::drawing)
        return faded(own, 0.62);
    if (m_emphasis == SceneEmphasis::selection && anySelected)
        return m_palette.unselected;
    return faded(own, 0.86);
}

std::vector<SceneMark> ClusterScene::marks() const
{
    const bool anySelected = std::find(m_selected.begin(), m_selected.end(), 1) != m_selected.end();
    std::vector<SceneMark> marks;
    marks.reserve(size());
    for (const bool selectedPass : { false, true })
        for (int i = 0; i < static_cast<int>(size()); ++i)
            if (m_visible[i] && isSelected(i) == selectedPass)
                marks.push_back({ m_xy[2 * i], m_xy[2 * i + 1], colourOf(i, anySelected),
                    shapeOfCategory(m_categories[i]), selectedPass });
    return marks;
}

} // namespace minamo
