#pragma once
#include <QImage>
#include <QPolygonF>
#include <QRectF>
#include <QString>
#include <QStringList>

class QPainter;

namespace minamo {

/// What the map says of the photo under the cursor: photo, class, style, two or three facts.
struct HoverText {
    QString title; ///< class
    QString group; ///< style
    int slot = -1; ///< glyph of the style
    QStringList lines; ///< environment, brightness ...
};

/// The card is painted by the map itself, so that it follows the cursor without a window of its own.
class HoverCard {
public:
    /// Where the card stands: the corner of `area` farthest from `point` that covers the fewest of `avoid`.
    static QRectF place(const HoverText& text, const QRectF& area, QPointF point, const QPolygonF& avoid);
    /// Ring around the point, a line to the card, the card. A null photo leaves the well empty (it is on its
    /// way).
    static void paint(
        QPainter& painter, const QRectF& card, QPointF point, const HoverText& text, const QImage& photo);
};

/// Paints a photo fitted into a well, never cropped or stretched (design: style, section 4). Small photos are
/// enlarged.
void paintPhoto(QPainter& painter, const QRectF& well, const QImage& photo);

} // namespace minamo
