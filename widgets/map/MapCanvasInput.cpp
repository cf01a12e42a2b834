#include "MapCanvas.h"
#include "gallery/SelectionModel.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

namespace minamo {

namespace {

constexpr double pickRadius = 10; // logical px
constexpr double dragStart = 4; // logical px: less is a click

} // namespace

void MapCanvas::mousePressEvent(QMouseEvent* event)
{
    m_press = m_last = m_cursor = event->position();
    m_dragged = false;
    if (event->button() == Qt::MiddleButton || (event->button() == Qt::LeftButton && m_space)) {
        m_panning = m_moving = true;
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (event->button() != Qt::LeftButton || !m_selection)
        return;
    m_pressed = true;
    if (m_region.tool() == MapTool::polygon && m_region.isActive())
        m_region.begin(event->position());
    update();
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event)
{
    m_cursor = event->position();
    m_cursorInside = true;
    if (m_panning) {
        const auto step = (event->position() - m_last) * m_scene.scale();
        m_last = event->position();
        m_userCamera = true;
        m_scene.pan(step.x(), step.y());
        refresh();
        return;
    }
    if (m_pressed && !m_dragged && QLineF(m_press, m_cursor).length() >= dragStart
        && m_region.tool() != MapTool::polygon) {
        m_dragged = true;
        m_region.begin(m_press);
        if (m_region.tool() == MapTool::brush)
            m_brushed = selectionMode(event->modifiers()) == SelectionMode::replace
                ? std::vector<char>(m_scene.size(), 0)
                : m_selection->flags();
        m_brushed.resize(m_scene.size(), 0);
        updateEmphasis();
        m_stale = true;
    }
    m_region.move(m_cursor);
    if (m_dragged && m_region.tool() == MapTool::brush)
        brush(m_cursor);
    if (!m_pressed)
        hover(m_cursor);
    if (m_region.isActive() || m_region.tool() == MapTool::brush)
        update();
}

void MapCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (m_panning && (event->button() == Qt::MiddleButton || event->button() == Qt::LeftButton)) {
        m_panning = m_moving = false;
        setCursor(m_space ? Qt::OpenHandCursor : Qt::ArrowCursor);
        refresh();
        return;
    }
    if (event->button() != Qt::LeftButton || !m_pressed)
        return;
    m_pressed = false;
    if (m_region.tool() == MapTool::polygon) {
        const bool onPoint = m_scene.pick(toDevice(m_cursor), pickRadius * m_scene.scale()).has_value();
        if (m_region.isActive() ? m_region.end() : false)
            takeRegion(event->modifiers());
        else if (!m_region.isActive() && onPoint)
            click(m_cursor, event->modifiers());
        else if (!m_region.isActive())
            m_region.begin(m_cursor);
        updateEmphasis();
        m_stale = true;
        update();
        return;
    }
    const bool dragged = m_dragged;
    m_dragged = false;
    if (!dragged)
        click(m_cursor, event->modifiers());
    else if (m_region.tool() == MapTool::brush)
        m_region.cancel();
    else if (m_region.end())
        takeRegion(event->modifiers());
    updateEmphasis();
    refresh();
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    if (m_region.isActive()) {
        if (m_region.close())
            takeRegion(event->modifiers());
        return;
    }
    if (const auto row = m_scene.pick(toDevice(event->position()), pickRadius * m_scene.scale()))
        Q_EMIT opened(*row);
}

void MapCanvas::takeRegion(Qt::KeyboardModifiers modifiers)
{
    std::vector<ScenePosition> polygon;
    for (const auto& corner : m_region.outline())
        polygon.push_back(toDevice(corner));
    m_region.cancel();
    const auto inside = m_scene.inside(polygon);
    if (m_selection)
        m_selection->select(QVector<int>(inside.begin(), inside.end()), selectionMode(modifiers));
    updateEmphasis();
    refresh();
}

void MapCanvas::brush(QPointF place)
{
    const bool remove = selectionMode(QGuiApplication::keyboardModifiers()) == SelectionMode::remove;
    for (const int row : m_scene.within(toDevice(place), m_region.brushRadius() * m_scene.scale()))
        m_brushed[static_cast<std::size_t>(row)] = !remove;
    QVector<int> rows;
    for (std::size_t i = 0; i < m_brushed.size(); ++i)
        if (m_brushed[i])
            rows.push_back(static_cast<int>(i));
    m_selection->select(rows);
}

void MapCanvas::click(QPointF place, Qt::KeyboardModifiers modifiers)
{
    const auto row = m_scene.pick(toDevice(place), pickRadius * m_scene.scale());
    if (!row || !m_selection)
        return;
    if (const auto mode = selectionMode(modifiers); mode != SelectionMode::replace)
        m_selection->select({ *row }, mode);
    m_selection->setCurrent(*row);
}

void MapCanvas::hover(QPointF place)
{
    const auto found = m_scene.pick(toDevice(place), pickRadius * m_scene.scale());
    const int row = found.value_or(-1);
    if (row == m_hovered)
        return;
    m_hovered = row;
    update();
}

void MapCanvas::leaveEvent(QEvent*)
{
    m_cursorInside = false;
    m_hovered = -1;
    update();
}

void MapCanvas::wheelEvent(QWheelEvent* event)
{
    const double steps = event->angleDelta().y() / 120.0;
    if (m_region.tool() == MapTool::brush && !(event->modifiers() & Qt::ControlModifier))
        m_region.growBrush(steps);
    else {
        m_userCamera = true;
        m_scene.zoomAt(toDevice(event->position()), std::pow(1.25, steps));
    }
    refresh();
    event->accept();
}

void MapCanvas::keyPressEvent(QKeyEvent* event)
{
    const auto tool = [this](MapTool tool) { setTool(tool); };
    switch (event->key()) {
    case Qt::Key_R:
        return tool(MapTool::rectangle);
    case Qt::Key_L:
        return tool(MapTool::lasso);
    case Qt::Key_P:
        return tool(MapTool::polygon);
    case Qt::Key_B:
        return tool(MapTool::brush);
    case Qt::Key_F:
        return fit();
    case Qt::Key_H:
        return fitSelection();
    case Qt::Key_Space:
        if (!event->isAutoRepeat()) {
            m_space = true;
            setCursor(Qt::OpenHandCursor);
        }
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_region.close())
            takeRegion(event->modifiers());
        return;
    case Qt::Key_Plus:
    case Qt::Key_Minus:
        m_userCamera = true;
        m_scene.zoomAt(toDevice(QRectF(rect()).center()), event->key() == Qt::Key_Plus ? 1.25 : 0.8);
        return refresh();
    case Qt::Key_Escape:
        if (m_region.isActive() && m_region.tool() == MapTool::polygon) {
            m_region.cancel();
            updateEmphasis();
            return refresh();
        }
        break;
    default:
        break;
    }
    // Ctrl+A, Ctrl+I and Esc belong to the whole place.
    QWidget::keyPressEvent(event);
}

void MapCanvas::keyReleaseEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Space || event->isAutoRepeat())
        return QWidget::keyReleaseEvent(event);
    m_space = false;
    if (!m_panning)
        setCursor(Qt::ArrowCursor);
}

} // namespace minamo
