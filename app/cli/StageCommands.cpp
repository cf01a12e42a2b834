#include "Commands.h"
#include "JobRunner.h"
#include "OptionBinder.h"
#include "StageTable.h"

#include <algorithm>
#include <cctype>

namespace minamo {

namespace {

std::string upperCase(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char letter) { return std::toupper(letter); });
    return text;
}

} // namespace

/// One command per entry of the stage table: PROJECT, the stage's own argument if it has one, and its options as flags.
void addStageCommands(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    for (const auto& stage : stageTable()) {
        const auto folder = std::make_shared<std::string>();
        const auto given = std::make_shared<Json>(Json::object());
        auto* command = line.app.add_subcommand(stage.name, phrases.text("cli.stage." + stage.name));
        if (!stage.verb.empty()) {
            command->require_subcommand(1);
            command->fallthrough();
            command = command->add_subcommand(stage.verb, phrases.text("cli.stage." + stage.name));
        }
        command->fallthrough();
        command->add_option("PROJECT", *folder, phrases.text("cli.argument.project"))->required();
        if (!stage.positional.empty())
            command->add_option_function<std::string>(
                upperCase(stage.positional), [given, name = stage.positional](const std::string& v) { (*given)[name] = v; },
                phrases.text("option." + stage.name + "." + stage.positional));
        OptionBinder binder { *command, phrases, stage.name, given };
        stage.bind(binder);
        command->callback([&line, folder, given, name = stage.name] {
            line.chosen = [&line, folder, given, name] { return runAsJob(line.console, *folder, name, *given); };
        });
    }
}

} // namespace minamo
