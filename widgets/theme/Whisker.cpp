#include "Whisker.h"

#include "Theme.h"

#include <QPainter>

namespace minamo {

void paintWhisker(
    QPainter& painter, const Rate& rate, bool after, double y, const std::function<double(double)>& x)
{
    const auto& theme = Theme::current();
    painter.setPen(QPen(after ? theme.accent : theme.text3, 1.5));
    painter.setBrush(after ? QBrush(theme.accent) : QBrush(theme.panel));
    painter.drawLine(QPointF(x(rate.low), y), QPointF(x(rate.high), y));
    for (const double end : { rate.low, rate.high })
        painter.drawLine(QPointF(x(end), y - 3.5), QPointF(x(end), y + 3.5));
    painter.drawEllipse(QPointF(x(rate.value()), y), 4.5, 4.5);
}

} // namespace minamo
