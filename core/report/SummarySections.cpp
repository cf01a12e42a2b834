// Page 1: what it is, the conclusion, the two rates, what differed.
#include "report/ReportPen.h"

#include <algorithm>
#include <cmath>

namespace minamo {
namespace {

/// The style (or environment) that the classifier before was worst in: its row and which mistake.
struct Worst {
    const EvaluationRow* row = nullptr;
    std::string what;
};

Worst worstOf(const Evaluation& evaluation)
{
    Worst worst;
    const auto& rows = evaluation.byStyle.empty() ? evaluation.byEnvironment : evaluation.byStyle;
    double most = 0;
    for (const auto& row : rows)
        for (const auto& what : shownRates(evaluation)) {
            const auto& rate = rateIn(row, what, 0);
            const double mistakes = what == "accuracy" ? 1 - rate.value() : rate.value();
            if (missingForRate(rate) == 0 && mistakes > most) {
                most = mistakes;
                worst = { &row, what };
            }
        }
    return worst;
}

std::string nameOf(ReportPen& pen, const EvaluationRow& row)
{
    return row.kind == "style" && pen.source.styles ? pen.styleLabel(row.index) : row.name;
}

void sayWorst(ReportPen& pen, const Evaluation& evaluation, std::string& text)
{
    const auto worst = worstOf(evaluation);
    if (!worst.row)
        return;
    const auto& rate = rateIn(*worst.row, worst.what, 0);
    const auto figure = pen.rowFigure(*worst.row, worst.what) + ".before";
    text += pen.say("conclusion.worst-" + worst.what,
        { { "name", nameOf(pen, *worst.row) }, { "rate", pen.figures.percent(figure, rate.value()) } });
}

/// What got worse and what cannot be said: a reader must not hear only the good part.
void sayLimits(ReportPen& pen, const Evaluation& evaluation, std::string& text)
{
    std::vector<std::string> worse, notBetter, few;
    for (const auto& row : evaluation.byStyle) {
        const auto code = "S" + std::to_string(row.number);
        if (row.tooFew(evaluation.okKnown()))
            few.push_back(code);
        else if (const auto& test = evaluation.okKnown() ? row.miss : row.accuracy; test.rose)
            (test.worse() ? worse : notBetter).push_back(code);
    }
    const auto shortened = [&](std::vector<std::string>& list) {
        const auto more = list.size() > 4 ? list.size() - 3 : 0;
        if (more > 0)
            list.resize(3);
        const auto names = pen.listed(list);
        return more > 0 ? pen.say("and-more", { { "names", names }, { "more", more } }) : names;
    };
    if (!worse.empty())
        text += pen.say(evaluation.okKnown() ? "conclusion.miss-worse" : "conclusion.worse",
            { { "names", shortened(worse) } });
    if (!notBetter.empty())
        text += pen.say(evaluation.okKnown() ? "conclusion.miss-not-fallen" : "conclusion.not-better",
            { { "names", shortened(notBetter) } });
    if (!few.empty())
        text += pen.say("conclusion.too-few", { { "names", shortened(few) } });
}

Json beforeAndAfter(ReportPen& pen, const Evaluation& evaluation)
{
    Json values { { "styles", evaluation.byStyle.size() } };
    for (const auto& what : { "overReject", "miss", "accuracy" })
        for (const int side : { 0, 1 })
            if (const auto& rate = rateIn(evaluation.all, what, side); rate.of > 0)
                values[std::string(what) + (side ? "After" : "Before")]
                    = pen.figures.rate(std::string("all.") + what + (side ? ".after" : ".before"), rate);
    return values;
}

std::string conclusionOf(ReportPen& pen)
{
    const auto& source = pen.source;
    if (!source.evaluation) {
        if (!source.styles)
            return pen.say("conclusion.photos-only",
                { { "photos", pen.figures.photos("photos", double(source.dataset->size())) } });
        const Json styles { { "styles", pen.figures.count("styles", double(source.styles->styles.size())) } };
        return pen.say(source.training ? "conclusion.not-evaluated" : "conclusion.not-trained", styles);
    }
    const auto& evaluation = *source.evaluation;
    if (evaluation.verdict == "not-learned")
        return pen.say("conclusion.not-learned");
    std::string text;
    sayWorst(pen, evaluation, text);
    const std::string verdict = evaluation.compared ? evaluation.verdict : "one-only";
    const auto values = beforeAndAfter(pen, evaluation);
    text += pen.say(
        "conclusion." + verdict + (evaluation.okKnown() || verdict == "one-only" ? "" : ".accuracy"), values);
    if (evaluation.compared)
        sayLimits(pen, evaluation, text);
    return text;
}

KeyFigureBlock::Item itemOf(ReportPen& pen, const Evaluation& evaluation, const std::string& what)
{
    const auto& before = rateIn(evaluation.all, what, 0);
    const auto& after = rateIn(evaluation.all, what, 1);
    const std::string name = "all." + what;
    KeyFigureBlock::Item item;
    item.label = pen.say("rate." + what);
    item.context = pen.say(
        "rate." + what + ".of", { { "photos", pen.figures.photos(name + ".of", double(after.of)) } });
    if (evaluation.compared)
        item.before = pen.figures.rate(name + ".before", before);
    item.after = pen.figures.rate(name + ".after", after);
    if (evaluation.compared) {
        item.mark = testIn(evaluation.all, what).mark(what == "accuracy");
        item.worse = testIn(evaluation.all, what).worse();
    }
    const auto range = [&](const std::string& side, const Rate& rate) {
        return pen.figures.interval(name + side, rate.low, rate.high);
    };
    if (missingForRate(after) == 0)
        item.under = evaluation.compared ? pen.say("interval.both",
                         { { "before", range(".before", before) }, { "after", range(".after", after) } })
                                         : pen.say("interval.one", { { "after", range(".after", after) } });
    else
        item.under = pen.say("too-few");
    return item;
}

std::string factLine(ReportPen& pen, const Style& style, const StyleFact& fact)
{
    const auto name = "style." + std::to_string(style.number) + "." + fact.name;
    const auto key = "fact." + fact.name;
    if (fact.name == "clipped")
        return pen.say(key, { { "value", pen.figures.percent(name, fact.mean) } });
    if (fact.name.starts_with("gradient"))
        return pen.say(key + (fact.mean > 0 ? ".plus" : ".minus"),
            { { "value", pen.figures.number(name, std::abs(fact.mean), 0) } });
    if (fact.name.starts_with("cast") || std::abs(fact.rest) < 1e-9)
        return pen.say(key, { { "value", pen.figures.signedNumber(name, fact.mean - fact.rest, 1) } });
    const double relative = (fact.mean - fact.rest) / std::abs(fact.rest);
    if (relative >= 2) // "+738%" is read by nobody
        return pen.say(key + ".times", { { "value", pen.figures.number(name, 1 + relative, 1) } });
    return pen.say(key, { { "value", pen.figures.signedPercent(name, relative) } });
}

} // namespace

std::vector<std::string> factLines(ReportPen& pen, const Style& style, std::size_t most)
{
    std::vector<std::string> lines;
    bool light = false;
    for (const auto& fact : style.facts) {
        const bool isLight = fact.name.starts_with("gradient");
        // Of the light only its stronger direction; what hardly differs only if there is nothing else.
        if (lines.size() >= most || (!lines.empty() && !fact.matters) || (isLight && light))
            continue;
        light = light || isLight;
        lines.push_back(factLine(pen, style, fact));
    }
    return lines;
}

void writeTitle(ReportPen& pen)
{
    const auto& source = pen.source;
    TitleBlock title { pen.say("kind"), { source.name, pen.say("title") }, {}, {} };
    Json values { { "date", dateText(source.now, pen.report.language) },
        { "photos", pen.figures.photos("photos", double(source.dataset->size())) } };
    if (source.dataset->okClasses.empty()) {
        values["classes"] = pen.figures.count("classes", double(source.dataset->label.values.size()));
        title.under = pen.say("under.classes", values);
    } else {
        values["ok"] = pen.figures.count("photos.ok", double(source.okPhotos()));
        values["defects"]
            = pen.figures.count("photos.defects", double(source.labelledPhotos() - source.okPhotos()));
        title.under = pen.say("under.inspection", values);
    }
    if (pen.report.language == Language::ja)
        title.boxes = { pen.say("box.made"), pen.say("box.checked"), pen.say("box.approved") };
    pen.add(std::move(title));
}

void writeConclusion(ReportPen& pen)
{
    pen.add(CalloutBlock { pen.say("conclusion"), richText(conclusionOf(pen)), Tone::accent });
}

void writeKeyFigures(ReportPen& pen)
{
    if (!pen.source.evaluation)
        return;
    KeyFigureBlock block;
    for (const auto& what : shownRates(*pen.source.evaluation))
        block.items.push_back(itemOf(pen, *pen.source.evaluation, what));
    pen.add(std::move(block));
}

void writeDifferences(ReportPen& pen)
{
    if (!pen.source.styles)
        return;
    const auto& styles = pen.source.styles->styles;
    std::vector<int> order;
    if (pen.source.evaluation)
        for (const auto& row : pen.source.evaluation->byStyle)
            order.push_back(row.index);
    for (int i = 0; i < std::ssize(styles); ++i)
        if (std::ranges::find(order, i) == order.end())
            order.push_back(i);
    PhotoBlock block;
    for (const int index : order) {
        if (block.groups.size() == 4)
            break;
        const auto& style = styles[static_cast<std::size_t>(index)];
        PhotoBlock::Group group { index, {},
            pen.say("style-title",
                { { "code", pen.styleCode(index) }, { "name", pen.source.styleNames[std::size_t(index)] } }),
            {} };
        for (const auto row : style.typical)
            if (const int photo = pen.photo(row); photo >= 0 && group.photos.size() < 2)
                group.photos.push_back(photo);
        group.lines = factLines(pen, style, 2);
        group.lines.insert(group.lines.begin(),
            pen.figures.photos("style." + std::to_string(style.number) + ".photos", double(style.count)));
        block.groups.push_back(std::move(group));
    }
    pen.heading("differences");
    pen.add(std::move(block));
    pen.text(styles.size() > 4 ? "differences.note-more" : "differences.note",
        { { "styles", pen.figures.count("styles", double(styles.size())) } }, Tone::muted);
}

} // namespace minamo
