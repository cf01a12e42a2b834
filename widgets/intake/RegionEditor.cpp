#include "RegionEditor.h"

#include "map/HoverCard.h"
#include "theme/Fonts.h"
#include "theme/Theme.h"

#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

constexpr double margin = 10, reach = 7; // px around the photo, and of a handle
constexpr double steps = 1000; // 0.1 % of a side
constexpr double smallest = 10 / steps;

double snapped(double share)
{
    return std::round(share * steps) / steps;
}

/// Start and length inside 0..1 in whole steps.
std::pair<double, double> along(double from, double to)
{
    from = snapped(std::clamp(from, 0.0, 1 - smallest));
    to = snapped(std::clamp(to, from + smallest, 1.0));
    return { from, snapped(to - from) };
}

Cut between(QPointF first, QPointF second)
{
    const auto [x, width] = along(std::min(first.x(), second.x()), std::max(first.x(), second.x()));
    const auto [y, height] = along(std::min(first.y(), second.y()), std::max(first.y(), second.y()));
    return { x, y, width, height };
}

Cut moved(const Cut& cut, QPointF by)
{
    return { snapped(std::clamp(cut.left + by.x(), 0.0, 1 - cut.width)),
        snapped(std::clamp(cut.top + by.y(), 0.0, 1 - cut.height)), cut.width, cut.height };
}

} // namespace

RegionEditor::RegionEditor(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void RegionEditor::setPhoto(const QImage& photo, const QString& words)
{
    m_photo = photo;
    m_words = words;
    m_grip = none;
    update();
}

void RegionEditor::setRegion(const Cut& region)
{
    m_region = region;
    update();
}

void RegionEditor::setTiles(std::vector<Cut> tiles)
{
    m_tiles = std::move(tiles);
    update();
}

QRectF RegionEditor::photoRect() const
{
    const QRectF well = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
    if (m_photo.isNull())
        return well;
    QSizeF size = m_photo.size();
    size.scale(well.size(), Qt::KeepAspectRatio);
    return { well.center() - QPointF(size.width() / 2, size.height() / 2), size };
}

QRectF RegionEditor::rectOf(const Cut& cut) const
{
    const QRectF photo = photoRect();
    return { photo.left() + cut.left * photo.width(), photo.top() + cut.top * photo.height(),
        cut.width * photo.width(), cut.height * photo.height() };
}

QRectF RegionEditor::regionRect() const
{
    return rectOf(m_region);
}

QPointF RegionEditor::onPhoto(QPointF place) const
{
    const QRectF photo = photoRect();
    return { std::clamp((place.x() - photo.left()) / photo.width(), 0.0, 1.0),
        std::clamp((place.y() - photo.top()) / photo.height(), 0.0, 1.0) };
}

int RegionEditor::gripAt(QPointF place) const
{
    const QRectF region = regionRect();
    if (m_photo.isNull())
        return none;
    if (!region.adjusted(-reach, -reach, reach, reach).contains(place))
        return fresh;
    const auto near = [](double a, double b) { return std::abs(a - b) <= reach; };
    const int edges = (near(place.x(), region.left())           ? left
                              : near(place.x(), region.right()) ? right
                                                                : none)
        | (near(place.y(), region.top())           ? top
                : near(place.y(), region.bottom()) ? bottom
                                                   : none);
    // Inside a whole photo there is nothing to move: the drag draws the region.
    return edges ? edges : m_region.isWhole() ? fresh : inside;
}

void RegionEditor::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || m_photo.isNull())
        return;
    m_grip = gripAt(event->position());
    m_pressed = onPhoto(event->position());
    m_before = m_region;
}

void RegionEditor::mouseMoveEvent(QMouseEvent* event)
{
    if (m_grip != none)
        return drag(event->position());
    const int grip = gripAt(event->position());
    setCursor(grip == none                                     ? Qt::ArrowCursor
            : grip == inside                                   ? Qt::SizeAllCursor
            : grip == fresh                                    ? Qt::CrossCursor
            : grip == (left | top) || grip == (right | bottom) ? Qt::SizeFDiagCursor
            : grip == (right | top) || grip == (left | bottom) ? Qt::SizeBDiagCursor
            : grip & (left | right)                            ? Qt::SizeHorCursor
                                                               : Qt::SizeVerCursor);
}

