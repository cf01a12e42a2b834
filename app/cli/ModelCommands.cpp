#include "Commands.h"
#include "engine/stages/ModelCommands.h"
#include "project/Project.h"
#include "stages/Stage.h"

#include <fmt/format.h>

namespace minamo {

namespace {

int showModel(const Console& console, const std::string& folder)
{
    const auto info = modelInfo(folder);
    if (!info)
        return console.report(info.error());
    if (console.json)
        console.print(*info);
    else
        for (const auto& [name, value] : info->items())
            console.line(fmt::format("{}: {}", name, value.is_string() ? value.get<std::string>() : value.dump()));
    return exitDone;
}

/// Always one JSON object on one line, as scripts want it; exit 0 only if every reference value was met. `rest` is
/// what stands beside an error.
int tellVerdict(const Console& console, const Result<Json>& verdict, Json rest)
{
    if (verdict) {
        console.print(*verdict);
        return verdict->value("ok", false) ? exitDone : exitFailed;
    }
    rest["ok"] = false;
    rest["error"] = console.toJson(verdict.error());
    console.print(rest);
    Console human = console;
    human.json = false;
    return human.report(verdict.error());
}

int verify(const Console& console, const std::string& folder, std::optional<double> rtol, std::optional<double> atol)
{
    return tellVerdict(console, verifyModel(folder, rtol, atol),
        { { "compared", 0 }, { "keys", 0 }, { "missing", Json::array() }, { "max_abs", nullptr }, { "max_rel", nullptr },
            { "worst", nullptr } });
}

int add(const Console& console, const std::string& projectFolder, const std::string& folder)
{
    auto project = Project::open(projectFolder);
    if (!project)
        return console.report(project.error());
    const auto result = addModel(*project, folder);
    if (!result)
        return console.report(result.error());
    if (const auto adopted = adopt(*project, "model", *result); !adopted)
        return console.report(adopted.error());
    if (console.json)
        console.print(result->summary);
    else
        console.say("cli.model.added", { { "name", result->summary.value("name", "") } });
    for (const auto& warning : result->summary.at("warnings")) // a missing key that changes the features, for example
        fmt::print(stderr, "{}\n", console.phrases.sentence({ warning.get<std::string>(), Json::object(), {} }));
    return exitDone;
}

} // namespace

void addModelCommands(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    auto* group = line.app.add_subcommand("model", phrases.text("cli.model"));
    group->require_subcommand(1);
    group->fallthrough();
    const auto folder = std::make_shared<std::string>(), project = std::make_shared<std::string>(),
               keys = std::make_shared<std::string>();
    const auto rtol = std::make_shared<std::optional<double>>(), atol = std::make_shared<std::optional<double>>();
    const auto command = [&](const char* name) {
        auto* added = group->add_subcommand(name, phrases.text(std::string("cli.model.") + name));
        added->fallthrough();
        return added;
    };
    auto* info = command("info");
    info->add_option("MODEL", *folder, phrases.text("cli.argument.model"))->required();
    info->callback([&line, folder] { line.chosen = [&line, folder] { return showModel(line.console, *folder); }; });
    auto* check = command("verify");
    auto* what = check->add_option_group(phrases.text("cli.model.what"));
    what->add_option("MODEL", *folder, phrases.text("cli.argument.model"));
    what->add_option("--keys", *keys, phrases.text("cli.model.keys"));
    what->require_option(1);
    check->add_option("--rtol", *rtol, phrases.text("cli.model.rtol"));
    check->add_option("--atol", *atol, phrases.text("cli.model.atol"));
    check->callback([&line, folder, keys, rtol, atol] {
        line.chosen = [&line, folder, keys, rtol, atol] {
            return keys->empty() ? verify(line.console, *folder, *rtol, *atol)
                                 : tellVerdict(line.console, verifyKeys(*keys), Json::object());
        };
    });
    auto* use = command("add");
    use->add_option("PROJECT", *project, phrases.text("cli.argument.project"))->required();
    use->add_option("MODEL", *folder, phrases.text("cli.argument.model"))->required();
    use->callback([&line, project, folder] {
        line.chosen = [&line, project, folder] { return add(line.console, *project, *folder); };
    });
    addSampleCommand(line, *group);
}

} // namespace minamo
