#include "RowCurve.h"

#include "heatmap/HeatMapWidget.h"
#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QPainter>
#include <QPainterPath>

namespace minamo {

namespace {

constexpr double left = 8, top = 14, bottom = 24, labelStep = 17;

} // namespace

RowCurve::RowCurve(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void RowCurve::addCurve(
    const HeatGrid& grid, int row, const std::string& figure, const QString& name, bool main)
{
    Curve curve { name, {}, main };
    for (int column = 0; column < static_cast<int>(grid.timesteps().size()); ++column)
        if (const auto value = grid.value(row, column, figure)) {
            curve.points << QPointF(grid.timesteps()[static_cast<std::size_t>(column)], *value);
            m_low = std::min(m_low, *value);
            m_high = std::max(m_high, *value);
        }
    if (!curve.points.isEmpty())
        m_curves.push_back(curve);
}

void RowCurve::setRow(const HeatGrid& grid, const CellId& cell, const std::string& figure)
{
    m_curves.clear();
    m_low = 0;
    m_high = 0.05;
    m_timestep = cell.timestep;
    const int row = grid.rowOf(cell.tap);
    if (row >= 0) {
        m_first = grid.timesteps().front();
        m_last = std::max(grid.timesteps().back(), grid.timesteps().front() + 1);
        if (figure != "classNmi")
            addCurve(grid, row, "classNmi", figureName("classNmi"), false);
        addCurve(grid, row, figure, figureName(figure), true);
    }
    setAccessibleName(m_curves.isEmpty() ? QString() : m_curves.back().name);
    update();
}

void RowCurve::paintEvent(QPaintEvent*)
{
    if (m_curves.isEmpty())
        return;
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextSize::caption));
    const double base = height() - bottom;
    double right = 14;
    for (const auto& curve : m_curves)
        right = std::max(right, QFontMetricsF(painter.font()).horizontalAdvance(curve.name) + 16);
    const auto at = [&](QPointF p) {
        return QPointF(left + (p.x() - m_first) / (m_last - m_first) * (width() - left - right),
            base - (p.y() - m_low) / (m_high - m_low) * (base - top));
    };
    const double chosen = at({ double(m_timestep), 0 }).x();
    painter.setPen(QPen(theme.line, 1));
    painter.drawLine(QPointF(chosen, top), QPointF(chosen, base));
    painter.setPen(QPen(theme.border, 1));
    painter.drawLine(QPointF(left, base), QPointF(width() - right, base));

    double labelAbove = -1e9;
    for (auto it = m_curves.crbegin(); it != m_curves.crend(); ++it) {
        QPainterPath path(at(it->points.front()));
        for (const auto& point : it->points)
            path.lineTo(at(point));
        QPen pen(it->main ? theme.accent : theme.text3, it->main ? 2 : 1.5);
        if (!it->main)
            pen.setDashPattern({ 3, 2 });
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        for (const auto& point : it->points) {
            const bool here = it->main && point.x() == m_timestep;
            painter.setPen(Qt::NoPen);
            painter.setBrush(it->main ? theme.accent : theme.text3);
            painter.drawEllipse(at(point), here ? 4.5 : 2.5, here ? 4.5 : 2.5);
        }
        // The name stands behind the right end, 17 px from the other one.
        const QPointF end = at(it->points.back());
        double y = std::clamp(end.y(), 10.0, base - 6);
        if (std::abs(y - labelAbove) < labelStep)
            y = labelAbove < base - 2 * labelStep ? labelAbove + labelStep : labelAbove - labelStep;
        labelAbove = y;
        painter.setPen(it->main ? theme.accent : theme.text2);
        painter.drawText(QRectF(end.x() + 9, y - 10, right, 20), Qt::AlignLeft | Qt::AlignVCenter, it->name);
    }

    const QFontMetricsF metrics(painter.font());
    const auto tick = [&](double timestep, const QString& words, bool strong) {
        const double room = metrics.horizontalAdvance(words) + 8;
        const double x = std::clamp(at({ timestep, 0 }).x() - room / 2, 0.0, width() - room);
        painter.setPen(strong ? theme.accent : theme.text2);
        painter.drawText(QRectF(x, base + 3, room, 18), Qt::AlignCenter, words);
        return QPair(x, x + room);
    };
    const auto middle = tick(m_timestep, QString::number(m_timestep), true);
    const QString first = QString("t %1").arg(m_first);
    if (m_timestep != m_first && middle.first > metrics.horizontalAdvance(first) + 12)
        tick(m_first, first, false);
    if (m_timestep != m_last && middle.second < width() - metrics.horizontalAdvance("0000") - 12)
        tick(m_last, QString::number(m_last), false);
}

} // namespace minamo
