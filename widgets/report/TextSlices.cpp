// Title, headings, text, callouts, figures, photos, lists, words.
#include "PageSlices.h"

#include <QPainterPath>
#include <algorithm>
#include <array>

namespace minamo {
namespace {

void paintBoxes(PageCanvas& canvas, QPointF at, const std::vector<std::string>& boxes)
{
    constexpr double side = 138, head = 44;
    const auto& theme = canvas.theme();
    auto& painter = canvas.painter();
    double x = at.x() + page::room - side * double(boxes.size());
    for (const auto& box : boxes) {
        painter.setPen(QPen(theme.border, 3));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRectF(x, at.y(), side, head + side));
        canvas.rule(x, at.y() + head, side, theme.border);
        canvas.line({ x, at.y(), side, head }, qtText(box), 9, false, theme.text2, Qt::AlignCenter);
        x += side;
    }
}

/// The mark of the product (resources/icons/minamo.svg), as lines: it stays sharp in print.
void paintMark(PageCanvas& canvas, QPointF at)
{
    auto& painter = canvas.painter();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(at);
    painter.scale(2, 2);
    QPainterPath waves;
    for (const auto& [x, y, width, depth] :
        { std::array { 9.0, 9.7, 6.0, 1.0 }, { 6.0, 13.2, 12.0, 2.2 }, { 3.0, 16.7, 18.0, 3.5 } }) {
        waves.moveTo(x, y);
        waves.cubicTo(x + 0.3 * width, y + depth, x + 0.7 * width, y + depth, x + width, y);
    }
    painter.setPen(QPen(canvas.theme().accent, 1.9, Qt::SolidLine, Qt::RoundCap));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(waves);
    painter.setPen(Qt::NoPen);
    painter.setBrush(canvas.theme().accent);
    painter.drawEllipse(QPointF(12, 4.8), 1.7, 1.7);
    painter.restore();
}

double wellSize(double cell, std::size_t photos)
{
    return photos == 0 ? 0 : std::min(200.0, (cell - 8 * double(photos - 1)) / double(photos));
}

/// Fitted in its well, never cropped or stretched.
void paintPhoto(PageCanvas& canvas, const QRectF& well, const QImage& photo)
{
    canvas.painter().fillRect(well, canvas.theme().well);
    if (photo.isNull())
        return;
    const auto size = QSizeF(photo.size()).scaled(well.size(), Qt::KeepAspectRatio);
    canvas.painter().setRenderHint(QPainter::SmoothPixmapTransform);
    canvas.painter().drawImage(
        QRectF(well.center() - QPointF(size.width() / 2, size.height() / 2), size), photo);
}

struct GroupLayout {
    double cell = 0, well = 0, titleHeight = 0, height = 0;
};

TextRuns titleRuns(const PhotoBlock::Group& group, double room, const QColor& colour)
{
    return { { inParts(qtText(group.title), 10, true, room), true, colour } };
}

GroupLayout layoutOf(const PhotoBlock& block, std::size_t from)
{
    GroupLayout layout;
    layout.cell = (page::room - 40.0 * (block.perRow - 1)) / block.perRow;
    const auto end = std::min(block.groups.size(), from + std::size_t(block.perRow));
    std::size_t photos = 0;
    for (auto i = from; i < end; ++i)
        photos = std::max(photos, block.groups[i].photos.size());
    layout.well = wellSize(layout.cell, photos);
    double lines = 0;
    for (auto i = from; i < end; ++i) {
        layout.titleHeight = std::max(layout.titleHeight,
            PageCanvas::paragraphHeight(
                layout.cell - 40, titleRuns(block.groups[i], layout.cell - 40, {}), 10, 1.35));
        double height = 0;
        for (const auto& line : block.groups[i].lines)
            height += PageCanvas::paragraphHeight(layout.cell, { { qtText(line), false, {} } }, 9, 1.4);
        lines = std::max(lines, height);
    }
    layout.height = layout.well + 14 + layout.titleHeight + lines;
    return layout;
}

void paintGroup(PageCanvas& canvas, QPointF at, const PhotoBlock::Group& group, const GroupLayout& layout,
    const std::vector<QImage>& photos)
{
    const auto& theme = canvas.theme();
    for (std::size_t i = 0; i < group.photos.size(); ++i)
        paintPhoto(canvas, { at.x() + double(i) * (layout.well + 8), at.y(), layout.well, layout.well },
            photos[std::size_t(group.photos[i])]);
    double y = at.y() + layout.well + 14;
    paintGlyph(canvas.painter(), { at.x() + 14, y + lineHeight(10, 1.35) / 2 }, 24, group.slot, theme);
    canvas.paragraph(
        { at.x() + 40, y }, layout.cell - 40, titleRuns(group, layout.cell - 40, theme.text), 10, 1.35);
    y += layout.titleHeight;
    for (const auto& line : group.lines) {
        const TextRuns runs { { qtText(line), false, theme.text2 } };
        canvas.paragraph({ at.x(), y }, layout.cell, runs, 9, 1.4);
        y += PageCanvas::paragraphHeight(layout.cell, runs, 9, 1.4);
    }
}

void paintFigure(PageCanvas& canvas, const QRectF& box, const KeyFigureBlock::Item& item)
{
    const auto& theme = canvas.theme();
    const QString label = qtText(item.label), before = qtText(item.before);
    const double x = box.left() + 40;
    canvas.line({ x, box.top() + 26, 700, 50 }, label, 11, true, theme.text);
    const double after = QFontMetricsF(pageFont(11, true)).horizontalAdvance(label) + 36;
    canvas.line({ x + after, box.top() + 26, box.width() - after - 60, 50 }, qtText(item.context), 9, false,
        theme.text2);
    double at = x;
    if (!before.isEmpty()) {
        canvas.line({ at, box.top() + 84, 400, 110 }, before, 16, false, theme.text2);
        at += QFontMetricsF(pageFont(16)).horizontalAdvance(before) + 22;
        canvas.line({ at, box.top() + 88, 80, 110 }, "→", 12, false, theme.text2);
        at += 74;
    }
    if (item.worse) {
        canvas.line({ at, box.top() + 90, 60, 110 }, QChar(0x25B2), 12, false, theme.caution);
        at += 54;
    }
    canvas.line({ at, box.top() + 78, 700, 116 }, qtText(item.after), 26, true,
        item.worse ? theme.caution : theme.accent);
    canvas.line({ x, box.top() + 204, box.width() - 60, 46 }, qtText(item.under), 9, false, theme.text2);
}

} // namespace

