#pragma once
#include "report/ReportData.h"

namespace minamo {

// Pieces of the HTML report (HtmlReport.cpp puts them together).

/// The style sheet. `footer` and `note` stand below every printed page.
std::string htmlStyle(const std::string& footer, const std::string& note);
/// <b> for bold pieces.
std::string htmlRich(const RichText& text);
/// A mark of a style: shape and colour of its slot, `size` px.
std::string svgGlyph(int slot, double size);
/// One cell of the dot-and-whisker chart, with the axis lines of its column.
std::string svgRate(const RateBlock::Cell& cell, const RateBlock::Column& column);
/// The axis above it.
std::string svgRateAxis(const RateBlock::Column& column);
/// Sample of a mark for the legend.
std::string svgRateKey(bool after);
std::string svgBar(double value, Tone tone);
std::string svgScatter(const ScatterBlock& block);
/// "background: ...; color: ..." of a shaded cell.
std::string cssShade(double shade);
std::string base64(const std::string& bytes);

} // namespace minamo
