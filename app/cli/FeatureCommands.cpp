#include "Commands.h"
#include "engine/stages/Extract.h"
#include "project/Project.h"

namespace minamo {

namespace {

int dump(const Console& console, const std::string& folder, const std::string& output)
{
    const auto project = Project::open(folder);
    if (!project)
        return console.report(project.error());
    const auto written = dumpFeatures(*project, output);
    if (!written)
        return console.report(written.error());
    const auto cells = project->document().value("features", Json::array()).size();
    if (console.json)
        console.print({ { "file", output }, { "cells", cells } });
    else
        console.say("cli.features.dumped", { { "path", output }, { "cells", cells } });
    return exitDone;
}

} // namespace

void addFeatureCommands(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    auto* group = line.app.add_subcommand("features", phrases.text("cli.features"));
    group->require_subcommand(1);
    group->fallthrough();
    const auto folder = std::make_shared<std::string>(), output = std::make_shared<std::string>();
    auto* command = group->add_subcommand("dump", phrases.text("cli.features.dump"));
    command->fallthrough();
    command->add_option("PROJECT", *folder, phrases.text("cli.argument.project"))->required();
    command->add_option("-o,--output", *output, phrases.text("cli.features.output"))->required();
    command->callback([&line, folder, output] {
        line.chosen = [&line, folder, output] { return dump(line.console, *folder, *output); };
    });
}

} // namespace minamo
