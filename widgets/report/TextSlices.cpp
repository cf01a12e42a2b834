// Title, headings, text, callouts, lists, words.
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
