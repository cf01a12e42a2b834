// Annex: figures per environment and per style, confusion, the whole shooting list.
#include "report/ReportPen.h"

#include <algorithm>
#include <numeric>

namespace minamo {
namespace {

std::string rateWithInterval(ReportPen& pen, const std::string& name, const Rate& rate)
{
    auto text = pen.figures.rate(name, rate);
    if (missingForRate(rate) > 0)
        return text;
    const auto range = pen.figures.interval(name, rate.low, rate.high);
    return pen.report.language == Language::ja ? text + "（" + range + "）" : text + " " + range;
}

/// Below a head "p": without the letter.
std::string chance(ReportPen& pen, const std::string& name, double value)
{
    const auto text = pen.figures.pValue(name, value);
    const std::string letter = "p\u00a0", equals = letter + "=\u00a0";
    return text.substr(text.starts_with(equals) ? equals.size() : letter.size());
}

TableBlock ratesTable(ReportPen& pen, const std::vector<EvaluationRow>& rows, const std::string& what)
{
    const auto& evaluation = *pen.source.evaluation;
    const bool styles = rows.front().kind == "style";
    TableBlock table { { { pen.say(styles ? "style" : "column.environment"), 2.7 },
                           { pen.say("table.of." + what), 1, true } },
        {} };
    if (evaluation.compared)
        table.columns.push_back({ pen.say("table.before"), 2.6, true });
    table.columns.push_back({ pen.say(evaluation.compared ? "table.after" : "table.only"), 2.6, true });
    if (evaluation.compared)
        table.columns.push_back({ "p", 1, true });
    std::vector<EvaluationRow> all = rows;
    all.push_back(evaluation.all);
    for (const auto& row : all) {
        const auto name = pen.rowFigure(row, what);
        const auto& after = rateIn(row, what, 1);
        const bool bold = row.kind == "all";
        std::vector<RichText> line;
        line.push_back({ { bold ? pen.say("table.all")
                : styles        ? pen.say("style-title",
                             { { "code", "S" + std::to_string(row.number) }, { "name", pen.rowName(row) } })
                                : row.name,
            bold } });
        line.push_back({ { pen.figures.count(name + ".of", double(after.of)), bold } });
        if (evaluation.compared)
            line.push_back({ { rateWithInterval(pen, name + ".before", rateIn(row, what, 0)), bold } });
        line.push_back({ { rateWithInterval(pen, name + ".after", after), bold } });
        if (evaluation.compared)
            line.push_back({ { missingForRate(after) > 0 ? pen.say("too-few")
                                                         : chance(pen, name + ".p", testIn(row, what).pValue),
                bold } });
        table.rows.push_back(std::move(line));
    }
    return table;
}

void writeRates(ReportPen& pen, const std::vector<EvaluationRow>& rows, const std::string& key)
{
    if (rows.empty())
        return;
    auto kinds = shownRates(*pen.source.evaluation);
    if (kinds.front() != "accuracy")
        kinds.emplace_back("accuracy");
    for (const auto& what : kinds) {
        pen.add(HeadingBlock { pen.say(key, { { "rate", pen.say("rate." + what) } }) });
        pen.add(ratesTable(pen, rows, what));
    }
}

void writeConfusion(ReportPen& pen, int side)
{
    const auto& evaluation = *pen.source.evaluation;
    const auto& counts = evaluation.confusion[std::size_t(side)];
    if (counts.empty())
        return;
    GridBlock grid { pen.say("confusion.truth"), pen.say("confusion.said"), {}, {}, {} };
    for (const auto& name : evaluation.classes) {
        grid.rows.push_back(pen.className(name));
        grid.columns.push_back(grid.rows.back());
    }
    for (std::size_t truth = 0; truth < counts.size(); ++truth) {
        const double total = std::accumulate(counts[truth].begin(), counts[truth].end(), 0.0);
        std::vector<GridBlock::Cell> row;
        for (std::size_t said = 0; said < counts[truth].size(); ++said)
            row.push_back({ total > 0 ? counts[truth][said] / total : 0,
                pen.figures.count("confusion." + std::to_string(side) + "." + std::to_string(truth) + "."
                        + std::to_string(said),
                    counts[truth][said]),
                truth == said });
        grid.cells.push_back(std::move(row));
    }
    pen.heading(!evaluation.compared ? "confusion" : side ? "confusion.after" : "confusion.before");
    pen.add(std::move(grid));
}

} // namespace

void writeTables(ReportPen& pen)
{
    if (pen.source.evaluation) {
        const auto& evaluation = *pen.source.evaluation;
        ListBlock said;
        for (const auto& sentence : evaluation.sentences)
            said.items.push_back(pen.notice("evaluate.say." + sentence.code, sentence.values));
        if (!said.items.empty()) {
            pen.heading("said");
            pen.add(std::move(said));
        }
        writeRates(pen, evaluation.byEnvironment, "table.by-environment");
        writeRates(pen, evaluation.byStyle, "table.by-style");
        pen.text("table.note", Json::object(), Tone::muted);
        if (evaluation.compared)
            writeConfusion(pen, 0);
        writeConfusion(pen, 1);
        pen.text("confusion.note", Json::object(), Tone::muted);
    }
    writeShootingList(pen, 1000);
}

} // namespace minamo
