#include "Summaries.h"

#include "EvaluationLines.h"
#include "StageLines.h"
#include "base/NumberText.h"

#include <fmt/format.h>

namespace minamo {

namespace {

/// Held-out environments down, methods across; then totals with their intervals, and the honest verdict.
void printTraining(const Console& console, const Json& summary)
{
    const auto methods = summary.value("methods", Json::object());
    if (methods.empty())
        return;
    const bool plain = summary.value("mode", "") == "plain-split"; // one environment: there is none to hold out
    console.say(plain ? "cli.train.plain" : "cli.train.table");
    for (const auto& [holdout, any] : methods.begin()->at("folds").items()) {
        if (plain)
            break;
        auto row = fmt::format("  {:<20}", holdout);
        for (const auto& [method, figures] : methods.items())
            row += fmt::format("  {} {}", method, percentText(figures.at("folds").at(holdout).at("accuracy").get<double>()) + "%");
        console.line(row + fmt::format("  n = {}", any.at("photos").dump()));
    }
    for (const auto& [method, figures] : methods.items())
        console.say("cli.train.total", { { "method", method }, { "accuracy", percentText(figures.at("accuracy").get<double>()) + "%" },
            { "low", percentText(figures.at("low").get<double>()) + "%" }, { "high", percentText(figures.at("high").get<double>()) + "%" },
            { "n", figures.at("photos") } });
    if (summary.contains("verdict"))
        console.say("cli.train.verdict." + summary.at("verdict").get<std::string>(),
            { { "difference", fmt::format("{:+.1f}", 100 * summary.at("difference").get<double>()) },
                { "pValue", fmt::format("{:.3f}", summary.at("pValue").get<double>()) } });
}

void printStage(const Console& console, const std::string& stage, const Json& summary)
{
    console.line(console.phrases.text("stage." + stage));
    if (stage == "train")
        return printTraining(console, summary);
    if (stage == "evaluate")
        return printEvaluation(console, summary);
    for (const auto& line : stageLines(console.phrases, stage, summary))
        console.line(line);
    if (stage == "import")
        fmt::print("{}", console.skippedFiles(summary.value("skipped", Json::array())));
}

} // namespace

void printSummary(const Console& console, const std::string& stage, const Json& summary)
{
    if (console.json)
        return console.print(summary);
    if (stage != "run")
        return printStage(console, stage, summary);
    for (const char* part : { "extract", "score", "discover", "embed", "train", "evaluate" })
        if (summary.contains(part))
            printStage(console, part, summary.at(part));
}

} // namespace minamo
