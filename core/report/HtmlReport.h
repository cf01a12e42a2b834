#pragma once
#include "report/ReportData.h"

namespace minamo {

/// The report as one HTML file: drawings are inline SVG, photos are data URLs, nothing is fetched. Prints on
/// A4 with the margins of the design; text can be selected and searched.
std::string htmlReport(const ReportData& report);

/// Text for HTML: & < > " escaped.
std::string htmlText(const std::string& text);

} // namespace minamo
