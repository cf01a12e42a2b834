#include "jobs/JobFolder.h"

#include <csignal>
#include <fmt/format.h>
#include <unistd.h>

namespace minamo {

namespace {
volatile std::sig_atomic_t stopAsked = 0;
void askToStop(int) { stopAsked = 1; }
} // namespace

void JobRun::hearSignals()
{
    struct sigaction action {};
    action.sa_handler = askToStop;
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGINT, &action, nullptr);
}

JobRun::JobRun(JobFolder job, FileLock lock, Listener listener) :
    m_job(std::move(job)), m_lock(std::move(lock)), m_listener(std::move(listener))
{
}

Result<std::unique_ptr<JobRun>> JobRun::begin(const JobFolder& job, Listener listener)
{
    // Whoever asks isRunning() holds the lock for a moment: one try could meet that and not another job.
    auto lock = FileLock::take(job.folder() / "lock", 0.3);
    if (!lock && lock.error().code != "file.locked")
        return tl::make_unexpected(std::move(lock).error());
    if (!lock)
        return fail("job.already-running", { { "id", job.id() } });
    lock->write(fmt::format("{}\n", ::getpid()));
    std::error_code ignored;
    std::filesystem::remove(job.folder() / "cancel", ignored);
    std::unique_ptr<JobRun> run(new JobRun(job, std::move(*lock), std::move(listener)));
    run->write({ { "event", "start" }, { "pid", ::getpid() } });
    return run;
}

JobRun::~JobRun() = default;

/// Not durable on purpose: an event lost by a power cut costs nothing, a sync per event would cost time.
void JobRun::write(Json event)
{
    event["time"] = utcNow();
    const std::lock_guard guard(m_mutex);
    if (!m_out.is_open())
        m_out.open(m_job.folder() / "events.jsonl", std::ios::binary | std::ios::app);
    if (!m_out) { // the disk was full: the torn line is ended, later words may find room again
        m_out.clear();
        m_out << '\n';
    }
    m_out << event.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n" << std::flush;
    if (m_listener)
        m_listener(event);
}

void JobRun::progress(std::string_view stage, std::int64_t done, std::int64_t total)
{
    write({ { "event", "progress" }, { "stage", stage }, { "done", done }, { "total", total } });
}

void JobRun::event(std::string_view kind, const Json& values)
{
    Json event = values;
    event["event"] = kind;
    write(std::move(event));
}

void JobRun::warning(const Error& what)
{
    write({ { "event", "warning" }, { "code", what.code }, { "values", what.values }, { "detail", what.detail } });
}

bool JobRun::cancelled() const
{
    if (stopAsked)
        m_stop = true;
    if (!m_stop) {
        const std::lock_guard guard(m_mutex);
        const auto now = std::chrono::steady_clock::now();
        if (now - m_looked > std::chrono::milliseconds(100)) { // a file look-up per call would cost inner loops
            m_looked = now;
            m_stop = std::filesystem::exists(m_job.folder() / "cancel");
        }
    }
    return m_stop;
}

void JobRun::end(const Result<Json>& result)
{
    if (result)
        return write({ { "event", "end" }, { "state", "done" }, { "result", *result } });
    const auto& error = result.error();
    write({ { "event", "end" }, { "state", error.code == "cancelled" ? "cancelled" : "failed" },
        { "error", { { "code", error.code }, { "values", error.values }, { "detail", error.detail } } } });
}

} // namespace minamo
