#include "io/Safetensors.h"
#include "jobs/JobFolder.h"
#include "project/Project.h"

#include <csignal>
#include <cstdio>
#include <iostream>
#include <string_view>
#include <thread>
#include <unistd.h>

using namespace minamo;

namespace {

/// A job without arithmetic: options {"steps", "milliseconds" per step, "deaf": hears nothing, "failAt",
/// "adopt": {pointer, value}}. For tests of starting, stopping and repeating.
Result<Json> work(Project& project, const Json& options, JobRun& run)
{
    const int steps = options.value("steps", 20), pause = options.value("milliseconds", 50);
    const char* const taps[] = { "down_blocks.0", "down_blocks.1", "down_blocks.2", "mid_block",
        "up_blocks.0", "up_blocks.1", "up_blocks.2" };
    constexpr int timesteps[] = { 10, 50, 100, 200 };
    const Path mark = project.folder() / "steps-done";
    for (int step = 0; step < steps; ++step) {
        run.progress("extract", step, steps);
        run.event("cell", { { "tap", taps[step / 4 % 7] }, { "timestep", timesteps[step % 4] } });
        std::this_thread::sleep_for(std::chrono::milliseconds(pause));
        if (step == options.value("failAt", -1) && !std::filesystem::exists(mark)) {
            MINAMO_DO(writeFileAtomically(mark, "once"));
            return fail("memory.exhausted", { { "stage", "extract" } }, "planned failure");
        }
        if (!options.value("deaf", false) && run.cancelled())
            return cancelledError();
    }
    run.progress("extract", steps, steps);
    if (const auto adopted = options.value("adopt", Json()); adopted.is_object())
        MINAMO_DO(project.edit(
            adopted.at("pointer"), adopted.at("value"), "result-adopted", { { "stage", "extract" } }, false));
    return Json { { "steps", steps } };
}

int execute(const char* folder, const char* id)
{
    auto project = Project::open(folder);
    if (!project)
        return 1;
    const auto job = JobFolder::open(project->jobsFolder(), id);
    const auto request = job ? job->request() : tl::make_unexpected(job.error());
    if (!request)
        return 1;
    if (request->options.value("deaf", false))
        std::signal(SIGTERM, SIG_IGN);
    else
        JobRun::hearSignals();
    const auto run = JobRun::begin(*job, nullptr);
    if (!run)
        return 1;
    const auto result = work(*project, request->options, **run);
    (*run)->end(result);
    return result ? 0 : 1;
}

/// Answers every question with a photo and maps of 8 x 8 that nothing was computed for.
int converse()
{
    for (std::string line; std::getline(std::cin, line);) {
        const Json question = Json::parse(line);
        const Path file = std::filesystem::temp_directory_path()
            / ("minamo-fake-" + std::to_string(::getpid()) + "-" + question.at("id").dump());
        const std::vector<std::uint8_t> picture(3 * 64, 90);
        const std::vector<float> map(64, 1), channels(4 * 64, 2);
        const std::vector<std::int64_t> numbers { 3, 1, 2, 0 };
        const auto written = writeSafetensors(file,
            { tensorOf("noisy", DType::u8, picture, { 3, 8, 8 }),
                tensorOf("predicted", DType::u8, picture, { 3, 8, 8 }),
                tensorOf("colours", DType::u8, picture, { 3, 8, 8 }),
                tensorOf("pixels", DType::u8, picture, { 8, 8, 3 }),
                tensorOf("energy", DType::f32, map, { 8, 8 }),
                tensorOf("channels", DType::f32, channels, { 4, 8, 8 }),
                tensorOf("channelNumbers", DType::i64, numbers) });
        if (!written)
            return 1;
        Json answer { { "file", file.string() }, { "dimension", 4 },
            { "logSigma", std::vector<double>(1000, 0.5) } };
        std::puts(Json { { "id", question.at("id") }, { "answer", answer } }.dump().c_str());
        std::fflush(stdout);
    }
    return 0;
}

} // namespace

/// Stands in for minamo-cli in tests of the window: `job exec PROJECT JOB`, `interactive PROJECT` and
/// `doctor --json`.
int main(int count, char** values)
{
    if (count == 5 && std::string_view(values[1]) == "job")
        return execute(values[3], values[4]);
    if (count == 3 && std::string_view(values[1]) == "interactive")
        return converse();
    if (count >= 2 && std::string_view(values[1]) == "doctor") {
        std::puts(
            R"([{"what":"cpu","values":{"cores":8,"name":"Processor"}},{"what":"memory","values":{"total":32.0,"free":21.4}},
            {"what":"gpu","values":{"id":"cuda:0","name":"GPU 0","total":12.0,"free":10.8}},
            {"what":"model","values":{"path":"share/model"}},{"what":"disk","values":{"free":186.0,"path":"/home"}}])");
        return 0;
    }
    return 2;
}
