#include "MapRegion.h"

#include "theme/Theme.h"

#include <QLineF>
#include <QPainter>

namespace minamo {

namespace {

constexpr double closingDistance = 8; // px from the first corner at which a click closes a polygon

} // namespace

void MapRegion::setTool(MapTool tool)
{
    cancel();
    m_tool = tool;
}

void MapRegion::growBrush(double steps)
{
    m_brush = qBound(6.0, m_brush * std::pow(1.12, steps), 200.0);
}

void MapRegion::begin(QPointF place)
{
    m_cursor = place;
    if (m_tool == MapTool::polygon && m_active) {
        m_corners << place;
        return;
    }
    m_active = true;
    m_corners = { place };
}

void MapRegion::move(QPointF place)
{
    m_cursor = place;
    if (m_active && m_tool == MapTool::lasso && QLineF(m_corners.back(), place).length() >= 2)
        m_corners << place;
}

bool MapRegion::end()
{
    if (!m_active)
        return false;
    if (m_tool != MapTool::polygon)
        return true;
    return m_corners.size() > 3 && QLineF(m_corners.front(), m_corners.back()).length() < closingDistance
        && close();
}

bool MapRegion::close()
{
    return m_active && m_tool == MapTool::polygon && m_corners.size() >= 3;
}

void MapRegion::cancel()
{
    m_active = false;
    m_corners.clear();
}

QPolygonF MapRegion::outline() const
{
    if (m_tool == MapTool::rectangle && m_active)
        return QPolygonF(QRectF(m_corners.front(), m_cursor).normalized());
    return m_corners;
}

void MapRegion::paint(QPainter& painter, QPointF cursor, bool cursorInside) const
{
    const auto& theme = Theme::current();
    QColor fill = theme.accent;
    fill.setAlphaF(0.08f);
    painter.setPen(QPen(theme.accent, 1.5, Qt::CustomDashLine));
    auto pen = painter.pen();
    pen.setDashPattern({ 3, 2 });
    painter.setPen(pen);
    painter.setBrush(fill);
    if (m_tool == MapTool::brush) {
        if (cursorInside)
            painter.drawEllipse(cursor, m_brush, m_brush);
        return;
    }
    if (!m_active)
        return;
    auto shape = outline();
    if (m_tool == MapTool::polygon)
        shape << m_cursor;
    painter.drawPolygon(shape);
    if (m_tool == MapTool::polygon) {
        painter.setBrush(theme.panel);
        painter.setPen(QPen(theme.accent, 1.5));
        for (const auto& corner : m_corners)
            painter.drawEllipse(corner, 3, 3);
    }
}

} // namespace minamo
