// Go / no-go: each condition with its state, taken from the figures.
#include "report/ReportPen.h"

#include <algorithm>

namespace minamo {
namespace {

CheckBlock::Row row(ReportPen& pen, const std::string& key, CheckState state, std::string figure)
{
    const char* const word = state == CheckState::yes ? "yes" : state == CheckState::no ? "no" : "open";
    return { state, pen.say(std::string("check.") + word), pen.rich("check." + key), std::move(figure) };
}

CheckState stateOf(bool fine)
{
    return fine ? CheckState::yes : CheckState::no;
}

void checkJudgement(ReportPen& pen, std::vector<CheckBlock::Row>& rows)
{
    const auto& evaluation = pen.source.evaluation;
    if (!evaluation || !evaluation->compared) {
        rows.push_back(row(pen, "helps", CheckState::open, pen.say("check.not-compared")));
        rows.push_back(row(pen, "misses", CheckState::open, pen.say("check.not-compared")));
        return;
    }
    rows.push_back(row(pen, "helps", stateOf(evaluation->verdict == "helps"),
        evaluation->verdict == "not-learned"
            ? pen.say("check.not-learned")
            : pen.figures.pValue("all.accuracy.p", evaluation->all.accuracy.pValue)));
    if (!evaluation->okKnown())
        return rows.push_back(row(pen, "misses", CheckState::open, pen.say("check.no-ok-class")));
    std::vector<std::string> worse;
    for (const auto& style : evaluation->byStyle)
        if (style.miss.rose) // here a rise that may be chance is one too many
            worse.push_back("S" + std::to_string(style.number));
    const bool fine = worse.empty() && !evaluation->all.miss.rose;
    rows.push_back(row(pen, "misses", stateOf(fine),
        worse.empty() ? pen.say("check.miss-change",
            { { "before", pen.figures.rate("all.miss.before", rateIn(evaluation->all, "miss", 0)) },
                { "after", pen.figures.rate("all.miss.after", rateIn(evaluation->all, "miss", 1)) } })
                      : pen.listed(worse)));
}

void checkStyles(ReportPen& pen, std::vector<CheckBlock::Row>& rows)
{
    const auto& styles = pen.source.styles;
    if (!styles) {
        rows.push_back(row(pen, "stable", CheckState::open, pen.say("check.no-styles")));
        return;
    }
    rows.push_back(row(pen, "stable", stateOf(styles->stability >= 0.8),
        pen.figures.number("stability", styles->stability, 2)));
    if (const auto* classes = styles->association("label"))
        rows.push_back(row(pen, "no-leak", stateOf(classes->cramersV < 0.3),
            pen.figures.number("link.label", classes->cramersV, 2)));
    std::int64_t gaps = 0;
    for (const auto& counts : pen.source.styleTimesClass())
        gaps += std::ranges::count_if(counts, [](std::int64_t n) { return n < fewestForRate; });
    if (!pen.source.dataset->label.values.empty())
        rows.push_back(row(pen, "photos", stateOf(gaps == 0),
            pen.say("check.gaps", { { "cells", pen.figures.count("shoot.cells", double(gaps)) } })));
}

} // namespace

void writeChecklist(ReportPen& pen)
{
    CheckBlock block;
    checkJudgement(pen, block.rows);
    const auto& training = pen.source.training;
    block.rows.push_back(row(pen, "unseen",
        training ? stateOf(training->mode == "leave-one-environment-out" && !training->transductive)
                 : CheckState::open,
        training ? pen.say("check." + training->mode) : pen.say("check.not-trained")));
    checkStyles(pen, block.rows);
    const auto met = std::ranges::count(block.rows, CheckState::yes, &CheckBlock::Row::state);
    const bool go = met == std::ssize(block.rows);
    pen.heading("check");
    pen.text(go ? "check.go" : "check.no-go",
        { { "met", pen.figures.count("check.met", double(met)) },
            { "all", pen.figures.count("check.all", double(block.rows.size())) } });
    pen.add(std::move(block));
}

void writeRecord(ReportPen& pen)
{
    const auto& source = pen.source;
    const auto& proof = source.evaluation ? source.evaluation->artifact
        : source.training                 ? source.trainManifest.value("id", "")
        : source.styles                   ? source.styles->artifact
                                          : source.dataset->artifact;
    Json values { { "record", proof }, { "cell", pen.say("record.no-cell") } };
    if (source.styles)
        values["cell"] = pen.say(
            "record.cell", { { "tap", source.styles->tap }, { "timestep", source.styles->timestep } });
    pen.add(CalloutBlock { pen.say("record"), pen.rich("record.sentence", values), Tone::muted });
}

} // namespace minamo
