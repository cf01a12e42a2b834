#pragma once
#include "base/Result.h"
#include "io/Files.h"
#include "jobs/JobContext.h"

#include <atomic>
#include <chrono>
#include <fstream>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// What a job shall do. Kept as jobs/<id>/request.json: a job can be started again from it alone.
struct JobRequest {
    std::string stage;                    ///< "run", "extract", "train" ... (app/cli's stage table)
    Json options = Json::object();        ///< optionsToJson(...)
};

enum class JobState { waiting, running, done, failed, cancelled, died };
std::string_view jobStateName(JobState state);

/// What the events of a job add up to.
struct JobStatus {
    std::string id, stage, created;
    JobState state = JobState::waiting;
    std::string step;                     ///< stage of the last progress event
    std::int64_t done = 0, total = 0;
    double seconds = 0;                   ///< running time so far (last start to last event)
    std::optional<double> secondsLeft;    ///< estimate from the pace since the last start
    int pid = 0;
    std::optional<Error> error;           ///< state failed
};

/// jobs/<id>/{request.json, events.jsonl, lock}. The process that works holds `lock`; when it is gone, however it
/// ended, the lock is free (decision D2).
class JobFolder {
public:
    static Result<JobFolder> create(const Path& jobs, const JobRequest& request);
    static Result<JobFolder> open(const Path& jobs, const std::string& id);
    static std::vector<std::string> list(const Path& jobs);       ///< ids, oldest first

    const std::string& id() const { return m_id; }
    const Path& folder() const { return m_folder; }
    Result<JobRequest> request() const;
    bool isRunning() const;
    Result<JobStatus> status() const;
    /// All complete lines of events.jsonl from byte `from` on; `from` is moved behind them.
    std::vector<Json> events(std::uintmax_t& from) const;

    /// Ask first (SIGTERM and the file "cancel"); whoever still lives after 1.5 s is killed. Returns at once if
    /// nothing runs. `wait` false: only asks; call kill() yourself 1.5 s later (the window must not block).
    void cancel(bool wait = true) const;
    void kill() const;

private:
    JobFolder(Path folder, std::string id) : m_folder(std::move(folder)), m_id(std::move(id)) { }
    int pid() const;
    Path m_folder;
    std::string m_id;
};

/// The working side: holds the lock, writes events.jsonl, hears SIGTERM / SIGINT and the file "cancel".
class JobRun : public JobContext {
public:
    /// Hears everything the job says too (the CLI's printer). May be null.
    using Listener = std::function<void(const Json& event)>;
    static Result<std::unique_ptr<JobRun>> begin(const JobFolder& job, Listener listener);
    ~JobRun() override;

    void progress(std::string_view stage, std::int64_t done, std::int64_t total) override;
    void event(std::string_view kind, const Json& values) override;
    void warning(const Error& what) override;
    bool cancelled() const override;
    /// Last event: "end" with the result, the error or "cancelled".
    void end(const Result<Json>& result);
    /// SIGTERM and SIGINT ask every JobRun of this process to stop.
    static void hearSignals();

private:
    JobRun(JobFolder job, FileLock lock, Listener listener);
    void write(Json event);
    JobFolder m_job;
    FileLock m_lock;
    Listener m_listener;
    std::ofstream m_out;
    mutable std::mutex m_mutex;
    mutable std::atomic<bool> m_stop { false };
    mutable std::chrono::steady_clock::time_point m_looked;
};

} // namespace minamo
