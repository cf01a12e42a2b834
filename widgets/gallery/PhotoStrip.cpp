#include "PhotoStrip.h"

#include "SelectionModel.h"
#include "bridge/ThumbnailCache.h"
#include "map/HoverCard.h"
#include "theme/Fonts.h"
#include "theme/Scales.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace minamo {

namespace {

constexpr int wellWidth = 92, wellHeight = 80, gap = 8, captionHeight = 24, margin = 12;
constexpr int stepX = wellWidth + gap, stepY = wellHeight + captionHeight + 6;

} // namespace

PhotoStrip::PhotoStrip(QWidget* parent) : QAbstractScrollArea(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    verticalScrollBar()->setSingleStep(stepY / 2);
}

void PhotoStrip::setThumbnails(ThumbnailCache* thumbnails)
{
    m_thumbnails = thumbnails;
    connect(thumbnails, &ThumbnailCache::thumbnailReady, this, [this] { viewport()->update(); });
}

void PhotoStrip::setSelection(SelectionModel* selection)
{
    m_selection = selection;
    connect(selection, &SelectionModel::currentChanged, this, [this](int row) {
        reveal(row);
        viewport()->update();
    });
}

void PhotoStrip::setRows(const QVector<int>& rows)
{
    if (rows != m_rows)
        verticalScrollBar()->setValue(0);
    m_rows = rows;
    updateRange();
    viewport()->update();
}

int PhotoStrip::columns() const
{
    return std::max(1, (viewport()->width() - 2 * margin + gap) / stepX);
}

QRect PhotoStrip::itemRect(int index) const
{
    return { margin + index % columns() * stepX, 8 + index / columns() * stepY - verticalScrollBar()->value(),
        wellWidth, wellHeight + captionHeight };
}

int PhotoStrip::indexAt(const QPoint& place) const
{
    const int column = (place.x() - margin) / stepX,
              row = (place.y() - 8 + verticalScrollBar()->value()) / stepY;
    const int index = row * columns() + column;
    if (place.x() < margin || column >= columns() || index < 0 || index >= m_rows.size())
        return -1;
    return itemRect(index).contains(place) ? index : -1;
}

std::pair<int, int> PhotoStrip::inView() const
{
    const int first = std::max(0, (verticalScrollBar()->value() - 8) / stepY) * columns();
    const int last
        = (verticalScrollBar()->value() + viewport()->height()) / stepY * columns() + columns() - 1;
    return { first, std::min(last, static_cast<int>(m_rows.size()) - 1) };
}

bool PhotoStrip::isComplete() const
{
    const auto [first, last] = inView();
    for (int i = first; m_thumbnails && i <= last; ++i)
        if (m_thumbnails->thumbnail(m_rows[i]).isNull() && m_thumbnails->isPending())
            return false;
    return true;
}

void PhotoStrip::updateRange()
{
    const int lines = (static_cast<int>(m_rows.size()) + columns() - 1) / columns();
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, lines * stepY + 12 - viewport()->height()));
}

void PhotoStrip::reveal(int row)
{
    const int index = static_cast<int>(m_rows.indexOf(row));
    if (index < 0)
        return;
    const QRect box = itemRect(index);
    if (box.top() < 0 || box.bottom() > viewport()->height()) // its line on top: no half lines above it
        verticalScrollBar()->setValue(verticalScrollBar()->value() + box.top() - 8);
}

void PhotoStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(viewport()->rect(), Theme::current().panel);
    const auto [first, last] = inView();
    for (int i = first; i <= last; ++i)
        paintItem(painter, i);
}

void PhotoStrip::paintItem(QPainter& painter, int index) const
{
    const auto& theme = Theme::current();
    const int row = m_rows[index];
    const QRectF box = itemRect(index);
    const QRectF well(box.topLeft(), QSizeF(wellWidth, wellHeight));
    paintPhoto(painter, well, m_thumbnails ? m_thumbnails->thumbnail(row) : QImage());
    if (m_selection && m_selection->current() == row) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(well.adjusted(-1, -1, 1, 1));
    }
    const auto [words, slot] = m_caption ? m_caption(row) : QPair<QString, int>({}, -1);
    double left = well.left();
    if (slot >= 0) {
        paintGlyph(painter, { left + 5, well.bottom() + captionHeight / 2.0 }, 9, slot, theme);
        left += 15;
    }
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    painter.drawText(QRectF(left, well.bottom(), well.right() - left, captionHeight),
        Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(words, Qt::ElideRight, static_cast<int>(well.right() - left)));
}

void PhotoStrip::resizeEvent(QResizeEvent*)
{
    updateRange();
    if (m_selection) // other columns: it has moved to another line
        reveal(m_selection->current());
}

void PhotoStrip::mousePressEvent(QMouseEvent* event)
{
    const int index = indexAt(event->pos());
    if (event->button() == Qt::LeftButton && index >= 0 && m_selection)
        m_selection->setCurrent(m_rows[index]);
}

void PhotoStrip::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const int index = indexAt(event->pos()); index >= 0)
        Q_EMIT opened(m_rows[index]);
}

void PhotoStrip::keyPressEvent(QKeyEvent* event)
{
    if (!m_selection || m_rows.isEmpty())
        return QAbstractScrollArea::keyPressEvent(event);
    int index = static_cast<int>(m_rows.indexOf(m_selection->current()));
    switch (event->key()) {
    case Qt::Key_Left:
        --index;
        break;
    case Qt::Key_Right:
        ++index;
        break;
    case Qt::Key_Up:
        index -= columns();
        break;
    case Qt::Key_Down:
        index += columns();
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (index >= 0)
            Q_EMIT opened(m_rows[index]);
        return;
    default:
        return QAbstractScrollArea::keyPressEvent(event);
    }
    m_selection->setCurrent(m_rows[std::clamp(index, 0, static_cast<int>(m_rows.size()) - 1)]);
}

bool PhotoStrip::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && m_caption) {
        auto* help = static_cast<QHelpEvent*>(event);
        if (const int index = indexAt(help->pos()); index >= 0)
            QToolTip::showText(
                help->globalPos(), m_caption(m_rows[index]).first, viewport(), itemRect(index));
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace minamo
