#include "MarkLegend.h"

#include "theme/Fonts.h"
#include "theme/Theme.h"

#include <QPainter>

namespace minamo {

MarkLegend::MarkLegend(QWidget* parent) : QWidget(parent)
{
    setFixedHeight(22);
}

void MarkLegend::setTexts(const QString& plain, const QString& augmented, const QString& note)
{
    m_plain = plain;
    m_augmented = augmented;
    m_note = note;
    update();
}

void MarkLegend::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextSize::caption));
    double x = contentsMargins().left();
    for (const bool after : { false, true }) {
        painter.setPen(QPen(after ? theme.accent : theme.text3, 1.5));
        painter.setBrush(after ? theme.accent : theme.panel);
        painter.drawLine(QPointF(x, 11), QPointF(x + 26, 11));
        painter.drawEllipse(QPointF(x + 13, 11), 4.5, 4.5);
        x += 34;
        const QString& words = after ? m_augmented : m_plain;
        const double room = painter.fontMetrics().horizontalAdvance(words);
        painter.setPen(theme.text2);
        painter.drawText(QRectF(x, 0, room + 2, 22), Qt::AlignLeft | Qt::AlignVCenter, words);
        x += room + 20;
    }
    painter.drawText(QRectF(x, 0, width() - x, 22), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_note, Qt::ElideRight, static_cast<int>(width() - x)));
}

} // namespace minamo
