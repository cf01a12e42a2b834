#include "theme/Scales.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

constexpr int categories = 12;
// ● ■ ▲ ◆ of the twelve slots, as the design lists them.
constexpr Shape shapes[categories]
    = { Shape::circle, Shape::square, Shape::triangle, Shape::diamond, Shape::diamond, Shape::circle,
          Shape::square, Shape::triangle, Shape::triangle, Shape::diamond, Shape::circle, Shape::square };

template <std::size_t N> QColor between(const std::array<QColor, N>& steps, double value)
{
    const double place = (std::isfinite(value) ? std::clamp(value, 0.0, 1.0) : 0.0) * (N - 1);
    const auto low = std::min(static_cast<std::size_t>(place), N - 2);
    const double share = place - static_cast<double>(low);
    const auto mix = [share](int a, int b) { return static_cast<int>(std::lround(a + (b - a) * share)); };
    const QColor &a = steps[low], &b = steps[low + 1];
    return QColor(mix(a.red(), b.red()), mix(a.green(), b.green()), mix(a.blue(), b.blue()));
}

double luminance(const QColor& color)
{
    const auto linear
        = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

Shape categoryShape(int slot)
{
    return slot >= 0 && slot < categories ? shapes[slot] : Shape::ring;
}

QColor categoryColor(const Theme& theme, int slot)
{
    return slot >= 0 && slot < categories ? theme.categorical[static_cast<std::size_t>(slot)] : theme.text3;
}

QPainterPath shapePath(Shape shape, QPointF centre, double diameter)
{
    const double r = diameter / 2, x = centre.x(), y = centre.y();
    QPainterPath path;
    if (shape == Shape::circle || shape == Shape::ring) {
        path.addEllipse(centre, r, r);
    } else if (shape == Shape::square) {
        const double h = r * 0.886; // half side of the square with the circle's area
        path.addRect(x - h, y - h, 2 * h, 2 * h);
    } else if (shape == Shape::triangle) {
        const double h = r * 1.16;
        path.addPolygon(
            QPolygonF({ { x, y - h }, { x + h * 0.98, y + h * 0.72 }, { x - h * 0.98, y + h * 0.72 } }));
        path.closeSubpath();
    } else {
        const double h = r * 1.2;
        path.addPolygon(QPolygonF({ { x, y - h }, { x + h, y }, { x, y + h }, { x - h, y } }));
        path.closeSubpath();
    }
    return path;
}

void paintGlyph(QPainter& painter, QPointF centre, double diameter, int slot, const Theme& theme)
{
    const Shape shape = categoryShape(slot);
    const QColor color = categoryColor(theme, slot);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    if (shape == Shape::ring) {
        painter.setPen(QPen(color, 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(shapePath(shape, centre, diameter - 1.5));
    } else {
        painter.fillPath(shapePath(shape, centre, diameter), color);
    }
    painter.restore();
}

QColor sequentialColor(const Theme& theme, double value)
{
    return between(theme.sequential, value);
}
QColor differenceColor(const Theme& theme, double value)
{
    return between(theme.difference, (value + 1) / 2);
}

double contrastRatio(const QColor& a, const QColor& b)
{
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QColor readableOn(const QColor& background)
{
    return contrastRatio(background, Qt::black) >= contrastRatio(background, Qt::white) ? Qt::black
                                                                                        : Qt::white;
}

} // namespace minamo
