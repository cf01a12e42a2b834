#include "EvaluationLines.h"

#include "base/NumberText.h"
#include "data/Styles.h"
#include "evaluation/Evaluation.h"

#include <fmt/format.h>

namespace minamo {

namespace {

class Printer {
public:
    Printer(const Console& console, const Evaluation& evaluation) : m_console(console), m_e(evaluation) { }

    void print()
    {
        const auto& [before, after] = m_e.contestants;
        m_console.say("cli.evaluate.contestants",
            { { "before", contestant(before) }, { "after", contestant(after) }, { "n", m_e.all.photos } });
        m_console.line("  " + text(m_e.okKnown() ? "cli.evaluate.columns" : "cli.evaluate.accuracy"));
        printRow(text("cli.evaluate.all"), m_e.all);
        printRows("cli.evaluate.environments", m_e.byEnvironment);
        printRows("cli.evaluate.styles", m_e.byStyle);
        if (!m_e.curve.empty() && m_e.learned[1])
            printThreshold(m_e.recommended[1], m_e.honest[1]);
        for (const auto& sentence : m_e.sentences)
            m_console.line("  " + m_console.phrases.text("evaluate.say." + sentence.code, sentence.values));
        for (const auto& note : m_e.notes)
            m_console.line("  * " + m_console.phrases.sentence(note));
    }

private:
    std::string text(const std::string& key) const { return m_console.phrases.text(key); }
    std::string contestant(const Contestant& c) const
    {
        return m_console.phrases.text("option.run.method." + c.method) + " " + c.artifact;
    }
    std::string nameOf(const EvaluationRow& row) const
    {
        if (row.kind != "style")
            return row.name;
        Style style;
        style.number = row.number;
        style.words = row.words;
        return fmt::format(
            "S{} {}", row.number, row.name.empty() ? styleAutoName(style, m_console.phrases) : row.name);
    }
    std::string rate(const Rate& rate) const
    {
        if (const auto missing = missingForRate(rate); missing > 0)
            return m_console.phrases.text("cli.evaluate.few",
                { { "count", fmt::format("{:.4g}", rate.count) }, { "of", rate.of },
                    { "missing", missing } });
        return fmt::format(
            "{}% [{}–{}]", percentText(rate.value()), percentText(rate.low), percentText(rate.high));
    }
    std::string change(const Rate& before, const Rate& after, const PairedTest& test) const
    {
        const auto mark = test.mark(!m_e.okKnown());
        return fmt::format(
            "{} → {}{}  {}", rate(before), mark.empty() ? "" : mark + " ", rate(after), pText(test.pValue));
    }
    void printRow(const std::string& name, const EvaluationRow& row) const
    {
        const auto& [before, after] = row.figures;
        const auto figures = m_e.okKnown()
            ? change(before.errors.overReject, after.errors.overReject, row.overReject) + " | "
                + change(before.errors.miss, after.errors.miss, row.miss)
            : change(before.accuracy, after.accuracy, row.accuracy);
        m_console.line(fmt::format("    {:<22} n = {:<6} {}", name, row.photos, figures));
    }
    void printRows(const char* title, const std::vector<EvaluationRow>& rows) const
    {
        if (rows.empty())
            return;
        m_console.line("  " + text(title));
        for (const auto& row : rows)
            printRow(nameOf(row), row);
    }
    /// `best` is what a line uses, `honest` what to expect of it.
    void printThreshold(const OperatingPoint& best, const OperatingPoint& honest) const
    {
        m_console.say("cli.evaluate.threshold",
            { { "threshold", fmt::format("{:.2f}", best.threshold) },
                { "overReject", percentText(honest.errors.overReject.value()) },
                { "miss", percentText(honest.errors.miss.value()) },
                { "cost", fmt::format("{:.0f}", honest.cost) },
                { "sameOverReject", percentText(best.errors.overReject.value()) },
                { "sameMiss", percentText(best.errors.miss.value()) },
                { "sameCost", fmt::format("{:.0f}", best.cost) } });
        if (best.band.photos > 0)
            m_console.say("cli.evaluate.band",
                { { "low", fmt::format("{:.2f}", best.band.low) },
                    { "high", fmt::format("{:.2f}", best.band.high) },
                    { "photos", fmt::format("{:.4g}", honest.band.photos) }, { "n", m_e.all.photos },
                    { "overRejects", fmt::format("{:.4g}", honest.band.overRejectsSaved) },
                    { "misses", fmt::format("{:.4g}", honest.band.missesSaved) },
                    { "cost", fmt::format("{:.0f}", honest.costWithReview) } });
    }

    const Console& m_console;
    const Evaluation& m_e;
};

} // namespace

void printEvaluation(const Console& console, const Json& summary)
{
    const auto evaluation = evaluationFromJson(summary);
    if (evaluation)
        Printer(console, *evaluation).print();
}

} // namespace minamo
