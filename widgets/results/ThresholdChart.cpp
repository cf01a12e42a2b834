#include "ThresholdChart.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace minamo {

ThresholdChart::ThresholdChart(QWidget* parent) : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::SizeHorCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ThresholdChart::setCurve(std::vector<ThresholdPoint> curve)
{
    m_curve = std::move(curve);
    m_most = 0.2;
    // The ends, where everything is called bad or good, would press the part that matters into a corner.
    for (const auto& point : m_curve)
        if (point.threshold > 0.1 && point.threshold < 0.9)
            m_most = std::max({ m_most, point.overReject[1], point.miss[1] });
    m_most = std::min(1.0, std::ceil(m_most * 10) / 10);
    update();
}

void ThresholdChart::setThreshold(double threshold, const ReviewBand& band)
{
    m_threshold = threshold;
    m_band = band;
    update();
}

QRectF ThresholdChart::plot() const
{
    return { 40, 22, width() - 56.0, height() - 44.0 };
}
double ThresholdChart::xOf(double threshold) const
{
    return plot().left() + threshold * plot().width();
}
double ThresholdChart::yOf(double share) const
{
    return plot().bottom() - std::min(1.0, share / m_most) * plot().height();
}

void ThresholdChart::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto area = plot();
    if (m_band.photos > 0) {
        painter.fillRect(
            QRectF(QPointF(xOf(m_band.low), area.top()), QPointF(xOf(m_band.high), area.bottom())),
            theme.accentSoft);
    }
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(QPen(theme.border, 1));
    painter.drawLine(area.bottomLeft(), area.bottomRight());
    painter.setPen(theme.text2);
    painter.drawText(
        QRectF(0, area.top() - 9, 34, 18), Qt::AlignRight | Qt::AlignVCenter, formatPercent(m_most, 0));
    painter.drawText(QRectF(0, area.bottom() - 9, 34, 18), Qt::AlignRight | Qt::AlignVCenter, "0%");
    for (const double tick : { 0.0, 0.5, 1.0 })
        painter.drawText(QRectF(xOf(tick) - 30, area.bottom() + 3, 60, 18), Qt::AlignCenter,
            formatNumber(tick, tick == 0.5 ? 1 : 0));
    paintCurve(painter, false);
    paintCurve(painter, true);
    paintThreshold(painter);
}

void ThresholdChart::paintCurve(QPainter& painter, bool miss) const
{
    if (m_curve.empty())
        return;
    const auto& theme = Theme::current();
    const auto share = [miss](const ThresholdPoint& p) { return miss ? p.miss[1] : p.overReject[1]; };
    QPainterPath path;
    for (const auto& point : m_curve) {
        const QPointF place(xOf(point.threshold), yOf(share(point)));
        if (path.elementCount() == 0)
            path.moveTo(place);
        else
            path.lineTo(place);
    }
    QPen pen(theme.text, 1.8);
    if (miss)
        pen.setDashPattern({ 3, 2 });
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(path);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    const QString words = miss ? tr("Miss") : tr("Over-reject");
    painter.drawText(QRectF(miss ? plot().right() - 120 : plot().left() + 4, 2, 120, 18),
        (miss ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, words);
}

void ThresholdChart::paintThreshold(QPainter& painter) const
{
    const auto& theme = Theme::current();
    const double x = xOf(m_threshold);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawLine(QPointF(x, plot().top()), QPointF(x, plot().bottom()));
    painter.setBrush(theme.accent);
    painter.drawEllipse(QPointF(x, plot().bottom()), 5, 5);
    painter.setFont(textFont(TextSize::caption, true));
    const QString words = tr("Threshold %1").arg(formatNumber(m_threshold, 2));
    const double room = painter.fontMetrics().horizontalAdvance(words) + 4;
    const double left = std::clamp(
        x - room / 2, plot().left() + 76, std::max(plot().left() + 76, plot().right() - 60 - room));
    painter.setPen(theme.accent);
    painter.drawText(QRectF(left, 2, room, 18), Qt::AlignCenter, words);
}

void ThresholdChart::moveTo(double threshold)
{
    const double rounded = std::clamp(std::round(threshold * 100) / 100, 0.0, 1.0);
    if (rounded != m_threshold)
        Q_EMIT moved(rounded);
}

void ThresholdChart::mousePressEvent(QMouseEvent* event)
{
    moveTo((event->position().x() - plot().left()) / plot().width());
}
void ThresholdChart::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        moveTo((event->position().x() - plot().left()) / plot().width());
}
void ThresholdChart::mouseReleaseEvent(QMouseEvent*)
{
    Q_EMIT released();
}

void ThresholdChart::keyPressEvent(QKeyEvent* event)
{
    const double step = event->modifiers() & Qt::ShiftModifier ? 0.1 : 0.01;
    if (event->key() != Qt::Key_Left && event->key() != Qt::Key_Right)
        return QWidget::keyPressEvent(event);
    moveTo(m_threshold + (event->key() == Qt::Key_Left ? -step : step));
    Q_EMIT released();
}

void ThresholdChart::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace minamo
