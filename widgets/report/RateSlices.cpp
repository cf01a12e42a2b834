// Dots and whiskers before and after, worst first.
#include "PageSlices.h"

#include <algorithm>

namespace minamo {
namespace {

constexpr double nameWidth = 470, countWidth = 90, pairWidth = 292, gap = 34, between = 28;

struct RateLayout {
    double chart = 0, row = 0;
    double chartAt(std::size_t column) const
    {
        return nameWidth + countWidth + 30 + double(column) * (chart + gap + pairWidth + between);
    }
};

RateLayout layoutOf(const RateBlock& block)
{
    RateLayout layout;
    const auto columns = double(std::max<std::size_t>(1, block.columns.size()));
    layout.chart
        = (page::room - nameWidth - countWidth - 30 - between * (columns - 1)) / columns - gap - pairWidth;
    layout.row = block.rows.size() > 9 ? 72 : 82;
    return layout;
}

void paintMarkLine(PageCanvas& canvas, double x0, double x1, double x, double y, bool after)
{
    auto& painter = canvas.painter();
    const auto colour = after ? canvas.theme().accent : canvas.theme().text2;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 4));
    painter.drawLine(QPointF(x0, y), QPointF(x1, y));
    painter.setBrush(after ? colour : QColor(Qt::white));
    painter.drawEllipse(QPointF(x, y), 10, 10);
}

void paintLegend(PageCanvas& canvas, QPointF at, const RateBlock& block)
{
    const auto& theme = canvas.theme();
    double x = at.x();
    const auto write = [&](const std::string& text) {
        const double width = QFontMetricsF(pageFont(9)).horizontalAdvance(qtText(text));
        canvas.line({ x, at.y(), width + 4, 50 }, qtText(text), 9, false, theme.text2);
        x += width + 44;
    };
    const auto key = [&](bool after) {
        paintMarkLine(canvas, x, x + 76, x + 38, at.y() + 25, after);
        x += 92;
    };
    if (!block.before.empty()) {
        key(false);
        write(block.before);
    }
    key(true);
    write(block.after);
    write(block.bars);
    if (!block.worse.empty())
        write(block.worse);
}

void paintHead(PageCanvas& canvas, QPointF at, const RateBlock& block)
{
    const auto& theme = canvas.theme();
    const auto layout = layoutOf(block);
    canvas.line({ at.x() + 10, at.y() + 40, nameWidth, 44 }, qtText(block.nameTitle), 9, false, theme.text2);
    canvas.line({ at.x() + nameWidth, at.y() + 40, countWidth, 44 }, qtText(block.countTitle), 9, false,
        theme.text2, Qt::AlignRight | Qt::AlignVCenter);
    for (std::size_t c = 0; c < block.columns.size(); ++c) {
        const auto& column = block.columns[c];
        const double left = at.x() + layout.chartAt(c);
        canvas.line(
            { left, at.y(), layout.chart + pairWidth, 44 }, qtText(column.title), 9, true, theme.text2);
        for (const auto& [value, text] : column.ticks) {
            const double x = left + layout.chart * value / column.most;
            const auto alignment = value <= 0 ? Qt::AlignLeft
                : value > column.most - 1e-9  ? Qt::AlignRight
                                              : Qt::AlignHCenter;
            const QRectF box(alignment == Qt::AlignLeft ? x
                    : alignment == Qt::AlignRight       ? x - 100
                                                        : x - 50,
                at.y() + 42, 100, 40);
            canvas.line(box, qtText(text), 8.5, false, theme.text2, alignment | Qt::AlignVCenter);
        }
    }
    canvas.rule(at.x(), at.y() + 88, page::room, theme.border, 3.5);
}

