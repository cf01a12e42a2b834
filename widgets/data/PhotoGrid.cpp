#include "data/PhotoGrid.h"

#include "bridge/ProjectModel.h"
#include "bridge/ThumbnailCache.h"
#include "data/PhotoDelegate.h"
#include "data/PhotoTable.h"
#include "theme/Fonts.h"
#include "theme/Theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

namespace minamo {

namespace {
constexpr int cellWidth = 132, photoHeight = 112, cellHeight = photoHeight + 28, margin = 12;
}

PhotoGrid::PhotoGrid(PhotoTable& table, ProjectModel& model, QWidget* parent) :
    QAbstractScrollArea(parent), m_table(table), m_model(model)
{
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(cellHeight / 2);
    connect(&table, &QAbstractItemModel::modelReset, this, [this] {
        m_current = -1;
        updateRange();
        viewport()->update();
    });
    connect(&model.thumbnails(), &ThumbnailCache::thumbnailReady, this, [this] { viewport()->update(); });
}

int PhotoGrid::columns() const
{
    return qMax(1, (viewport()->width() - margin) / cellWidth);
}

QRect PhotoGrid::cell(int row) const
{
    const int across = columns();
    return { margin + row % across * cellWidth,
        margin + row / across * cellHeight - verticalScrollBar()->value(), cellWidth - 8, cellHeight - 8 };
}

int PhotoGrid::rowAt(QPoint point) const
{
    const int column = (point.x() - margin) / cellWidth;
    const int line = (point.y() - margin + verticalScrollBar()->value()) / cellHeight;
    const int row = line * columns() + column;
    const bool inside = point.x() >= margin && column < columns() && row >= 0 && row < m_table.rowCount();
    return inside && cell(row).contains(point) ? row : -1;
}

void PhotoGrid::updateRange()
{
    const int lines = (m_table.rowCount() + columns() - 1) / columns();
    verticalScrollBar()->setRange(0, qMax(0, lines * cellHeight + 2 * margin - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
}

void PhotoGrid::setCurrent(int row)
{
    if (row < 0 || row >= m_table.rowCount())
        return;
    m_current = row;
    const QRect at = cell(row);
    if (at.top() < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() + at.top() - margin);
    else if (at.bottom() > viewport()->height())
        verticalScrollBar()->setValue(
            verticalScrollBar()->value() + at.bottom() - viewport()->height() + margin);
    viewport()->update();
    Q_EMIT currentChanged(row);
}

bool PhotoGrid::isComplete() const
{
    return !m_model.thumbnails().isPending();
}

void PhotoGrid::paintCell(QPainter& painter, int row) const
{
    const Theme& theme = Theme::current();
    const QRect at = cell(row);
    const QRect well(at.x(), at.y(), at.width(), photoHeight - 8);
    paintPhoto(painter, well, m_model.thumbnails().thumbnail(m_table.sample(row)));
    if (row == m_current) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(well.adjusted(-1, -1, 0, 0));
    }
    painter.setPen(row == m_current ? theme.text : theme.text2);
    const auto label = m_table.index(row, 2).data().toString();
    painter.drawText(QRect(at.x(), well.bottom() + 4, at.width(), 20), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(label, Qt::ElideRight, at.width()));
}

void PhotoGrid::paintEvent(QPaintEvent*)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), Theme::current().panel);
    painter.setFont(textFont(TextSize::caption));
    const int first = qMax(0, (verticalScrollBar()->value() - margin) / cellHeight) * columns();
    for (int row = first; row < m_table.rowCount() && cell(row).top() < viewport()->height(); ++row)
        paintCell(painter, row);
}

void PhotoGrid::resizeEvent(QResizeEvent*)
{
    updateRange();
}

void PhotoGrid::mousePressEvent(QMouseEvent* event)
{
    if (const int row = rowAt(event->position().toPoint()); row >= 0)
        setCurrent(row);
}

void PhotoGrid::keyPressEvent(QKeyEvent* event)
{
    const int page = qMax(1, viewport()->height() / cellHeight) * columns();
    const int last = m_table.rowCount() - 1;
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(m_current - 1);
    case Qt::Key_Right:
        return setCurrent(m_current + 1);
    case Qt::Key_Up:
        return setCurrent(m_current - columns());
    case Qt::Key_Down:
        return setCurrent(m_current < 0 ? 0 : m_current + columns());
    case Qt::Key_PageUp:
        return setCurrent(qMax(0, m_current - page));
    case Qt::Key_PageDown:
        return setCurrent(qMin(last, m_current + page));
    case Qt::Key_Home:
        return setCurrent(0);
    case Qt::Key_End:
        return setCurrent(last);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool PhotoGrid::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const int row = rowAt(help->pos());
        QToolTip::showText(
            help->globalPos(), row < 0 ? QString() : m_table.index(row, 1).data().toString(), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace minamo
