#include "StyleLegend.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Scales.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace minamo {

namespace {

constexpr int rowHeight = 30, leftMargin = 12, glyphRoom = 20, gap = 10;

} // namespace

StyleLegend::StyleLegend(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StyleLegend::setEntries(const QList<Entry>& entries)
{
    m_entries = entries;
    m_hidden.resize(entries.size());
    updateGeometry();
    update();
}

void StyleLegend::setHidden(const QList<bool>& hidden)
{
    m_hidden = hidden;
    m_hidden.resize(m_entries.size());
    update();
}

QSize StyleLegend::sizeHint() const
{
    const QFontMetrics metrics(textFont());
    int width = 0;
    for (const auto& entry : m_entries)
        width = std::max(width, metrics.horizontalAdvance(entry.name));
    return { leftMargin + glyphRoom + static_cast<int>(codeWidth()) + width + 90,
        static_cast<int>(m_entries.size()) * rowHeight + 8 };
}

QSize StyleLegend::minimumSizeHint() const
{
    return { 150, sizeHint().height() };
}

QRect StyleLegend::rowRect(int entry) const
{
    return { 0, 4 + entry * rowHeight, width(), rowHeight };
}

int StyleLegend::rowAt(const QPoint& place) const
{
    const int row = (place.y() - 4) / rowHeight;
    return place.y() >= 4 && row < m_entries.size() ? row : -1;
}

double StyleLegend::codeWidth() const
{
    const QFontMetricsF metrics(textFont(TextSize::body, true));
    double width = 0;
    for (const auto& entry : m_entries)
        width = std::max(width, metrics.horizontalAdvance(entry.code));
    return width > 0 ? width + gap : 0;
}

QString StyleLegend::counts(const Entry& entry)
{
    return formatCount(entry.selected) + " / " + formatCount(entry.all);
}

void StyleLegend::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int row = 0; row < m_entries.size(); ++row)
        paintEntry(painter, row);
}

void StyleLegend::paintEntry(QPainter& painter, int row) const
{
    const auto& theme = Theme::current();
    const auto& entry = m_entries[row];
    const QRectF box = rowRect(row);
    const bool hidden = m_hidden[row];
    if (entry.selected > 0)
        painter.fillRect(box, theme.accentSoft);
    else if (row == m_hovered)
        painter.fillRect(box, theme.sunken);
    if (hidden) {
        painter.setPen(QPen(theme.text3, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(shapePath(categoryShape(entry.slot), { leftMargin + 5.0, box.center().y() }, 9));
    } else {
        paintGlyph(painter, { leftMargin + 5.0, box.center().y() }, 10, entry.slot);
    }
    double x = leftMargin + glyphRoom;
    const double codes = codeWidth();
    if (codes > 0) {
        painter.setFont(textFont(TextSize::body, true));
        painter.setPen(hidden ? theme.text3 : theme.text);
        painter.drawText(
            QRectF(x, box.top(), codes, box.height()), Qt::AlignLeft | Qt::AlignVCenter, entry.code);
        x += codes;
    }
    const QString figures = counts(entry);
    painter.setFont(textFont(TextSize::caption, entry.selected > 0));
    const double figuresWidth = QFontMetricsF(painter.font()).horizontalAdvance(figures) + 2;
    painter.setPen(entry.selected > 0 ? theme.text : theme.text2);
    painter.drawText(QRectF(box.right() - 12 - figuresWidth, box.top(), figuresWidth, box.height()),
        Qt::AlignRight | Qt::AlignVCenter, figures);
    auto font = textFont();
    font.setStrikeOut(hidden);
    painter.setFont(font);
    painter.setPen(hidden ? theme.text3 : theme.text);
    const double room = box.right() - 12 - figuresWidth - 8 - x;
    painter.drawText(QRectF(x, box.top(), room, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
        QFontMetricsF(font).elidedText(entry.name, Qt::ElideRight, room));
    if (hasFocus() && row == m_focused && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
        painter.setPen(QPen(theme.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(box.adjusted(1, 1, -1, -1));
    }
}

void StyleLegend::mousePressEvent(QMouseEvent* event)
{
    const int row = rowAt(event->pos());
    if (event->button() != Qt::LeftButton || row < 0)
        return;
    m_focused = row;
    Q_EMIT toggled(row);
}

void StyleLegend::mouseDoubleClickEvent(QMouseEvent* event)
{
    // The first click of the two has already hidden the entry; isolating shows everything again.
    if (const int row = rowAt(event->pos()); row >= 0)
        Q_EMIT isolated(row);
}

void StyleLegend::mouseMoveEvent(QMouseEvent* event)
{
    m_hovered = rowAt(event->pos());
    update();
}

void StyleLegend::leaveEvent(QEvent*)
{
    m_hovered = -1;
    update();
}

void StyleLegend::keyPressEvent(QKeyEvent* event)
{
    if (m_entries.isEmpty())
        return QWidget::keyPressEvent(event);
    const int last = static_cast<int>(m_entries.size()) - 1;
    switch (event->key()) {
    case Qt::Key_Up:
        m_focused = std::max(0, m_focused - 1);
        break;
    case Qt::Key_Down:
        m_focused = std::min(last, m_focused + 1);
        break;
    case Qt::Key_Space:
        Q_EMIT toggled(std::min(m_focused, last));
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        Q_EMIT isolated(std::min(m_focused, last));
        break;
    default:
        return QWidget::keyPressEvent(event);
    }
    update();
}

bool StyleLegend::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    auto* help = static_cast<QHelpEvent*>(event);
    if (const int row = rowAt(help->pos()); row >= 0)
        QToolTip::showText(help->globalPos(),
            m_entries[row].code + QChar(0x3000) + m_entries[row].name + "\n"
                + tr("Click: hide or show. Double-click: select these photos only."),
            this, rowRect(row));
    return true;
}

} // namespace minamo
