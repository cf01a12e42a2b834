#pragma once
#include "PageCanvas.h"

#include <QImage>
#include <functional>
#include <memory>
#include <vector>

namespace minamo {

/// A piece of a page that is never split: a line of a table, a paragraph, a chart.
struct Slice {
    double before = 0; ///< space above, dropped at the top of a page
    double height = 0;
    std::function<void(PageCanvas&, QPointF)> paint; ///< at its upper left corner; page::room wide
    bool keepWithNext = false; ///< headings and heads of tables
    bool newPage = false;
    std::shared_ptr<Slice> head {}; ///< painted again above it if it opens a page
};
using Slices = std::vector<Slice>;
/// A table of this many rows is not split.
constexpr std::size_t rowsTogether = 8;

/// What blocks are made of besides their own data.
struct SliceContext {
    const ReportData& report;
    const std::vector<QImage>& photos; ///< decoded ReportData::photos
};

// One function per kind of block. The block must live as long as the slices.
void addSlices(Slices& to, const TitleBlock& block, const SliceContext& context);
void addSlices(Slices& to, const HeadingBlock& block, const SliceContext& context);
void addSlices(Slices& to, const TextBlock& block, const SliceContext& context);
void addSlices(Slices& to, const CalloutBlock& block, const SliceContext& context);
void addSlices(Slices& to, const KeyFigureBlock& block, const SliceContext& context);
void addSlices(Slices& to, const PhotoBlock& block, const SliceContext& context);
void addSlices(Slices& to, const RateBlock& block, const SliceContext& context);
void addSlices(Slices& to, const SealBlock& block, const SliceContext& context);
void addSlices(Slices& to, const BarBlock& block, const SliceContext& context);
void addSlices(Slices& to, const TableBlock& block, const SliceContext& context);
void addSlices(Slices& to, const ListBlock& block, const SliceContext& context);
void addSlices(Slices& to, const CheckBlock& block, const SliceContext& context);
void addSlices(Slices& to, const TermBlock& block, const SliceContext& context);
void addSlices(Slices& to, const GridBlock& block, const SliceContext& context);
void addSlices(Slices& to, const ScatterBlock& block, const SliceContext& context);

inline QString qtText(const std::string& text)
{
    return QString::fromStdString(text);
}
/// A name of several parts (暗い・左から光) that needs more than one line breaks between them, not inside a
/// word.
QString inParts(QString text, double points, bool bold, double room);
QColor toneColour(const Theme& theme, Tone tone);

} // namespace minamo
