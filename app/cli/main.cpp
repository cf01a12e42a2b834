#include "Commands.h"

#include <cstring>

using namespace minamo;

namespace {

/// The language must be known before --help can be written.
Language wantedLanguage(int argc, char** argv)
{
    for (int i = 1; i + 1 < argc; ++i)
        if (std::strcmp(argv[i], "--language") == 0)
            return languageFromCode(argv[i + 1]).value_or(Language::en);
    return languageOfEnvironment();
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
    addStageCommands(line);
    addModelCommands(line);
    addFeatureCommands(line);
    addJobCommands(line);
    addTrainDiffusionCommand(line);
    addDoctorCommand(line);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        return app.exit(e) == 0 ? exitDone : exitUsage;
    }
    return chosen ? chosen() : static_cast<int>(exitUsage);
}
