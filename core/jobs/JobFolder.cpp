#include "jobs/JobFolder.h"

#include "base/Hash.h"
#include "base/Random.h"
#include "io/Durability.h"

#include <algorithm>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <thread>
#include <unistd.h>

namespace minamo {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

/// "20261124-232011-123-4711": sorts by time, unique by pid.
std::string newJobId()
{
    auto now = utcNow(); // 2026-11-24T23:20:11.123Z
    std::erase_if(now, [](char c) { return c == '-' || c == ':' || c == 'Z'; });
    std::replace(now.begin(), now.end(), 'T', '-');
    std::replace(now.begin(), now.end(), '.', '-');
    return fmt::format("{}-{}", now, ::getpid());
}

/// Seconds since 1970 of a text made by utcNow().
double secondsOf(const std::string& utc)
{
    std::tm time {};
    if (!::strptime(utc.c_str(), "%Y-%m-%dT%H:%M:%S", &time))
        return 0;
    const auto dot = utc.find('.');
    return static_cast<double>(::timegm(&time)) + (dot == std::string::npos ? 0 : std::atof(utc.c_str() + dot));
}

/// Folds one event into the status. `startDone` is the work that was already committed at the last start.
struct Fold {
    JobStatus status;
    double started = 0, last = 0;
    std::optional<std::int64_t> startDone;

    void operator()(const Json& event)
    {
        const auto kind = event.value("event", "");
        last = secondsOf(event.value("time", ""));
        if (kind == "start") {
            started = last;
            startDone.reset();
            status.state = JobState::running;
            status.error.reset();
            status.pid = event.value("pid", 0);
        } else if (kind == "progress") {
            status.step = event.value("stage", "");
            status.done = event.value("done", std::int64_t { 0 });
            status.total = event.value("total", std::int64_t { 0 });
            if (!startDone)
                startDone = status.done;
        } else if (kind == "end") {
            end(event);
        }
    }
    void end(const Json& event)
    {
        const auto how = event.value("state", "");
        status.state = how == "done" ? JobState::done : how == "cancelled" ? JobState::cancelled : JobState::failed;
        if (const auto error = event.value("error", Json()); error.is_object())
            status.error = Error { error.value("code", ""), error.value("values", Json::object()), error.value("detail", "") };
    }
    void estimate()
    {
        status.seconds = started > 0 ? last - started : 0;
        const auto advanced = startDone ? status.done - *startDone : 0;
        if (status.state == JobState::running && advanced > 0 && status.total > 0)
            status.secondsLeft = status.seconds / static_cast<double>(advanced) * static_cast<double>(status.total - status.done);
    }
};

} // namespace

std::string_view jobStateName(JobState state)
{
    constexpr std::string_view names[] = { "waiting", "running", "done", "failed", "cancelled", "died" };
    return names[static_cast<int>(state)];
}

Result<JobFolder> JobFolder::create(const Path& jobs, const JobRequest& request)
{
    const auto id = newJobId();
    const Path folder = jobs / id;
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return cannotWrite(folder, error.value());
    auto written = writeJson(folder / "request.json",
        { { "stage", request.stage }, { "options", request.options }, { "created", utcNow() } });
    if (!written) {
        fs::remove(folder, error); // a folder that nobody could start is no job
        return tl::make_unexpected(std::move(written).error());
    }
    return JobFolder(folder, id);
}

Result<JobFolder> JobFolder::open(const Path& jobs, const std::string& id)
{
    std::error_code unreachable;
    if (id.empty() || id.find('/') != std::string::npos || !fs::exists(jobs / id / "request.json", unreachable))
        return fail("job.unknown", { { "id", id } });
    return JobFolder(jobs / id, id);
}

std::vector<std::string> JobFolder::list(const Path& jobs)
{
    std::vector<std::string> ids;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(jobs, ignored))
        if (fs::exists(entry.path() / "request.json", ignored))
            ids.push_back(entry.path().filename().string());
    std::sort(ids.begin(), ids.end());
    return ids;
}

Result<JobRequest> JobFolder::request() const
{
    MINAMO_TRY(const Json json, readJson(m_folder / "request.json"));
    return JobRequest { json.value("stage", ""), json.value("options", Json::object()) };
}

bool JobFolder::isRunning() const { return FileLock::isHeld(m_folder / "lock"); }

Result<JobStatus> JobFolder::status() const
{
    MINAMO_TRY(const Json request, readJson(m_folder / "request.json"));
    Fold fold;
    fold.status.id = m_id;
    fold.status.stage = request.value("stage", "");
    fold.status.created = request.value("created", "");
    std::uintmax_t from = 0;
    for (const auto& event : events(from))
        fold(event);
    fold.estimate();
    if (fold.status.state == JobState::running && !isRunning())
        fold.status.state = JobState::died;
    return fold.status;
}

std::vector<Json> JobFolder::events(std::uintmax_t& from) const
{
    std::vector<Json> events;
    std::ifstream in(m_folder / "events.jsonl", std::ios::binary);
    in.seekg(static_cast<std::streamoff>(from));
    for (std::string line; in && std::getline(in, line) && !in.eof();) {
        from += line.size() + 1;
        if (Json parsed = Json::parse(line, nullptr, false); parsed.is_object())
            events.push_back(std::move(parsed));
    }
    return events;
}

int JobFolder::pid() const
{
    const auto text = readFile(m_folder / "lock").value_or("");
    return std::atoi(text.c_str());
}

void JobFolder::cancel(bool wait) const
{
    if (!isRunning())
        return;
    static_cast<void>(writeFileAtomically(m_folder / "cancel", ""));
    if (const int process = pid(); process > 0)
        ::kill(process, SIGTERM);
    const auto end = Clock::now() + std::chrono::milliseconds(1500);
    while (wait && isRunning()) {
        if (Clock::now() > end)
            return kill();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

void JobFolder::kill() const
{
    if (const int process = pid(); process > 0 && isRunning())
        ::kill(process, SIGKILL);
}

} // namespace minamo