QString inParts(QString text, double points, bool bold, double room)
{
    if (QFontMetricsF(pageFont(points, bold)).horizontalAdvance(text) > room)
        text.replace("・", QString("・") + QChar(QChar::LineSeparator));
    return text;
}

QColor toneColour(const Theme& theme, Tone tone)
{
    return tone == Tone::accent ? theme.accent
        : tone == Tone::caution ? theme.caution
        : tone == Tone::muted   ? theme.text2
                                : theme.text;
}

void addSlices(Slices& to, const TitleBlock& block, const SliceContext&)
{
    const double room = page::room - 138.0 * double(block.boxes.size()) - 60;
    double height = 64;
    std::vector<double> tops;
    for (const auto& line : block.lines) {
        tops.push_back(height);
        height += PageCanvas::paragraphHeight(room, { { qtText(line), true, {} } }, 18, 1.35);
    }
    to.push_back(
        { 0, height + 66, [&block, room, tops, height](PageCanvas& canvas, QPointF at) {
             const auto& theme = canvas.theme();
             paintMark(canvas, at + QPointF(0, 2));
             canvas.line({ at.x() + 62, at.y(), room, 50 }, qtText(block.kind), 10, false, theme.text2);
             for (std::size_t i = 0; i < tops.size(); ++i)
                 canvas.paragraph(at + QPointF(0, tops[i]), room,
                     { { qtText(block.lines[i]), true, theme.text } }, 18, 1.35);
             canvas.line({ at.x(), at.y() + height + 4, page::room, 50 }, qtText(block.under), 10, false,
                 theme.text2);
             paintBoxes(canvas, at, block.boxes);
         } });
}

void addSlices(Slices& to, const HeadingBlock& block, const SliceContext&)
{
    to.push_back({ 40, 68,
        [&block](PageCanvas& canvas, QPointF at) {
            canvas.painter().fillRect(QRectF(at.x(), at.y(), 8, 56), canvas.theme().accent);
            canvas.line({ at.x() + 32, at.y(), page::room - 32, 56 }, qtText(block.text), 12, true,
                canvas.theme().text);
        },
        true, block.newPage });
}

void addSlices(Slices& to, const TextBlock& block, const SliceContext&)
{
    const bool small = block.tone == Tone::muted;
    const double points = small ? 9 : 10, leading = small ? 1.5 : 1.6;
    const double height = PageCanvas::paragraphHeight(page::room, runsOf(block.text, {}), points, leading);
    const bool introduces = !to.empty() && to.back().keepWithNext; // right below a heading
    to.push_back({ 8, height,
        [&block, points, leading](PageCanvas& canvas, QPointF at) {
            const auto runs = runsOf(block.text, toneColour(canvas.theme(), block.tone));
            canvas.paragraph(at, page::room, runs, points, leading);
        },
        introduces });
}

