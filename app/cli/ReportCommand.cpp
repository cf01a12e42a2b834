#include "Commands.h"
#include "io/Files.h"
#include "report/BuildReport.h"
#include "report/Figures.h"
#include "report/HtmlReport.h"

namespace minamo {

namespace {

int writeReport(const Console& console, const std::string& folder, const std::string& output)
{
    const auto project = Project::open(folder);
    if (!project)
        return console.report(project.error());
    const auto report = buildReport(*project, console.phrases.language(), utcNow());
    if (!report)
        return console.report(report.error());
    const auto html = htmlReport(*report);
    if (const auto written = writeFileAtomically(output, html); !written)
        return console.report(written.error());
    Json missing = Json::array();
    for (const auto& step : report->missing)
        missing.push_back(step.code);
    if (console.json) {
        console.print({ { "file", output }, { "bytes", html.size() }, { "figures", report->figures.size() },
            { "language", languageCode(report->language) }, { "missing", missing } });
        return exitDone;
    }
    console.say("cli.report.written",
        { { "path", output }, { "kilobytes", (html.size() + 999) / 1000 },
            { "figures", report->figures.size() } });
    for (const auto& step : report->missing)
        console.line("  " + plainText(richText(console.phrases.text("report.missing." + step.code))));
    return exitDone;
}

} // namespace

/// report PROJECT -o FILE.html; the language is that of the whole line (--language).
void addReportCommand(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    const auto folder = std::make_shared<std::string>(), output = std::make_shared<std::string>();
    auto* command = line.app.add_subcommand("report", phrases.text("cli.report"));
    command->fallthrough();
    command->add_option("PROJECT", *folder, phrases.text("cli.argument.project"))->required();
    command->add_option("-o,--output", *output, phrases.text("cli.report.output"))->required();
    command->callback([&line, folder, output] {
        line.chosen = [&line, folder, output] { return writeReport(line.console, *folder, *output); };
    });
}

} // namespace minamo
