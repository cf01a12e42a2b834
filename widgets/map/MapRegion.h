#pragma once
#include <QPolygonF>

class QPainter;

namespace minamo {

enum class MapTool { rectangle, lasso, polygon, brush };

/// A region while it is drawn on the map: what each tool makes of presses and moves (logical px).
class MapRegion {
public:
    void setTool(MapTool tool);
    MapTool tool() const { return m_tool; }
    double brushRadius() const { return m_brush; }
    void growBrush(double steps);

    bool isActive() const { return m_active; }
    void begin(QPointF place); ///< press: a new region, or the next corner of a polygon
    void move(QPointF place);
    /// Release: true if the region is complete now (a polygon only completes by closing).
    bool end();
    /// Double-click or Enter: true if the polygon had enough corners.
    bool close();
    void cancel();
    /// The outline so far; closed by itself.
    QPolygonF outline() const;
    /// Dashed accent line, 8 % fill; the brush as a circle at the cursor.
    void paint(QPainter& painter, QPointF cursor, bool cursorInside) const;

private:
    MapTool m_tool = MapTool::lasso;
    bool m_active = false;
    QPolygonF m_corners;
    QPointF m_cursor;
    double m_brush = 24;
};

} // namespace minamo
