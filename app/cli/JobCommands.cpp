#include "Commands.h"
#include "JobRunner.h"
#include "jobs/JobFolder.h"

#include <fmt/format.h>

namespace minamo {

namespace {

Json toJson(const JobStatus& status)
{
    Json json { { "id", status.id }, { "stage", status.stage }, { "state", jobStateName(status.state) }, { "created", status.created },
        { "step", status.step }, { "done", status.done }, { "total", status.total }, { "seconds", status.seconds } };
    if (status.error)
        json["error"] = { { "code", status.error->code }, { "values", status.error->values } };
    return json;
}

/// The ids asked for, or all (newest last).
std::vector<std::string> idsOf(const Project& project, const std::string& id)
{
    return id.empty() ? JobFolder::list(project.jobsFolder()) : std::vector<std::string> { id };
}

int listJobs(const Console& console, const Project& project, const std::string& wanted)
{
    Json all = Json::array();
    for (const auto& id : idsOf(project, wanted)) {
        const auto job = JobFolder::open(project.jobsFolder(), id);
        const auto status = job ? job->status() : tl::make_unexpected(job.error());
        if (!status)
            return console.report(status.error());
        all.push_back(toJson(*status));
        if (!console.json)
            console.line(fmt::format("{}  {:<10} {:<10} {} / {}", id, status->stage,
                console.phrases.text(fmt::format("job.state.{}", jobStateName(status->state))), status->done, status->total));
    }
    if (console.json)
        console.print(all);
    else if (all.empty())
        console.say("cli.job.none");
    return exitDone;
}

int cancelJobs(const Console& console, const Project& project, const std::string& wanted)
{
    int stopped = 0;
    for (const auto& id : idsOf(project, wanted)) {
        const auto job = JobFolder::open(project.jobsFolder(), id);
        if (!job)
            return console.report(job.error());
        if (job->isRunning()) {
            job->cancel();
            ++stopped;
        }
    }
    if (console.json)
        console.print({ { "cancelled", stopped } });
    else
        console.say("cli.job.cancelled", { { "count", stopped } });
    return exitDone;
}

/// Without an id: the newest job that did not finish and can be done from its request alone (train-diffusion needs
/// its output folder: it goes on when the same command is given again).
std::string newestUnfinished(const Project& project)
{
    std::string newest;
    for (const auto& id : JobFolder::list(project.jobsFolder())) {
        const auto job = JobFolder::open(project.jobsFolder(), id);
        const auto status = job ? job->status() : tl::make_unexpected(job.error());
        if (status && status->state != JobState::done && status->state != JobState::running && findStage(status->stage))
            newest = id;
    }
    return newest;
}

int resumeJob(const Console& console, const Project& project, const std::string& wanted)
{
    const auto id = wanted.empty() ? newestUnfinished(project) : wanted;
    if (id.empty()) {
        console.say("cli.job.nothing-to-resume");
        return exitDone;
    }
    return runJob(console, project.folder(), id);
}

void addCommand(CommandLine& line, CLI::App& group, const char* name, std::function<int(const Project&, const std::string&)> run)
{
    const auto folder = std::make_shared<std::string>(), id = std::make_shared<std::string>();
    auto* command = group.add_subcommand(name, line.console.phrases.text(std::string("cli.job.") + name));
    command->fallthrough();
    command->add_option("PROJECT", *folder, line.console.phrases.text("cli.argument.project"))->required();
    command->add_option("ID", *id, line.console.phrases.text("cli.argument.job"));
    command->callback([&line, folder, id, run = std::move(run)] {
        line.chosen = [&line, folder, id, run] {
            const auto project = Project::open(*folder);
            return project ? run(*project, *id) : line.console.report(project.error());
        };
    });
}

} // namespace

void addJobCommands(CommandLine& line)
{
    auto* group = line.app.add_subcommand("job", line.console.phrases.text("cli.job"));
    group->require_subcommand(1);
    group->fallthrough();
    const auto& console = line.console;
    addCommand(line, *group, "list", [&console](const Project& p, const std::string& id) { return listJobs(console, p, id); });
    addCommand(line, *group, "cancel", [&console](const Project& p, const std::string& id) { return cancelJobs(console, p, id); });
    addCommand(line, *group, "resume", [&console](const Project& p, const std::string& id) { return resumeJob(console, p, id); });
    addCommand(line, *group, "exec", [&console](const Project& p, const std::string& id) { return runJob(console, p.folder(), id); });
}

} // namespace minamo
