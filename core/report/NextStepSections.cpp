// Page 2, second half: the shooting list, what mistakes cost, sentences for the meeting.
#include "report/ReportPen.h"

#include <algorithm>

namespace minamo {
namespace {

/// A style x class cell with fewer photos than a rate needs.
struct Gap {
    int style = 0, label = 0;
    std::int64_t now = 0, wanted = 0;
};

std::vector<Gap> gapsOf(const ReportSource& source)
{
    std::vector<Gap> gaps;
    const auto counts = source.styleTimesClass();
    for (std::size_t s = 0; s < counts.size(); ++s)
        for (std::size_t c = 0; c < counts[s].size(); ++c)
            if (counts[s][c] < fewestForRate)
                gaps.push_back({ int(s), int(c), counts[s][c], fewestForRate - counts[s][c] });
    std::ranges::stable_sort(gaps, std::greater(), &Gap::wanted);
    return gaps;
}

std::int64_t sumOf(const std::vector<Gap>& gaps)
{
    std::int64_t sum = 0;
    for (const auto& gap : gaps)
        sum += gap.wanted;
    return sum;
}

TableBlock gapTable(ReportPen& pen, const std::vector<Gap>& gaps, std::size_t most)
{
    TableBlock table { { { pen.say("style"), 3.2 }, { pen.say("class"), 1.8 },
                           { pen.say("shoot.now"), 1.2, true }, { pen.say("shoot.wanted"), 1.6, true },
                           { pen.say("shoot.who"), 1.5 }, { pen.say("shoot.when"), 1.3 } },
        {} };
    for (std::size_t i = 0; i < std::min(most, gaps.size()); ++i) {
        const auto& gap = gaps[i];
        const auto& label = pen.source.dataset->label.values[std::size_t(gap.label)];
        const auto name = "shoot." + pen.styleCode(gap.style) + "." + label;
        table.rows.push_back({ richText(pen.say("style-title",
                                   { { "code", pen.styleCode(gap.style) },
                                       { "name", pen.source.styleNames[std::size_t(gap.style)] } })),
            { { pen.classLabel(gap.label), false } },
            richText(pen.figures.photos(name + ".now", double(gap.now))),
            pen.rich("shoot.more", { { "count", pen.figures.count(name + ".wanted", double(gap.wanted)) } }),
            {}, {} });
    }
    return table;
}

/// What has learned nothing has no price.
bool canPrice(const Evaluation& evaluation)
{
    return !evaluation.curve.empty() && evaluation.learned[1]
        && missingForRate(evaluation.all.figures[1].errors.overReject) == 0
        && missingForRate(evaluation.all.figures[1].errors.miss) == 0;
}

std::string sentenceOfGroups(ReportPen& pen)
{
    const auto& styles = *pen.source.styles;
    const auto strongest = std::ranges::find_if(styles.associations,
        [](const StyleAssociation& link) { return link.column != "label" && link.column != "group"; });
    const Json values { { "photos", pen.figures.photos("photos", double(pen.source.dataset->size())) },
        { "styles", pen.figures.count("styles", double(styles.styles.size())) } };
    if (strongest == styles.associations.end() || strongest->cramersV < 0.3)
        return pen.say("meeting.groups", values);
    Json more = values;
    more["column"] = pen.columnWord(strongest->column);
    more["strength"] = pen.figures.number("link." + strongest->column, strongest->cramersV, 2);
    return pen.say("meeting.groups-linked", more);
}

std::string sentenceOfEffect(ReportPen& pen)
{
    const auto& evaluation = pen.source.evaluation;
    if (!evaluation || !evaluation->compared)
        return pen.say("meeting.no-effect-yet");
    if (evaluation->verdict == "not-learned")
        return pen.say("meeting.not-learned");
    Json values { { "p", pen.figures.pValue("all.accuracy.p", evaluation->all.accuracy.pValue) } };
    for (const auto& what : shownRates(*evaluation))
        for (const int side : { 0, 1 })
            values[what + (side ? "After" : "Before")] = pen.figures.rate(
                "all." + what + (side ? ".after" : ".before"), rateIn(evaluation->all, what, side));
    return pen.say("meeting." + evaluation->verdict + (evaluation->okKnown() ? "" : ".accuracy"), values);
}

std::string sentenceOfNextWeek(ReportPen& pen)
{
    const auto gaps = gapsOf(pen.source);
    if (gaps.empty())
        return pen.say("meeting.enough");
    const auto& first = gaps.front();
    const auto& label = pen.source.dataset->label.values[std::size_t(first.label)];
    return pen.say("meeting.shoot",
        { { "total", pen.figures.photos("shoot.total", double(sumOf(gaps))) },
            { "style", pen.styleLabel(first.style) }, { "class", pen.className(label) },
            { "wanted",
                pen.figures.photos("shoot." + pen.styleCode(first.style) + "." + label + ".wanted",
                    double(first.wanted)) } });
}

} // namespace

void writeShootingList(ReportPen& pen, std::size_t most)
{
    if (!pen.source.styles || pen.source.dataset->label.values.empty())
        return;
    const auto gaps = gapsOf(pen.source);
    pen.heading(most > 100 ? "shoot.whole" : "shoot");
    if (gaps.empty())
        return pen.text("shoot.none");
    pen.add(gapTable(pen, gaps, most));
    const Json values { { "cells", pen.figures.count("shoot.cells", double(gaps.size())) },
        { "total", pen.figures.photos("shoot.total", double(sumOf(gaps))) } };
    pen.text(gaps.size() > most ? "shoot.note-more" : "shoot.note", values, Tone::muted);
}

/// At the recommended threshold, measured on photos that chose neither it nor the band.
void writeCosts(ReportPen& pen)
{
    if (!pen.source.evaluation || !canPrice(*pen.source.evaluation))
        return;
    const auto& evaluation = *pen.source.evaluation;
    const auto& costs = evaluation.costs;
    const auto& [before, after] = evaluation.honest;
    const auto money = [&](const std::string& name, double value) {
        return pen.figures.number("cost." + name, value, value < 10 ? 1 : 0);
    };
    Json values { { "defects", pen.figures.percent("cost.defectRate", costs.defectRate) },
        { "overReject", money("overReject", costs.overReject) }, { "miss", money("miss", costs.miss) },
        { "threshold", pen.figures.number("cost.threshold", evaluation.recommended[1].threshold, 2) },
        { "before", money("before", before.cost) }, { "after", money("after", after.cost) } };
    pen.heading("costs");
    auto words = pen.say(evaluation.compared ? "costs.both" : "costs.one", values);
    if (after.band.photos > 0)
        words += pen.say("costs.review",
            { { "share",
                  pen.figures.percent("cost.seen", after.band.photos / double(evaluation.all.photos)) },
                { "review", money("review", costs.review) },
                { "cost", money("withReview", after.costWithReview) } });
    pen.add(TextBlock { richText(words), Tone::plain });
    pen.text(costs == InspectionCosts {} ? "costs.assumed" : "costs.given", Json::object(), Tone::muted);
}

void writeMeeting(ReportPen& pen)
{
    if (!pen.source.styles)
        return;
    pen.heading("meeting");
    pen.add(ListBlock { true,
        { richText(sentenceOfGroups(pen)), richText(sentenceOfEffect(pen)),
            richText(sentenceOfNextWeek(pen)) } });
}

} // namespace minamo
