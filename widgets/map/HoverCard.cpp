#include "HoverCard.h"

#include "theme/Fonts.h"
#include "theme/Scales.h"
#include "theme/Theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <cmath>

namespace minamo {

namespace {

constexpr double padding = 10, wellSide = 76, gap = 10, lineStep = 18, inset = 10;

double textWidth(const HoverText& text)
{
    double width = QFontMetricsF(textFont(TextSize::body, true)).horizontalAdvance(text.title);
    const QFontMetricsF small(textFont(TextSize::caption));
    width = std::max(width, 16 + small.horizontalAdvance(text.group));
    for (const auto& line : text.lines)
        width = std::max(width, small.horizontalAdvance(line));
    return std::min(std::ceil(width) + 2, 190.0);
}

} // namespace

QRectF HoverCard::place(const HoverText& text, const QRectF& area, QPointF point, const QPolygonF& avoid)
{
    const double lines = 2 + static_cast<double>(text.lines.size());
    const QSizeF size(2 * padding + wellSide + gap + textWidth(text),
        2 * padding + std::max(wellSide, lines * lineStep + 4));
    QRectF best;
    double bestCost = 1e300;
    const QRectF free = area.adjusted(inset, inset, -inset, -inset);
    for (const bool right : { true, false })
        for (const bool bottom : { false, true }) {
            const QRectF card({ right ? free.right() - size.width() : free.left(),
                                  bottom ? free.bottom() - size.height() : free.top() },
                size);
            double cost = card.adjusted(-16, -16, 16, 16).contains(point) ? 1e6 : 0;
            for (const auto& other : avoid)
                cost += card.contains(other) ? 100 : 0;
            // Among equally free corners the nearer one, so that the line stays short.
            cost += std::hypot(card.center().x() - point.x(), card.center().y() - point.y()) / 100;
            if (cost < bestCost) {
                bestCost = cost;
                best = card;
            }
        }
    return best;
}

void HoverCard::paint(
    QPainter& painter, const QRectF& card, QPointF point, const HoverText& text, const QImage& photo)
{
    const auto& theme = Theme::current();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 2));
    painter.drawEllipse(point, 8, 8);
    const QPointF anchor(std::clamp(point.x(), card.left() + 12, card.right() - 12),
        point.y() > card.center().y() ? card.bottom() : card.top());
    const QLineF leader(point, anchor);
    if (leader.length() > 10) {
        painter.setPen(QPen(theme.text3, 1));
        painter.drawLine(leader.pointAt(9 / leader.length()), anchor);
    }
    painter.setPen(theme.border);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    const QRectF well(card.left() + padding, card.top() + padding, wellSide, card.height() - 2 * padding);
    paintPhoto(painter, well, photo);

    const double left = well.right() + gap, width = card.right() - padding - left;
    double top = card.top() + padding;
    const auto write = [&](const QString& words, const QFont& font, const QColor& ink, double indent) {
        painter.setFont(font);
        painter.setPen(ink);
        const QFontMetricsF metrics(font);
        painter.drawText(QRectF(left + indent, top, width - indent + 2, lineStep + 2),
            Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(words, Qt::ElideMiddle, width - indent + 2));
        top += lineStep;
    };
    write(text.title, textFont(TextSize::body, true), theme.text, 0);
    if (!text.group.isEmpty()) {
        paintGlyph(painter, { left + 5, top + lineStep / 2 + 1 }, 9, text.slot);
        write(text.group, textFont(TextSize::caption), theme.text, 16);
    }
    for (const auto& line : text.lines)
        write(line, textFont(TextSize::caption), theme.text2, 0);
}

void paintPhoto(QPainter& painter, const QRectF& well, const QImage& photo)
{
    painter.fillRect(well, Theme::current().well);
    if (photo.isNull())
        return;
    QSizeF size = photo.size();
    size.scale(well.size(), Qt::KeepAspectRatio);
    const bool smooth = painter.testRenderHint(QPainter::SmoothPixmapTransform);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(QRectF(well.center() - QPointF(size.width() / 2, size.height() / 2), size), photo);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, smooth);
}

} // namespace minamo
