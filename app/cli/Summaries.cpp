#include "Summaries.h"

#include <fmt/format.h>

namespace minamo {

namespace {

std::string percent(double share) { return fmt::format("{:.1f}%", 100 * share); }

/// Held-out environments down, methods across; then totals with their intervals, and the honest verdict.
void printTraining(const Console& console, const Json& summary)
{
    const auto methods = summary.value("methods", Json::object());
    if (methods.empty())
        return;
    console.say("cli.train.table");
    for (const auto& [holdout, any] : methods.begin()->at("folds").items()) {
        auto row = fmt::format("  {:<20}", holdout);
        for (const auto& [method, figures] : methods.items())
            row += fmt::format("  {} {}", method, percent(figures.at("folds").at(holdout).at("accuracy").get<double>()));
        console.line(row + fmt::format("  n = {}", any.at("photos").dump()));
    }
    for (const auto& [method, figures] : methods.items())
        console.say("cli.train.total", { { "method", method }, { "accuracy", percent(figures.at("accuracy").get<double>()) },
            { "low", percent(figures.at("low").get<double>()) }, { "high", percent(figures.at("high").get<double>()) },
            { "n", figures.at("photos") } });
    if (summary.contains("verdict"))
        console.say("cli.train.verdict." + summary.at("verdict").get<std::string>(),
            { { "difference", fmt::format("{:+.1f}", 100 * summary.at("difference").get<double>()) },
                { "pValue", fmt::format("{:.3f}", summary.at("pValue").get<double>()) } });
}

/// "name: value" for each simple value: for stages whose summary speaks for itself.
void printPlain(const Console& console, const Json& summary)
{
    for (const auto& [name, value] : summary.items())
        if (value.is_number() || value.is_string() || value.is_boolean())
            console.line(fmt::format("  {}: {}", name, value.is_string() ? value.get<std::string>() : value.dump()));
}

void printStage(const Console& console, const std::string& stage, const Json& summary)
{
    console.line(console.phrases.text("stage." + stage));
    if (stage == "train")
        printTraining(console, summary);
    else
        printPlain(console, summary);
}

} // namespace

void printSummary(const Console& console, const std::string& stage, const Json& summary)
{
    if (console.json)
        return console.print(summary);
    if (stage != "run")
        return printStage(console, stage, summary);
    for (const char* part : { "extract", "score", "discover", "embed", "train" })
        if (summary.contains(part))
            printStage(console, part, summary.at(part));
}

} // namespace minamo
