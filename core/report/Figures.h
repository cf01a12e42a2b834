#pragma once
#include "data/TrainReport.h"
#include "report/ReportData.h"

namespace minamo {

/// The one formatter of the report: writes a number in the report's language and notes it in
/// ReportData::figures under its name. Japanese: 12.4%, 9.8～15.6%, 833 枚; English: 12.4%, [9.8–15.6],
/// 833 photos. Rates come from 20 photos on; below that only counts are written.
class Figures {
public:
    explicit Figures(ReportData& report) : m_report(report) { }

    std::string count(const std::string& name, double value); ///< 1,206; a mean over seeds: 12.5
    std::string photos(const std::string& name, double value); ///< 1,206 枚 / 1,206 photos
    std::string number(const std::string& name, double value, int decimals);
    std::string signedNumber(const std::string& name, double value, int decimals);
    std::string percent(const std::string& name, double share, int decimals = 1);
    std::string signedPercent(const std::string& name, double share); ///< −30%
    /// 9.8～15.6% / [9.8–15.6]; notes name.low and name.high.
    std::string interval(const std::string& name, double low, double high);
    std::string pValue(const std::string& name, double value); ///< p < 0.001, p = 0.031
    /// Rate without interval, or counts "3 / 7" below 20 photos, "–" of none.
    std::string rate(const std::string& name, const Rate& rate);
    /// Rate with interval and n; counts and "too few" below 20 photos.
    std::string wholeRate(const std::string& name, const Rate& rate);

private:
    bool japanese() const { return m_report.language == Language::ja; }
    std::string note(const std::string& name, double value, std::string text);
    ReportData& m_report;
};

/// "2026-11-25T08:33:36Z" -> 2026年11月25日 / 25 Nov 2026; other texts stay as they are.
std::string dateText(const std::string& utc, Language language);
/// Text whose **bold** parts are bold.
RichText richText(const std::string& text);
/// Without marks of bold.
std::string plainText(const RichText& text);

} // namespace minamo
