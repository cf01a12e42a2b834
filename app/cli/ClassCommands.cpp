#include "Commands.h"
#include "data/ClassNames.h"
#include "project/Project.h"

#include <algorithm>
#include <optional>

namespace minamo {

namespace {

struct NameRequest {
    std::string folder, className;
    std::optional<std::string> ja, en; ///< not given = as it is
};

Result<Json> nameClass(const NameRequest& request)
{
    if (!request.ja && !request.en)
        return fail("class.no-name");
    MINAMO_TRY(auto project, Project::open(request.folder));
    MINAMO_TRY(const auto dataset, project.dataset());
    const auto& known = dataset.label.values;
    if (std::find(known.begin(), known.end(), request.className) == known.end())
        return fail("class.no-such-class", { { "name", request.className }, { "known", known } });
    const auto names = project.document().value("classNames", Json());
    auto shown = givenName(names, request.className);
    shown.ja = request.ja.value_or(shown.ja);
    shown.en = request.en.value_or(shown.en);
    MINAMO_DO(project.edit("/classNames", classNamed(names, request.className, shown), "class-names",
        { { "classes", request.className } }, true));
    return Json { { "class", request.className },
        { "ja", shownClass(project.document().value("classNames", Json()), request.className, Language::ja) },
        { "en",
            shownClass(project.document().value("classNames", Json()), request.className, Language::en) } };
}

} // namespace

void addClassCommands(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    auto* group = line.app.add_subcommand("class", phrases.text("cli.class"));
    group->require_subcommand(1);
    group->fallthrough();
    const auto request = std::make_shared<NameRequest>();
    auto* command = group->add_subcommand("name", phrases.text("cli.class.name"));
    command->fallthrough();
    command->add_option("PROJECT", request->folder, phrases.text("cli.argument.project"))->required();
    command->add_option("CLASS", request->className, phrases.text("cli.class.class"))->required();
    command->add_option("--ja", request->ja, phrases.text("cli.class.ja"));
    command->add_option("--en", request->en, phrases.text("cli.class.en"));
    command->callback([&line, request] {
        line.chosen = [&line, request] {
            const auto done = nameClass(*request);
            if (!done)
                return line.console.report(done.error());
            if (line.console.json)
                line.console.print(*done);
            else
                line.console.say("cli.class.named", *done);
            return static_cast<int>(exitDone);
        };
    });
}

} // namespace minamo
