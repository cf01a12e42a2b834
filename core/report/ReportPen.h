#pragma once
#include "report/Figures.h"
#include "report/ReportSource.h"

namespace minamo {

/// What the sections of a report write with: sentences "report.<key>" and numbers of one language.
struct ReportPen {
    ReportPen(const ReportSource& from, ReportData& to);

    std::string say(const std::string& key, const Json& values = Json::object()) const;
    RichText rich(const std::string& key, const Json& values = Json::object()) const;
    void add(ReportBlock block) { report.blocks.push_back(std::move(block)); }
    /// The phrase `key` of another area; numbers among its values are noted as figures.
    RichText notice(const std::string& key, const Json& values);
    void heading(const std::string& key, bool newPage = false);
    void text(const std::string& key, const Json& values = Json::object(), Tone tone = Tone::plain);
    /// a、b、c / a, b and c
    std::string listed(const std::vector<std::string>& words) const;
    /// "S1（暗い）" / "S1 (dark)", by index into Styles::styles.
    std::string styleLabel(int style) const;
    std::string styleCode(int style) const;
    /// Name of a row: the style's or environment's.
    std::string rowName(const EvaluationRow& row) const;
    /// What people read for a class.
    std::string className(const std::string& name) const;
    /// The same; the OK class is marked as such.
    std::string classLabel(int label) const;
    /// The word of a column: 撮影環境 / Environment; a user's column stays as it is.
    std::string columnWord(const std::string& column) const;
    /// 強い, 中くらい ... of Cramer's V.
    std::string strengthWord(double cramersV) const;
    /// "style.2.miss" ...: where a figure of a row is noted; `what`: accuracy, overReject, miss.
    static std::string rowFigure(const EvaluationRow& row, const std::string& what);
    /// Index into ReportData::photos of the thumbnail of a row of the data set, -1 if there is none.
    int photo(std::int64_t row);
    /// The same of the mean of a style's photos.
    int meanPhoto(int style);

    const ReportSource& source;
    ReportData& report;
    Phrases phrases;
    Figures figures;

private:
    std::vector<std::pair<std::int64_t, int>> m_photos;
};

/// Rate of one side of a row; `what`: accuracy, overReject, miss.
const Rate& rateIn(const EvaluationRow& row, const std::string& what, int side);
const PairedTest& testIn(const EvaluationRow& row, const std::string& what);
/// The kinds of figures that can be shown: overReject and miss, or accuracy without an OK class.
std::vector<std::string> shownRates(const Evaluation& evaluation);

/// What was measured of a style, in words, most telling first; at least one line.
std::vector<std::string> factLines(ReportPen& pen, const Style& style, std::size_t most);
/// Dots and whiskers of these rows of the evaluation.
RateBlock rateBlock(ReportPen& pen, const std::vector<EvaluationRow>& rows);

// Sections, in the order of the report. Each writes what its source has.
void writeTitle(ReportPen& pen);
void writeConclusion(ReportPen& pen);
void writeKeyFigures(ReportPen& pen);
void writeDifferences(ReportPen& pen);
void writeWorstFirst(ReportPen& pen);
void writeLinks(ReportPen& pen);
void writeDoubts(ReportPen& pen);
void writeShootingList(ReportPen& pen, std::size_t most);
void writeCosts(ReportPen& pen);
void writeMeeting(ReportPen& pen);
void writeChecklist(ReportPen& pen);
void writeRecord(ReportPen& pen);
void writeEvidence(ReportPen& pen); ///< annex: heat map, map, cards
void writeTables(ReportPen& pen); ///< annex: environments, styles, confusion
void writeSettings(ReportPen& pen); ///< annex: settings, fingerprint, licences, caveats, words

} // namespace minamo
