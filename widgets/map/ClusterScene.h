#pragma once
#include "PointIndex.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// How unselected marks look: everything plain, slightly faded while a region is being drawn, grey
/// afterwards.
enum class SceneEmphasis { plain, drawing, selection };

/// What is on the map and where one looks: positions, categories, visibility, selection, camera. Knows
/// nothing of Qt and of how it is drawn (see SceneRenderer); the only state a renderer reads.
class ClusterScene {
public:
    /// Positions of N points, x and y in turn (data units, y upwards). Clears categories, selection and
    /// visibility.
    void setPositions(std::vector<float> xy);
    /// Category of each point: 0.. ; -1 and everything from 12 on is drawn as "other".
    void setCategories(std::vector<int> categories);
    void setPalette(const ScenePalette& palette);
    void setSelected(std::vector<char> selected);
    void setVisible(std::vector<char> visible);
    void setEmphasis(SceneEmphasis emphasis);
    /// Diameter of a mark in device pixels at scale 1.
    void setMarkSize(double size);

    std::size_t size() const { return m_index.size(); }
    std::size_t visibleCount() const;
    const std::vector<float>& positions() const { return m_xy; }
    const ScenePalette& palette() const { return m_palette; }
    int category(int point) const { return m_categories[point]; }
    bool isVisible(int point) const { return m_visible[point] != 0; }
    bool isSelected(int point) const { return m_selected[point] != 0; }
    ScenePosition position(int point) const { return { m_xy[2 * point], m_xy[2 * point + 1] }; }
    Rgba colourOfCategory(int category) const;

    /// Size of the picture in device pixels, and device pixels per logical pixel (1-3).
    void setViewport(int width, int height, double scale);
    int width() const { return m_width; }
    int height() const { return m_height; }
    double scale() const { return m_scale; }
    double markSize() const { return m_markSize * m_scale; }
    /// Shows all visible points, or only the selected ones if there are any and `selectedOnly`.
    void fit(bool selectedOnly = false);
    void pan(double dx, double dy); ///< device pixels
    void zoomAt(ScenePosition screen, double factor); ///< > 1 enlarges; the place under the cursor stays
    ScenePosition centre() const { return m_centre; }
    double pixelsPerUnit() const { return m_pixelsPerUnit; }
    ScenePosition toScreen(ScenePosition data) const;
    ScenePosition toData(ScenePosition screen) const;

    /// Nearest visible point within `radius` device pixels.
    std::optional<int> pick(ScenePosition screen, double radius) const;
    /// Visible points inside a polygon given on the screen.
    std::vector<int> inside(const std::vector<ScenePosition>& screenPolygon) const;
    /// Visible points within `radius` device pixels.
    std::vector<int> within(ScenePosition screen, double radius) const;
    /// A visible point in the middle of each category that has visible points: where its label stands.
    struct Anchor {
        int category = 0;
        ScenePosition place; ///< data units
        int count = 0;
    };
    std::vector<Anchor> anchors() const;

    /// Marks in drawing order: unselected first.
    std::vector<SceneMark> marks() const;
    /// Another number after whatever changes marks(); unique over all scenes. The camera is not part of it.
    std::uint64_t revision() const { return m_revision; }

private:
    Rgba colourOf(int point, bool anySelected) const;
    std::vector<int> onlyVisible(std::vector<int> points) const;

    PointIndex m_index;
    std::vector<float> m_xy;
    std::vector<int> m_categories;
    std::vector<char> m_visible, m_selected;
    ScenePalette m_palette;
    SceneEmphasis m_emphasis = SceneEmphasis::plain;
    double m_markSize = 7;
    int m_width = 1, m_height = 1;
    double m_scale = 1;
    ScenePosition m_centre;
    double m_pixelsPerUnit = 1;
    std::uint64_t m_revision = 0;
};

} // namespace minamo
