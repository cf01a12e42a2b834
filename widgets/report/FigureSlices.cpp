// Large figures and photos.
#include "PageSlices.h"

#include <algorithm>

namespace minamo {
namespace {

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
    if (!item.mark.empty()) {
        canvas.line({ at, box.top() + 90, 60, 110 }, qtText(item.mark), 12, false,
            item.worse ? theme.caution : theme.text2);
        at += 54;
    }
    canvas.line({ at, box.top() + 78, 700, 116 }, qtText(item.after), 26, true,
        item.worse ? theme.caution : theme.accent);
    canvas.line({ x, box.top() + 204, box.width() - 60, 46 }, qtText(item.under), 9, false, theme.text2);
}

} // namespace

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

} // namespace minamo
