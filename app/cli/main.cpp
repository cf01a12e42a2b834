#include "Commands.h"

#include <new>
#include <optional>
#include <string_view>

using namespace minamo;

namespace {

/// The language must be known before --help can be written.
Language wantedLanguage(int argc, char** argv)
{
    constexpr std::string_view flag = "--language";
    std::optional<Language> wanted;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == flag && i + 1 < argc)
            wanted = languageFromCode(argv[i + 1]);
        else if (argument.starts_with(flag) && argument.substr(flag.size()).starts_with('='))
            wanted = languageFromCode(argument.substr(flag.size() + 1));
    }
    return wanted.value_or(languageOfEnvironment());
}

/// Jobs guard their stage; this is for all other commands: a sentence, not "terminate called".
int runChosen(const CommandLine& line)
{
    const Json what { { "stage", line.app.get_subcommands().front()->get_name() } };
    try {
        return line.chosen();
    } catch (const std::bad_alloc&) {
        return line.console.report({ "memory.exhausted", what, {} });
    } catch (const std::exception& e) {
        return line.console.report({ "stage.failed", what, e.what() });
    }
}

} // namespace

int main(int argc, char** argv)
{
    CommandLine line;
    auto& [app, console, chosen] = line;
    console.phrases = Phrases(wantedLanguage(argc, argv));
    const auto help = [&](const char* key) { return console.phrases.text(key); };
    app.name("minamo-cli");
    app.description(help("cli.about"));
    app.footer(help("cli.exit-codes"));
    app.set_version_flag("--version", MINAMO_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    std::string language;
    app.add_option("--language", language, help("cli.language"))->check(CLI::IsMember({ "ja", "en" }));
    app.add_flag("--json", console.json, help("cli.json"));
    app.add_option("--progress", console.progress, help("cli.progress"))->check(CLI::IsMember({ "auto", "json", "none" }));
    addProjectCommands(line);
    addRelabelCommand(line);
    addClassCommands(line);
    addStageCommands(line);
    addModelCommands(line);
    addFeatureCommands(line);
    addInteractiveCommand(line);
    addJobCommands(line);
    addTrainDiffusionCommand(line);
    addReportCommand(line);
    addPackageCommands(line);
    addDoctorCommand(line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? exitDone : exitUsage;
    }
    return chosen ? runChosen(line) : static_cast<int>(exitUsage);
}
