#include "Commands.h"
#include "data/LabelEdits.h"
#include "project/Project.h"

#include <algorithm>

namespace minamo {

namespace {

struct RelabelRequest {
    std::string folder, className;
    std::vector<std::string> photos;
    bool restore = false;
};

/// Samples of these photos: relative paths as the project shows them; a photo in tiles has several.
Result<std::vector<std::uint64_t>> samplesOf(const Dataset& dataset, const std::vector<std::string>& photos)
{
    std::vector<std::uint64_t> samples;
    for (const auto& photo : photos) {
        const auto before = samples.size();
        for (std::size_t row = 0; row < dataset.size(); ++row)
            if (dataset.paths[row] == photo)
                samples.push_back(dataset.ids[row]);
        if (samples.size() == before)
            return fail("relabel.no-such-photo", { { "path", photo } });
    }
    return samples;
}

Result<Json> relabel(const RelabelRequest& request)
{
    if (request.restore == !request.className.empty())
        return fail("relabel.which-class");
    MINAMO_TRY(auto project, Project::open(request.folder));
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const auto samples, samplesOf(dataset, request.photos));
    const Json values { { "count", samples.size() }, { "name", request.className } };
    MINAMO_DO(project.edit("/labels",
        relabelled(project.document().value("labels", Json()), samples, request.className),
        request.restore ? "labels-restored" : "relabelled", values, true));
    return values;
}

} // namespace

void addRelabelCommand(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    const auto request = std::make_shared<RelabelRequest>();
    auto* command = line.app.add_subcommand("relabel", phrases.text("cli.relabel"));
    command->fallthrough();
    command->add_option("PROJECT", request->folder, phrases.text("cli.argument.project"))->required();
    command->add_option("PHOTO", request->photos, phrases.text("cli.relabel.photos"))->required();
    command->add_option("--to", request->className, phrases.text("cli.relabel.to"));
    command->add_flag("--restore", request->restore, phrases.text("cli.relabel.restore"));
    command->callback([&line, request] {
        line.chosen = [&line, request] {
            const auto done = relabel(*request);
            if (!done)
                return line.console.report(done.error());
            if (line.console.json)
                line.console.print(*done);
            else
                line.console.say(
                    request->restore ? "edit.labels-restored" : "edit.relabelled", *done);
            return static_cast<int>(exitDone);
        };
    });
}

} // namespace minamo