void RegionEditor::drag(QPointF place)
{
    const QPointF now = onPhoto(place);
    if (m_grip == inside)
        return change(moved(m_before, now - m_pressed));
    if (m_grip == fresh) {
        const QPointF way = place - rectOf({ m_pressed.x(), m_pressed.y(), 0, 0 }).topLeft();
        return change(
            way.manhattanLength() < reach ? m_before : between(m_pressed, now)); // a click draws nothing
    }
    double x0 = m_before.left, y0 = m_before.top, x1 = x0 + m_before.width, y1 = y0 + m_before.height;
    if (m_grip & left)
        x0 = std::min(now.x(), x1 - smallest);
    if (m_grip & right)
        x1 = std::max(now.x(), x0 + smallest);
    if (m_grip & top)
        y0 = std::min(now.y(), y1 - smallest);
    if (m_grip & bottom)
        y1 = std::max(now.y(), y0 + smallest);
    change(between({ x0, y0 }, { x1, y1 }));
}

void RegionEditor::mouseReleaseEvent(QMouseEvent*)
{
    m_grip = none;
}

void RegionEditor::mouseDoubleClickEvent(QMouseEvent*)
{
    m_grip = none;
    if (!m_photo.isNull())
        change({});
}

void RegionEditor::change(Cut region)
{
    if (region == m_region)
        return;
    m_region = region;
    update();
    Q_EMIT regionChanged();
}

void RegionEditor::nudge(int key, Qt::KeyboardModifiers modifiers)
{
    const double step = (modifiers & Qt::ControlModifier ? 1 : 10) / steps;
    const QPointF by(key == Qt::Key_Left ? -step
            : key == Qt::Key_Right       ? step
                                         : 0,
        key == Qt::Key_Up         ? -step
            : key == Qt::Key_Down ? step
                                  : 0);
    if (!(modifiers & Qt::ShiftModifier))
        return change(moved(m_region, by));
    const auto [x, width] = along(m_region.left, m_region.left + m_region.width + by.x());
    const auto [y, height] = along(m_region.top, m_region.top + m_region.height + by.y());
    change({ x, y, width, height });
}

void RegionEditor::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        return nudge(event->key(), event->modifiers());
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        return change({});
    case Qt::Key_Escape:
        if (m_grip == none)
            return QWidget::keyPressEvent(event);
        m_grip = none;
        return change(m_before);
    default:
        QWidget::keyPressEvent(event);
    }
}

void RegionEditor::focusInEvent(QFocusEvent* event)
{
    m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    update();
}

void RegionEditor::focusOutEvent(QFocusEvent*)
{
    m_ring = false;
    update();
}

void RegionEditor::paintRegion(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const QRectF region = regionRect();
    QColor veil = theme.well, fill = theme.accent;
    veil.setAlphaF(0.72f);
    fill.setAlphaF(0.10f);
    QPainterPath outside;
    outside.addRect(photoRect());
    outside.addRect(region); // twice inside is outside
    painter.fillPath(outside, veil);
    // A white line below every accent line: one of them is seen on any photo.
    const auto line = [&](const QRectF& rect, double width, Qt::PenStyle style) {
        painter.setPen(QPen(QColor(255, 255, 255, 190), width + 1.5));
        painter.drawRect(rect);
        painter.setPen(QPen(theme.accent, width, style));
        painter.drawRect(rect);
    };
    painter.setBrush(Qt::NoBrush);
    if (m_tiles.size() > 1)
        for (const auto& tile : m_tiles) {
            painter.fillRect(rectOf(tile), fill); // where tiles overlap it lies twice
            line(rectOf(tile), 1, Qt::DashLine);
        }
    line(region, 2, Qt::SolidLine);
    painter.setBrush(theme.panel);
    painter.setPen(QPen(theme.accent, 1.5));
    for (const double x : { region.left(), region.center().x(), region.right() })
        for (const double y : { region.top(), region.center().y(), region.bottom() })
            if (QPointF(x, y) != region.center())
                painter.drawRect(QRectF(x - 4, y - 4, 8, 8));
}

void RegionEditor::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    paintPhoto(painter, rect(), {});
    if (m_photo.isNull()) {
        painter.setPen(theme.text2);
        painter.setFont(textFont());
        painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, m_words);
        return;
    }
    painter.setRenderHint(QPainter::Antialiasing);
    paintPhoto(painter, photoRect(), m_photo);
    paintRegion(painter);
    if (!m_ring)
        return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.dark() ? theme.accentHover : theme.accent, 2));
    painter.drawRect(QRectF(rect()).adjusted(1, 1, -1, -1));
}

} // namespace minamo