void paintCell(PageCanvas& canvas, QPointF at, const RateBlock::Cell& cell, const RateBlock::Column& column,
    const RateLayout& layout)
{
    const auto& theme = canvas.theme();
    for (const auto& [value, text] : column.ticks)
        canvas.painter().fillRect(
            QRectF(at.x() + layout.chart * value / column.most - 1, at.y(), 2.5, layout.row), theme.line);
    const auto mark = [&](const std::optional<RateBlock::Mark>& rate, double share, bool after) {
        const auto x
            = [&](double value) { return at.x() + layout.chart * std::clamp(value / column.most, 0.0, 1.0); };
        if (rate)
            paintMarkLine(
                canvas, x(rate->low), x(rate->high), x(rate->value), at.y() + share * layout.row, after);
    };
    mark(cell.before, 0.31, false);
    mark(cell.after, cell.before ? 0.69 : 0.5, true);
    if (!cell.instead.empty()) {
        const QString words = qtText(cell.instead);
        const double width = QFontMetricsF(pageFont(9)).horizontalAdvance(words) + 20;
        const QRectF box(at.x() + (layout.chart - width) / 2, at.y() + 12, width, layout.row - 24);
        canvas.painter().fillRect(box, Qt::white);
        canvas.line(box, words, 9, false, theme.text2, Qt::AlignCenter);
    }
    const double right = at.x() + layout.chart + gap + pairWidth;
    const QString after = qtText(cell.mark) + qtText(cell.afterText);
    const double width = QFontMetricsF(pageFont(9.5, true)).horizontalAdvance(after);
    canvas.line({ right - width - 6, at.y(), width + 4, layout.row }, after, 9.5, true,
        cell.worse ? theme.caution : theme.text, Qt::AlignRight | Qt::AlignVCenter);
    if (!cell.beforeText.empty())
        canvas.line({ right - pairWidth, at.y(), pairWidth - width - 12, layout.row },
            qtText(cell.beforeText) + " →", 9.5, false, theme.text2, Qt::AlignRight | Qt::AlignVCenter);
}

void paintRow(PageCanvas& canvas, QPointF at, const RateBlock& block, const RateBlock::Row& row)
{
    const auto& theme = canvas.theme();
    const auto layout = layoutOf(block);
    const double indent = row.code.empty() ? 10 : 92;
    canvas.line({ at.x() + 10, at.y(), 80, layout.row }, qtText(row.code), 9.5, true, theme.text);
    const double room = nameWidth - indent - 20;
    const TextRuns name { { inParts(qtText(row.name), 9.5, false, room), false, theme.text } };
    const bool oneLine = PageCanvas::paragraphHeight(room, name, 9.5, 1.3) < lineHeight(9.5, 1.4);
    const double points = oneLine ? 9.5 : 8.5, height = PageCanvas::paragraphHeight(room, name, points, 1.15);
    canvas.paragraph({ at.x() + indent, at.y() + (layout.row - height) / 2 }, room, name, points, 1.15);
    canvas.line({ at.x() + nameWidth, at.y(), countWidth, layout.row }, qtText(row.count), 9.5, false,
        theme.text, Qt::AlignRight | Qt::AlignVCenter);
    for (std::size_t c = 0; c < row.cells.size(); ++c)
        paintCell(canvas, at + QPointF(layout.chartAt(c), 0), row.cells[c], block.columns[c], layout);
    canvas.rule(at.x(), at.y() + layout.row, page::room, theme.line);
}

} // namespace

void addSlices(Slices& to, const RateBlock& block, const SliceContext&)
{
    to.push_back(
        { 2, 52, [&block](PageCanvas& canvas, QPointF at) { paintLegend(canvas, at, block); }, true });
    const Slice head { 4, 90, [&block](PageCanvas& canvas, QPointF at) { paintHead(canvas, at, block); },
        true };
    to.push_back(head);
    const auto again = std::make_shared<Slice>(head);
    for (const auto& row : block.rows)
        to.push_back({ 0, layoutOf(block).row,
            [&block, &row](PageCanvas& canvas, QPointF at) { paintRow(canvas, at, block, row); }, false,
            false, again });
}

} // namespace minamo
