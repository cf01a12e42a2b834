#include "Commands.h"
#include "JobRunner.h"
#include "OptionBinder.h"
#include "ProgressPrinter.h"
#include "Summaries.h"
#include "engine/stages/TrainDiffusion.h"
#include "jobs/JobFolder.h"
#include "project/Project.h"

#ifdef MINAMO_WITH_IMAGING
#include "imaging/PackStage.h"
#endif

namespace minamo {

namespace {

struct Wanted {
    std::string project, output;
    Json options = Json::object();
};

Result<void> preparePhotos([[maybe_unused]] const Project* project, [[maybe_unused]] const TrainDiffusionOptions& options,
    [[maybe_unused]] JobContext& context)
{
#ifdef MINAMO_WITH_IMAGING
    if (project && options.data == "photos")
        if (auto pack = ensurePack(*project, options.pack(), context); !pack)
            return tl::make_unexpected(std::move(pack).error());
#endif
    return {};
}

/// The job's folder is the output folder's own: training does not belong to a project when it needs none.
Result<Json> train(const Console& console, const Wanted& wanted)
{
    MINAMO_TRY(const auto given, optionsFromJson<TrainDiffusionOptions>(wanted.options));
    MINAMO_TRY(const auto options, resolveTrainDiffusion(given));
    std::optional<Project> project;
    if (!wanted.project.empty()) {
        MINAMO_TRY(project, Project::open(wanted.project));
        if (project->readOnly())
            return fail("project.read-only", { { "path", wanted.project } });
    }
    const Path jobs = project ? project->jobsFolder() : Path(wanted.output) / "jobs";
    MINAMO_TRY(const auto job, JobFolder::create(jobs, { TrainDiffusionOptions::stage, optionsToJson(given) }));
    ProgressPrinter printer(console);
    JobRun::hearSignals();
    MINAMO_TRY(const auto run, JobRun::begin(job, [&printer](const Json& event) { printer(event); }));
    auto result = preparePhotos(project ? &*project : nullptr, options, *run).and_then([&] {
        return runTrainDiffusion(given, project ? &*project : nullptr, wanted.output, *run);
    });
    run->end(result);
    printer.finish();
    if (result && console.json)
        (*result)["warnings"] = printer.warnings();
    return result;
}

} // namespace

void addTrainDiffusionCommand(CommandLine& line)
{
    const auto& phrases = line.console.phrases;
    const auto wanted = std::make_shared<Wanted>();
    const auto given = std::shared_ptr<Json>(wanted, &wanted->options);
    auto* command = line.app.add_subcommand(TrainDiffusionOptions::stage, phrases.text("cli.stage.train-diffusion"));
    command->fallthrough();
    command->add_option("PROJECT", wanted->project, phrases.text("cli.argument.project"));
    command->add_option("-o,--output", wanted->output, phrases.text("cli.train-diffusion.output"))->required();
    OptionBinder binder { *command, phrases, TrainDiffusionOptions::stage, given };
    TrainDiffusionOptions().describe(binder);
    command->callback([&line, wanted] {
        line.chosen = [&line, wanted] {
            const auto result = train(line.console, *wanted);
            if (!result)
                return line.console.report(result.error());
            printSummary(line.console, TrainDiffusionOptions::stage, *result);
            return static_cast<int>(exitDone);
        };
    });
}

} // namespace minamo
