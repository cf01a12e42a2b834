// Page 2, first half: is it the camera, and what cannot be said yet.
#include "report/ReportPen.h"

#include <algorithm>

namespace minamo {
namespace {

constexpr std::size_t mostLinks = 3; // besides the classes

void writeSeal(ReportPen& pen)
{
    const double stability = pen.source.styles->stability;
    const std::string kind = stability >= 0.8 ? "firm" : stability >= 0.6 ? "check" : "none";
    pen.add(SealBlock { pen.say("seal." + kind),
        pen.say("seal.number", { { "value", pen.figures.number("stability", stability, 2) } }),
        pen.say("seal." + kind + ".sentence"),
        kind == "firm"        ? Tone::accent
            : kind == "check" ? Tone::caution
                              : Tone::muted });
}

/// The style that goes most with one value of the column: "S1: 98% CAM-A1".
std::string example(ReportPen& pen, const StyleAssociation& link)
{
    double most = 0;
    std::size_t style = 0, value = 0;
    for (std::size_t s = 0; s < link.counts.size(); ++s) {
        double total = 0;
        for (const auto count : link.counts[s])
            total += double(count);
        for (std::size_t v = 0; v < link.counts[s].size(); ++v)
            if (const double share = double(link.counts[s][v]) / std::max(1.0, total); share > most) {
                most = share;
                style = s;
                value = v;
            }
    }
    if (most < 0.8) // less says nothing of the whole style
        return {};
    const auto name = "link." + link.column + ".example";
    return pen.say("link.example",
        { { "style", pen.styleCode(int(style)) }, { "share", pen.figures.percent(name, most, 0) },
            { "value", link.values[value] } });
}

BarBlock::Row linkRow(ReportPen& pen, const StyleAssociation& link)
{
    const bool isClass = link.column == "label";
    BarBlock::Row row { pen.columnWord(link.column), link.cramersV,
        pen.figures.number("link." + link.column, link.cramersV, 2), {},
        !isClass                  ? Tone::accent
            : link.cramersV < 0.3 ? Tone::muted
                                  : Tone::caution };
    if (isClass)
        row.reading = pen.say(link.cramersV < 0.1 ? "link.class-none"
                : link.cramersV < 0.3             ? "link.class-weak"
                                                  : "link.class-strong");
    else
        row.reading = pen.say("link.reading",
            { { "strength", pen.strengthWord(link.cramersV) },
                { "example", link.cramersV >= 0.3 ? example(pen, link) : std::string() } });
    return row;
}

/// Photos of one part stand together in any case; they say nothing of how they were taken.
bool isLink(const StyleAssociation& link)
{
    return link.column != "label" && link.column != "group";
}

void doubtWorse(ReportPen& pen, ListBlock& list)
{
    const auto& evaluation = *pen.source.evaluation;
    const std::string what = evaluation.okKnown() ? "miss" : "accuracy";
    std::size_t said = 0;
    for (const auto& row : evaluation.byStyle) {
        if (!testIn(row, what).rose || said++ == 2)
            continue;
        const auto name = pen.rowFigure(row, what);
        const auto mistakes = [&](int side) {
            const auto& rate = rateIn(row, what, side);
            return what == "miss" ? rate.count : double(rate.of) - rate.count;
        };
        list.items.push_back(pen.rich("doubt.worse-" + what,
            { { "style", pen.styleLabel(row.index) },
                { "of", pen.figures.photos(name + ".of", double(rateIn(row, what, 1).of)) },
                { "before", pen.figures.count(name + ".mistakes.before", mistakes(0)) },
                { "after", pen.figures.count(name + ".mistakes.after", mistakes(1)) } }));
    }
}

void doubtFew(ReportPen& pen, ListBlock& list)
{
    const auto& evaluation = *pen.source.evaluation;
    std::vector<std::string> few;
    for (const auto& row : evaluation.byStyle)
        if (row.tooFew(evaluation.okKnown()) && few.size() < 4)
            few.push_back(pen.say("doubt.few-style",
                { { "style", pen.styleLabel(row.index) },
                    { "photos", pen.figures.photos(pen.rowFigure(row, "photos"), double(row.photos)) } }));
    if (!few.empty())
        list.items.push_back(pen.rich("doubt.few", { { "styles", pen.listed(few) } }));
}

} // namespace

void writeLinks(ReportPen& pen)
{
    if (!pen.source.styles)
        return;
    const auto& styles = *pen.source.styles;
    pen.heading("links", pen.source.evaluation.has_value()); // page 1 stands alone
    writeSeal(pen);
    BarBlock bars { pen.say("links.column"), pen.say("links.strength"), pen.say("links.reading"), {} };
    for (const auto& link : styles.associations)
        if (isLink(link) && bars.rows.size() < mostLinks)
            bars.rows.push_back(linkRow(pen, link));
    const bool anyColumn = !bars.rows.empty();
    if (const auto* classes = styles.association("label"))
        bars.rows.push_back(linkRow(pen, *classes));
    if (!bars.rows.empty())
        pen.add(std::move(bars));
    pen.text(anyColumn ? "links.note" : "links.unknown", Json::object(), Tone::muted);
    if (pen.source.evaluation && !pen.source.evaluation->leak.about.empty()
        && pen.source.evaluation->leak.level != "weak") {
        const auto& leak = pen.source.evaluation->leak;
        pen.add(CalloutBlock { pen.say("leak"),
            pen.rich("leak.sentence",
                { { "guess", pen.figures.percent("leak.guess", leak.guess) },
                    { "majority", pen.figures.percent("leak.majority", leak.majority) },
                    { "strength", pen.figures.number("leak.association", leak.association, 2) } }),
            Tone::caution });
    }
}

void writeDoubts(ReportPen& pen)
{
    if (!pen.source.styles)
        return;
    ListBlock list;
    if (pen.source.evaluation) {
        doubtWorse(pen, list);
        doubtFew(pen, list);
    }
    const auto& training = pen.source.training;
    list.items.push_back(
        pen.rich(training && training->mode == "plain-split" ? "doubt.same-environment" : "doubt.unseen"));
    if (training && training->transductive)
        list.items.push_back(pen.rich("doubt.transductive"));
    pen.heading("doubts");
    pen.add(std::move(list));
}

} // namespace minamo
