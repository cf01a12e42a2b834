// Shaded grids and the map.
#include "PageSlices.h"

#include <algorithm>

namespace minamo {
namespace {

constexpr double rowHeight = 54, headHeight = 104, leastForText = 78;

struct GridLayout {
    double label = 0, cell = 0;
};

GridLayout layoutOf(const GridBlock& block)
{
    GridLayout layout;
    const QFontMetricsF metrics(pageFont(9));
    for (const auto& row : block.rows)
        layout.label = std::max(layout.label, metrics.horizontalAdvance(qtText(row)) + 30);
    layout.label = std::min(layout.label, 520.0);
    layout.cell = std::min(
        150.0, (page::room - layout.label) / double(std::max<std::size_t>(1, block.columns.size())));
    return layout;
}

void hatch(QPainter& painter, const QRectF& box, const Theme& theme)
{
    painter.save();
    painter.setClipRect(box);
    painter.setPen(QPen(theme.line, 2));
    for (double x = box.left() - box.height(); x < box.right(); x += 14)
        painter.drawLine(QPointF(x, box.bottom()), QPointF(x + box.height(), box.top()));
    painter.restore();
}

void paintCell(PageCanvas& canvas, const QRectF& box, const GridBlock::Cell& cell)
{
    const auto& theme = canvas.theme();
    if (!cell.shade)
        return hatch(canvas.painter(), box, theme);
    const QColor back = sequentialColor(theme, *cell.shade);
    canvas.painter().fillRect(box, back);
    if (box.width() >= leastForText)
        canvas.line(box, qtText(cell.text), 8.5, cell.marked, readableOn(back), Qt::AlignCenter);
    if (cell.marked) {
        canvas.painter().setPen(QPen(theme.text, 5));
        canvas.painter().setBrush(Qt::NoBrush);
        canvas.painter().drawRect(box.adjusted(2, 2, -2, -2));
    }
}

void paintGridHead(PageCanvas& canvas, QPointF at, const GridBlock& block)
{
    const auto& theme = canvas.theme();
    const auto layout = layoutOf(block);
    canvas.line({ at.x(), at.y() + 52, layout.label, 46 }, qtText(block.rowTitle), 9, false, theme.text2);
    canvas.line({ at.x() + layout.label, at.y(), page::room - layout.label, 46 }, qtText(block.columnTitle),
        9, false, theme.text2);
    for (std::size_t c = 0; c < block.columns.size(); ++c)
        canvas.line({ at.x() + layout.label + double(c) * layout.cell, at.y() + 52, layout.cell - 4, 46 },
            qtText(block.columns[c]), 8.5, false, theme.text2, Qt::AlignCenter);
}

void paintGridRow(PageCanvas& canvas, QPointF at, const GridBlock& block, std::size_t row)
{
    const auto layout = layoutOf(block);
    canvas.line({ at.x(), at.y(), layout.label - 12, rowHeight - 3 }, qtText(block.rows[row]), 9, false,
        canvas.theme().text2);
    for (std::size_t c = 0; c < block.cells[row].size(); ++c)
        paintCell(canvas,
            { at.x() + layout.label + double(c) * layout.cell, at.y(), layout.cell - 3, rowHeight - 3 },
            block.cells[row][c]);
}

} // namespace

void addSlices(Slices& to, const GridBlock& block, const SliceContext&)
{
    const Slice head { 8, headHeight,
        [&block](PageCanvas& canvas, QPointF at) { paintGridHead(canvas, at, block); }, true };
    to.push_back(head);
    const auto again = std::make_shared<Slice>(head);
    for (std::size_t row = 0; row < block.rows.size(); ++row)
        to.push_back({ 0, rowHeight,
            [&block, row](PageCanvas& canvas, QPointF at) { paintGridRow(canvas, at, block, row); },
            row + 1 < block.rows.size() && block.rows.size() < 24, false, again });
}

void addSlices(Slices& to, const ScatterBlock& block, const SliceContext&)
{
    constexpr double side = 900, step = 56;
    const double height = std::max(side, double(block.legend.size()) * step);
    to.push_back({ 8, height, [&block](PageCanvas& canvas, QPointF at) {
                      const auto& theme = canvas.theme();
                      for (const auto& point : block.points)
                          paintGlyph(canvas.painter(),
                              at + QPointF(20 + point.x * (side - 40), 20 + point.y * (side - 40)), 14,
                              point.slot, theme);
                      canvas.frame({ at.x(), at.y(), side, side }, theme.line);
                      for (std::size_t i = 0; i < block.legend.size(); ++i) {
                          const double y = at.y() + double(i) * step;
                          paintGlyph(canvas.painter(), { at.x() + side + 50, y + step / 2 }, 22,
                              block.legend[i].first, theme);
                          canvas.line({ at.x() + side + 80, y, page::room - side - 80, step },
                              qtText(block.legend[i].second), 9, false, theme.text);
                      }
                  } });
}

} // namespace minamo
