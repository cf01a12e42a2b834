#include "JobRunner.h"

#include "ProgressPrinter.h"
#include "Summaries.h"
#include "jobs/JobFolder.h"

#include <new>

namespace minamo {

namespace {

/// A stage returns errors; what libraries throw (out of memory, LibTorch) must not lose the job's last word.
Result<Json> runGuarded(const StageEntry& stage, Project& project, const Json& options, JobContext& context)
{
    try {
        return stage.run(project, options, context);
    } catch (const std::bad_alloc&) {
        return fail("memory.exhausted", { { "stage", stage.name } });
    } catch (const std::exception& e) {
        return fail("stage.failed", { { "stage", stage.name } }, std::string(e.what()).substr(0, 600));
    }
}

Result<Json> execute(const Console& console, Project& project, const JobFolder& job)
{
    MINAMO_TRY(const JobRequest request, job.request());
    const auto* stage = findStage(request.stage);
    if (!stage)
        return fail("job.unknown-stage", { { "stage", request.stage } });
    MINAMO_TRY(const Json options, stage->complete(request.options));
    ProgressPrinter printer(console);
    JobRun::hearSignals();
    MINAMO_TRY(const auto run, JobRun::begin(job, [&printer](const Json& event) { printer(event); }));
    auto result = runGuarded(*stage, project, options, *run);
    run->end(result);
    printer.finish();
    if (result && console.json)
        (*result)["warnings"] = printer.warnings();
    return result;
}

} // namespace

int runJob(const Console& console, const Path& projectFolder, const std::string& id)
{
    auto project = Project::open(projectFolder);
    if (!project)
        return console.report(project.error());
    const auto job = JobFolder::open(project->jobsFolder(), id);
    if (!job)
        return console.report(job.error());
    if (const auto writable = project->writable(); !writable)
        return console.report(writable.error());
    const auto result = execute(console, *project, *job);
    if (!result)
        return console.report(result.error());
    const auto request = job->request();
    printSummary(console, request ? request->stage : "", *result);
    return exitDone;
}

int runAsJob(const Console& console, const Path& projectFolder, const std::string& stageName, const Json& given)
{
    auto project = Project::open(projectFolder);
    if (!project)
        return console.report(project.error());
    const auto* stage = findStage(stageName);
    auto options = stage ? stage->complete(given) : fail("job.unknown-stage", { { "stage", stageName } });
    if (!options) {
        console.report(options.error());
        return exitUsage;
    }
    if (const auto writable = project->writable(); !writable)
        return console.report(writable.error());
    const auto job = JobFolder::create(project->jobsFolder(), { stageName, *options });
    if (!job)
        return console.report(job.error());
    return runJob(console, projectFolder, job->id());
}

} // namespace minamo
