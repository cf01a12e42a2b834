#include "CurveChart.h"

#include "CurveStore.h"
#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

constexpr double titleHeight = 30, axisWidth = 46, axisHeight = 26, labelStep = 17;

/// 1, 2 or 5 times a power of ten, so that about `wanted` ticks cover the span.
double niceTick(double span, int wanted)
{
    const double raw = std::max(span, 1e-9) / wanted, power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : { 1.0, 2.0, 5.0 })
        if (raw <= factor * power * 1.0001)
            return factor * power;
    return 10 * power;
}

} // namespace

CurveChart::CurveChart(Unit unit, QWidget* parent) : QWidget(parent), m_unit(unit)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void CurveChart::setTitle(const QString& title, const QString& context)
{
    m_title = title;
    m_context = context;
    setAccessibleName(title);
    update();
}

void CurveChart::setLines(const std::vector<Line>& lines, double lastStep)
{
    m_lines = lines;
    m_lastStep = std::max(lastStep, 1.0);
    double least = 1e300, most = -1e300;
    for (const auto& line : lines)
        for (const double value : line.values) {
            least = std::min(least, value);
            most = std::max(most, value);
        }
    if (least > most) {
        least = 0;
        most = 1;
    }
    if (m_unit == Unit::percent) {
        m_high = 1;
        m_low = std::max(0.0, std::floor(least * 5) / 5);
        m_low = std::min(m_low, 0.8);
        m_tick = m_high - m_low > 0.5 ? 0.2 : 0.1;
    } else {
        m_low = 0;
        m_tick = niceTick(most, 3);
        m_high = std::ceil(most / m_tick) * m_tick;
    }
    update();
}

double CurveChart::labelRoom() const
{
    const QFontMetricsF metrics(textFont(TextSize::caption, true));
    double room = 20;
    for (const auto& line : m_lines)
        room = std::max(room, metrics.horizontalAdvance(line.name + " 100.0%") + 14);
    return room;
}

QRectF CurveChart::plot() const
{
    return { axisWidth, titleHeight + 6, std::max(40.0, width() - axisWidth - labelRoom()),
        height() - titleHeight - axisHeight - 8 };
}

QPointF CurveChart::at(double step, double value) const
{
    const auto area = plot();
    return { area.left() + step / m_lastStep * area.width(),
        area.bottom() - (value - m_low) / (m_high - m_low) * area.height() };
}

QString CurveChart::format(double value) const
{
    return m_unit == Unit::percent ? formatPercent(value, 0) : formatNumber(value, 2);
}

void CurveChart::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextSize::body, true));
    painter.setPen(theme.text);
    const double title = painter.fontMetrics().horizontalAdvance(m_title);
    painter.drawText(QRectF(12, 0, width() - 12, titleHeight), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    const double room = width() - title - 34;
    painter.drawText(QRectF(12 + title + 10, 1, room, titleHeight), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_context, Qt::ElideRight, static_cast<int>(room)));
    paintAxes(painter);
    for (const auto& line : m_lines)
        paintLine(painter, line);
    paintLabels(painter);
}

void CurveChart::paintAxes(QPainter& painter) const
{
    const auto& theme = Theme::current();
    const auto area = plot();
    painter.setFont(textFont(TextSize::caption));
    for (double value = m_low; value <= m_high + m_tick / 1000; value += m_tick) {
        const double y = at(0, value).y();
        painter.setPen(QPen(value == m_low ? theme.border : theme.line, 1));
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        painter.setPen(theme.text2);
        painter.drawText(
            QRectF(0, y - 10, axisWidth - 6, 20), Qt::AlignRight | Qt::AlignVCenter, format(value));
    }
    const double tick = niceTick(m_lastStep, std::clamp(static_cast<int>(area.width() / 70), 2, 6));
    for (double step = 0; step <= m_lastStep * 1.001; step += tick)
        painter.drawText(QRectF(at(step, m_low).x() - 40, area.bottom() + 3, 80, 20), Qt::AlignCenter,
            formatCount(static_cast<qint64>(step)));
}

void CurveChart::paintLine(QPainter& painter, const Line& line) const
{
    if (line.values.empty())
        return;
    const auto& theme = Theme::current();
    const auto path = [&](const std::vector<double>& values) {
        QPainterPath path(at(line.steps.front(), values.front()));
        for (std::size_t i = 1; i < values.size(); ++i)
            path.lineTo(at(line.steps[i], values[i]));
        return path;
    };
    painter.setBrush(Qt::NoBrush);
    painter.save();
    painter.setClipRect(plot().adjusted(-6, -6, 6, 6));
    QColor raw = line.augmented ? theme.accent : theme.text3;
    raw.setAlphaF(0.35f);
    painter.setPen(QPen(raw, 1));
    painter.drawPath(path(line.values));
    QPen pen(line.augmented ? theme.accent : theme.text2, 2);
    if (!line.augmented)
        pen.setDashPattern({ 3, 2 });
    painter.setPen(pen);
    painter.drawPath(path(smoothed(line.values)));
    painter.restore();
}

void CurveChart::paintLabels(QPainter& painter) const
{
    const auto& theme = Theme::current();
    struct Label {
        double y, place;
        QPointF end;
        const Line* line;
        double value;
    };
    std::vector<Label> labels;
    double now = 0;
    for (const auto& line : m_lines)
        if (!line.values.empty()) {
            const double value = smoothed(line.values).back();
            const auto end = at(line.steps.back(), value);
            labels.push_back({ end.y(), end.y(), end, &line, value });
            now = std::max(now, line.steps.back());
        }
    if (labels.empty())
        return;
    const auto area = plot();
    QPen dots(theme.text3, 1);
    dots.setDashPattern({ 2, 3 });
    painter.setPen(dots);
    if (now < m_lastStep)
        painter.drawLine(QPointF(at(now, 0).x(), area.top()), QPointF(at(now, 0).x(), area.bottom()));
    // Direct labels, 17 px apart at least, in the order of their values.
    std::sort(labels.begin(), labels.end(), [](const Label& a, const Label& b) { return a.y < b.y; });
    for (std::size_t i = 1; i < labels.size(); ++i)
        labels[i].place = std::max(labels[i].place, labels[i - 1].place + labelStep);
    const double over = std::max(0.0, labels.back().place - area.bottom());
    painter.setFont(textFont(TextSize::caption, true));
    for (const auto& label : labels) {
        const QColor ink = label.line->augmented ? theme.accent : theme.text2;
        painter.setPen(Qt::NoPen);
        painter.setBrush(ink);
        painter.drawEllipse(label.end, 3.5, 3.5);
        painter.setPen(ink);
        const QString words = label.line->name + " "
            + (m_unit == Unit::percent ? formatPercent(label.value, 1) : format(label.value));
        painter.drawText(QRectF(label.end.x() + 8, label.place - over - 10, labelRoom(), 20),
            Qt::AlignLeft | Qt::AlignVCenter, words);
    }
}

} // namespace minamo