void addSlices(Slices& to, const CalloutBlock& block, const SliceContext&)
{
    const bool large = block.tone == Tone::accent;
    const double points = large ? 11 : 9, leading = large ? 1.65 : 1.5, room = page::room - 88;
    const auto runs = [&block](const Theme& theme) {
        auto all = runsOf(block.text, block.tone == Tone::muted ? theme.text2 : theme.text);
        all.push_front({ qtText(block.label) + QChar(0x3000), block.tone != Tone::muted,
            toneColour(theme, block.tone) });
        return all;
    };
    const double height
        = PageCanvas::paragraphHeight(room, runs(Theme::of(ThemeKind::light)), points, leading) + 60;
    to.push_back({ 26, height, [=, tone = block.tone](PageCanvas& canvas, QPointF at) {
                      const auto& theme = canvas.theme();
                      canvas.frame({ at.x(), at.y(), page::room, height },
                          tone == Tone::muted ? theme.line : toneColour(theme, tone),
                          tone == Tone::caution ? 4 : 3, tone == Tone::caution);
                      canvas.paragraph(at + QPointF(44, 30), room, runs(theme), points, leading);
                  } });
}

void addSlices(Slices& to, const KeyFigureBlock& block, const SliceContext&)
{
    constexpr double height = 268;
    to.push_back({ 30, height, [&block](PageCanvas& canvas, QPointF at) {
                      const double width = page::room / double(std::max<std::size_t>(1, block.items.size()));
                      canvas.frame({ at.x(), at.y(), page::room, height }, canvas.theme().line);
                      for (std::size_t i = 0; i < block.items.size(); ++i) {
                          const QRectF box(at.x() + double(i) * width, at.y(), width, height);
                          if (i > 0)
                              canvas.painter().fillRect(
                                  QRectF(box.left(), box.top(), 2.5, height), canvas.theme().line);
                          paintFigure(canvas, box, block.items[i]);
                      }
                  } });
}

void addSlices(Slices& to, const PhotoBlock& block, const SliceContext& context)
{
    for (std::size_t from = 0; from < block.groups.size(); from += std::size_t(block.perRow)) {
        const auto layout = layoutOf(block, from);
        to.push_back({ from == 0 ? 4.0 : 30.0, layout.height,
            [&block, &photos = context.photos, from, layout](PageCanvas& canvas, QPointF at) {
                for (int i = 0; i < block.perRow && from + std::size_t(i) < block.groups.size(); ++i)
                    paintGroup(canvas, at + QPointF(i * (layout.cell + 40), 0),
                        block.groups[from + std::size_t(i)], layout, photos);
            } });
    }
}

void addSlices(Slices& to, const ListBlock& block, const SliceContext&)
{
    constexpr double indent = 52;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        const auto& item = block.items[i];
        const double height = PageCanvas::paragraphHeight(page::room - indent, runsOf(item, {}), 10, 1.5);
        to.push_back({ i == 0 ? 2.0 : 6.0, height,
            [&item, number = block.numbered ? int(i) + 1 : 0](PageCanvas& canvas, QPointF at) {
                const auto& theme = canvas.theme();
                const double line = lineHeight(10, 1.5);
                if (number > 0)
                    canvas.line({ at.x(), at.y(), indent - 10, line }, QString::number(number) + ".", 10,
                        false, theme.text, Qt::AlignRight | Qt::AlignVCenter);
                else
                    canvas.painter().fillPath(
                        shapePath(Shape::circle, at + QPointF(28, line / 2), 10), theme.text2);
                canvas.paragraph(
                    at + QPointF(indent, 0), page::room - indent, runsOf(item, theme.text), 10, 1.5);
            } });
    }
}

void addSlices(Slices& to, const TermBlock& block, const SliceContext&)
{
    constexpr double column = (page::room - 60) / 2;
    const auto runs = [](const auto& term, const Theme& theme) {
        return TextRuns { { qtText(term.first) + QChar(0x3000), true, theme.text },
            { qtText(term.second), false, theme.text2 } };
    };
    for (std::size_t i = 0; i < block.terms.size(); i += 2) {
        double height = 0;
        for (auto k = i; k < std::min(i + 2, block.terms.size()); ++k)
            height = std::max(height,
                PageCanvas::paragraphHeight(
                    column, runs(block.terms[k], Theme::of(ThemeKind::light)), 9, 1.5));
        to.push_back({ 6, height, [&block, i, runs](PageCanvas& canvas, QPointF at) {
                          for (auto k = i; k < std::min(i + 2, block.terms.size()); ++k)
                              canvas.paragraph(at + QPointF(double(k - i) * (column + 60), 0), column,
                                  runs(block.terms[k], canvas.theme()), 9, 1.5);
                      } });
    }
}

} // namespace minamo
