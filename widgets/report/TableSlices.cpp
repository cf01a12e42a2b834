// Tables, bars, the seal, the checklist.
#include "PageSlices.h"

#include <QPainterPath>
#include <algorithm>
#include <numeric>

namespace minamo {
namespace {

constexpr double pad = 16, tablePoints = 9.5, tableLeading = 1.4;

/// Left edge and width of every column.
std::vector<std::pair<double, double>> columnsOf(const std::vector<double>& shares)
{
    const double total = std::accumulate(shares.begin(), shares.end(), 0.0);
    std::vector<std::pair<double, double>> columns;
    double x = 0;
    for (const double share : shares) {
        columns.emplace_back(x + pad, page::room * share / total - 2 * pad);
        x += page::room * share / total;
    }
    return columns;
}

/// A head of table columns with a line below; also the one that opens a page.
Slice headSlice(
    std::vector<std::pair<std::string, bool>> titles, std::vector<std::pair<double, double>> columns)
{
    return { 4, 56,
        [titles = std::move(titles), columns = std::move(columns)](PageCanvas& canvas, QPointF at) {
            for (std::size_t i = 0; i < columns.size(); ++i)
                canvas.line({ at.x() + columns[i].first, at.y(), columns[i].second, 52 },
                    qtText(titles[i].first), 9, false, canvas.theme().text2,
                    (titles[i].second ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
            canvas.rule(at.x(), at.y() + 54, page::room, canvas.theme().border, 3.5);
        },
        true };
}

void paintSign(PageCanvas& canvas, QPointF centre, CheckState state, const QColor& colour)
{
    auto& painter = canvas.painter();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    QPainterPath path;
    if (state == CheckState::yes) {
        path.moveTo(centre + QPointF(-14, 1));
        path.lineTo(centre + QPointF(-4, 12));
        path.lineTo(centre + QPointF(15, -12));
    } else if (state == CheckState::no) {
        path.moveTo(centre + QPointF(-11, -11));
        path.lineTo(centre + QPointF(11, 11));
        path.moveTo(centre + QPointF(11, -11));
        path.lineTo(centre + QPointF(-11, 11));
    } else {
        path.moveTo(centre + QPointF(-12, 0));
        path.lineTo(centre + QPointF(12, 0));
    }
    painter.drawPath(path);
}

} // namespace

void addSlices(Slices& to, const SealBlock& block, const SliceContext&)
{
    const QString stamp = qtText(block.word) + " | " + qtText(block.number);
    const double width = QFontMetricsF(pageFont(10, true)).horizontalAdvance(stamp) + 56;
    const double room = page::room - width - 40;
    const double height = std::max(
        58.0, PageCanvas::paragraphHeight(room, { { qtText(block.sentence), false, {} } }, 9.5, 1.45));
    to.push_back({ 6, height + 8,
        [&block, stamp, width, room](PageCanvas& canvas, QPointF at) {
            const auto& theme = canvas.theme();
            const QRectF box(at.x() + 2, at.y() + 2, width, 54);
            canvas.frame(box, block.tone == Tone::muted ? theme.border : toneColour(theme, block.tone), 4,
                block.tone == Tone::caution);
            canvas.line(box, stamp, 10, true, toneColour(theme, block.tone), Qt::AlignCenter);
            const TextRuns runs { { qtText(block.sentence), false, theme.text2 } };
            const double used = PageCanvas::paragraphHeight(room, runs, 9.5, 1.45);
            canvas.paragraph(at + QPointF(width + 40, std::max(0.0, (58 - used) / 2)), room, runs, 9.5, 1.45);
        } });
}

void addSlices(Slices& to, const BarBlock& block, const SliceContext&)
{
    const auto columns = columnsOf({ 3, 4.6, 1.3, 8 });
    auto head = headSlice({ { block.nameTitle, false }, { block.valueTitle, false }, { "", true },
                              { block.readingTitle, false } },
        columns);
    to.push_back(head);
    const auto again = std::make_shared<Slice>(std::move(head));
    for (const auto& row : block.rows)
        to.push_back({ 0, 62,
            [&row, columns](PageCanvas& canvas, QPointF at) {
                const auto& theme = canvas.theme();
                const auto box = [&](std::size_t i) {
                    return QRectF(at.x() + columns[i].first, at.y(), columns[i].second, 60);
                };
                canvas.line(box(0), qtText(row.name), tablePoints, false, theme.text);
                canvas.rule(box(1).left(), at.y() + 30, box(1).width(), theme.line);
                canvas.painter().fillRect(
                    QRectF(box(1).left(), at.y() + 18, box(1).width() * std::clamp(row.value, 0.0, 1.0), 24),
                    toneColour(theme, row.tone));
                canvas.line(box(2), qtText(row.text), tablePoints, true, theme.text,
                    Qt::AlignRight | Qt::AlignVCenter);
                canvas.line(box(3), qtText(row.reading), tablePoints, false, theme.text);
                canvas.rule(at.x(), at.y() + 61, page::room, theme.line);
            },
            &row != &block.rows.back() && block.rows.size() <= rowsTogether, false, again });
}

void addSlices(Slices& to, const TableBlock& block, const SliceContext&)
{
    std::vector<double> shares;
    std::vector<std::pair<std::string, bool>> titles;
    for (const auto& column : block.columns) {
        shares.push_back(column.share);
        titles.emplace_back(column.title, column.right);
    }
    const auto columns = columnsOf(shares);
    auto head = headSlice(titles, columns);
    to.push_back(head);
    const auto again = std::make_shared<Slice>(std::move(head));
    for (const auto& row : block.rows) {
        double height = lineHeight(tablePoints, tableLeading);
        for (std::size_t i = 0; i < row.size(); ++i)
            height = std::max(height,
                PageCanvas::paragraphHeight(
                    columns[i].second, runsOf(row[i], {}), tablePoints, tableLeading));
        height += 14;
        to.push_back({ 0, height,
            [&block, &row, columns, height](PageCanvas& canvas, QPointF at) {
                for (std::size_t i = 0; i < row.size(); ++i)
                    canvas.paragraph(at + QPointF(columns[i].first, 6), columns[i].second,
                        runsOf(row[i], canvas.theme().text), tablePoints, tableLeading,
                        block.columns[i].right ? Qt::AlignRight : Qt::AlignLeft);
                canvas.rule(at.x(), at.y() + height - 1, page::room, canvas.theme().line);
            },
            &row != &block.rows.back() && block.rows.size() <= rowsTogether, false, again });
    }
}

void addSlices(Slices& to, const CheckBlock& block, const SliceContext&)
{
    constexpr double sign = 56, word = 210, figure = 330;
    constexpr double room = page::room - sign - word - figure - 20;
    for (const auto& row : block.rows) {
        const double height
            = PageCanvas::paragraphHeight(room, runsOf(row.what, {}), tablePoints, tableLeading) + 12;
        to.push_back({ 0, height, [&row, height](PageCanvas& canvas, QPointF at) {
                          const auto& theme = canvas.theme();
                          const QColor colour = row.state == CheckState::yes ? theme.ok
                              : row.state == CheckState::no                  ? theme.danger
                                                                             : theme.text2;
                          paintSign(canvas, at + QPointF(28, height / 2), row.state, colour);
                          canvas.line({ at.x() + sign, at.y(), word, height }, qtText(row.word), tablePoints,
                              true, colour);
                          canvas.paragraph(at + QPointF(sign + word, 5), room, runsOf(row.what, theme.text),
                              tablePoints, tableLeading);
                          canvas.line({ at.x() + page::room - figure, at.y(), figure - pad, height },
                              qtText(row.figure), tablePoints, false, theme.text2,
                              Qt::AlignRight | Qt::AlignVCenter);
                          canvas.rule(at.x(), at.y() + height - 1, page::room, theme.line);
                      } });
    }
}

} // namespace minamo
