// "Mistakes per style, worst first": dots, whiskers and figures.
#include "report/ReportPen.h"

#include <algorithm>
#include <cmath>

namespace minamo {
namespace {

/// A shared axis from 0 that ends at 20, 40, 60, 80 or 100 %.
RateBlock::Column columnOf(ReportPen& pen, const std::string& what, const std::vector<EvaluationRow>& rows)
{
    RateBlock::Column column { pen.say("rate." + what), 0.2, {} };
    if (what == "accuracy")
        column.most = 1;
    for (const auto& row : rows)
        for (const int side : { 0, 1 })
            if (const auto& rate = rateIn(row, what, side); missingForRate(rate) == 0)
                column.most = std::max(column.most, std::min(1.0, std::ceil(rate.high * 5 - 1e-9) / 5));
    const double step = column.most > 0.85 ? 0.5 : column.most > 0.65 ? 0.4 : column.most > 0.45 ? 0.3 : 0.2;
    for (double at = 0; at < column.most + 1e-9; at += column.most < 0.25 ? 0.1 : step) {
        const bool last = at > column.most - 1e-9;
        column.ticks.emplace_back(at, std::to_string(std::lround(100 * at)) + (last ? "%" : ""));
    }
    return column;
}

RateBlock::Cell cellOf(
    ReportPen& pen, const Evaluation& evaluation, const EvaluationRow& row, const std::string& what)
{
    RateBlock::Cell cell;
    const auto& after = rateIn(row, what, 1);
    const auto name = pen.rowFigure(row, what);
    if (after.of == 0) {
        cell.instead = pen.say("rate." + what + ".none");
        return cell;
    }
    if (missingForRate(after) > 0) {
        cell.instead
            = pen.say("rate.too-few", { { "photos", pen.figures.photos(name + ".of", double(after.of)) } });
        return cell;
    }
    const auto mark = [&](int side, const std::string& tail) {
        const auto& rate = rateIn(row, what, side);
        (side ? cell.afterText : cell.beforeText) = pen.figures.percent(name + tail, rate.value());
        return RateBlock::Mark { rate.value(), rate.low, rate.high };
    };
    if (evaluation.compared)
        cell.before = mark(0, ".before");
    cell.after = mark(1, ".after");
    if (evaluation.compared) {
        cell.mark = testIn(row, what).mark(what == "accuracy");
        cell.worse = testIn(row, what).worse();
    }
    return cell;
}

std::string howJudged(ReportPen& pen)
{
    const auto& training = pen.source.training;
    if (!training || training->mode != "leave-one-environment-out")
        return pen.say("rates.note.split");
    std::vector<int> folds;
    for (const auto& run : training->runs)
        if (std::ranges::find(folds, run.fold) == folds.end())
            folds.push_back(run.fold);
    return pen.say("rates.note.folds", { { "folds", pen.figures.count("folds", double(folds.size())) } });
}

} // namespace

RateBlock rateBlock(ReportPen& pen, const std::vector<EvaluationRow>& rows)
{
    const auto& evaluation = *pen.source.evaluation;
    RateBlock block;
    const bool styles = !rows.empty() && rows.front().kind == "style";
    block.nameTitle = pen.say(styles ? "style" : "column.environment");
    block.countTitle = pen.say("rates.count");
    block.after = pen.say(evaluation.compared ? "legend.after" : "legend.only");
    block.bars = pen.say("legend.bars");
    if (evaluation.compared) {
        block.before = pen.say("legend.before");
        block.worse = pen.say(evaluation.okKnown() ? "legend.worse" : "legend.worse-accuracy");
    }
    const auto kinds = shownRates(evaluation);
    for (const auto& what : kinds)
        block.columns.push_back(columnOf(pen, what, rows));
    for (const auto& row : rows) {
        RateBlock::Row line;
        line.slot = styles ? row.index : -1;
        line.code = styles ? "S" + std::to_string(row.number) : "";
        line.name = pen.rowName(row);
        line.count = pen.figures.count(pen.rowFigure(row, "photos"), double(row.photos));
        for (const auto& what : kinds)
            line.cells.push_back(cellOf(pen, evaluation, row, what));
        block.rows.push_back(std::move(line));
    }
    return block;
}

void writeWorstFirst(ReportPen& pen)
{
    if (!pen.source.evaluation)
        return;
    const auto& evaluation = *pen.source.evaluation;
    const bool styles = !evaluation.byStyle.empty();
    const auto& rows = styles ? evaluation.byStyle : evaluation.byEnvironment;
    if (rows.empty())
        return;
    pen.heading(styles ? "rates.by-style" : "rates.by-environment");
    pen.add(rateBlock(pen, rows));
    pen.add(TextBlock { richText(howJudged(pen)), Tone::muted });
}

} // namespace minamo
