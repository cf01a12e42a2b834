#include "Commands.h"
#include "ProjectInfo.h"
#include "project/PhotoFolder.h"

namespace minamo {

namespace {

int newProject(const Console& console, const std::string& folder, const std::string& name)
{
    const auto project = Project::create(folder, name);
    if (!project)
        return console.report(project.error());
    if (console.json)
        console.print({ { "folder", project->folder().string() }, { "name", project->name() } });
    else
        console.say("cli.project.created", { { "name", project->name() }, { "path", project->folder().string() } });
    return exitDone;
}

int showProject(const Console& console, const std::string& folder)
{
    const auto project = Project::open(folder);
    if (!project)
        return console.report(project.error());
    const auto info = projectInfo(*project, console.phrases);
    if (!info)
        return console.report(info.error());
    if (console.json)
        console.print(*info);
    else
        printProjectInfo(console, *info);
    return exitDone;
}

int relocate(const Console& console, const std::string& folder, const std::string& photos)
{
    auto project = Project::open(folder);
    if (!project)
        return console.report(project.error());
    if (const auto moved = relocatePhotos(*project, photos); !moved)
        return console.report(moved.error());
    const Json place { { "path", project->text("/photoFolder") } };
    if (console.json)
        console.print(place);
    else
        console.say("cli.relocated", place);
    return exitDone;
}

void addRelocate(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    const auto folder = std::make_shared<std::string>(), photos = std::make_shared<std::string>();
    auto* command = line.app.add_subcommand("relocate", phrases.text("cli.relocate"));
    command->fallthrough();
    command->add_option("PROJECT", *folder, phrases.text("cli.argument.project"))->required();
    command->add_option("FOLDER", *photos, phrases.text("cli.argument.photos-now"))->required();
    command->callback(
        [&line, folder, photos] { line.chosen = [&line, folder, photos] { return relocate(line.console, *folder, *photos); }; });
}

} // namespace

void addProjectCommands(CommandLine& line)
{
    auto* group = line.app.add_subcommand("project", line.console.phrases.text("cli.project"));
    group->require_subcommand(1);
    group->fallthrough();
    const auto folder = std::make_shared<std::string>(), name = std::make_shared<std::string>();
    auto* create = group->add_subcommand("new", line.console.phrases.text("cli.project.new"));
    create->fallthrough();
    create->add_option("PROJECT", *folder, line.console.phrases.text("cli.argument.project"))->required();
    create->add_option("--name", *name, line.console.phrases.text("cli.project.name"));
    create->callback([&line, folder, name] { line.chosen = [&line, folder, name] { return newProject(line.console, *folder, *name); }; });
    auto* info = group->add_subcommand("info", line.console.phrases.text("cli.project.info"));
    info->fallthrough();
    info->add_option("PROJECT", *folder, line.console.phrases.text("cli.argument.project"))->required();
    info->callback([&line, folder] { line.chosen = [&line, folder] { return showProject(line.console, *folder); }; });
    addRelocate(line);
}

} // namespace minamo
