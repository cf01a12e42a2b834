#pragma once
#include "theme/Theme.h"

#include <QPainterPath>
#include <QPointF>

class QPainter;

namespace minamo {

/// Shape is part of a category's colour: it is never the only cue.
enum class Shape { circle, square, triangle, diamond, ring };

/// Shape and colour of a style or class by its slot (0-based). From slot 12 on: "others", a hollow ring.
Shape categoryShape(int slot);
QColor categoryColor(const Theme& theme, int slot);
/// Outline of a shape of this diameter (px) around a centre; areas look equally large.
QPainterPath shapePath(Shape shape, QPointF centre, double diameter);
/// Paints shape and colour of a slot.
void paintGlyph(
    QPainter& painter, QPointF centre, double diameter, int slot, const Theme& theme = Theme::current());

/// Colour of a value in [0, 1] on the sequential scale (clamped; linear between the steps).
QColor sequentialColor(const Theme& theme, double value);
/// Colour of a value in [-1, 1] on the difference scale: -1 = worst, +1 = best.
QColor differenceColor(const Theme& theme, double value);
/// Black or white, whichever contrasts more on this background (WCAG).
QColor readableOn(const QColor& background);
/// WCAG contrast ratio of two opaque colours, 1..21.
double contrastRatio(const QColor& a, const QColor& b);

} // namespace minamo
