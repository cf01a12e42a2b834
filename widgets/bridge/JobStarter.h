#pragma once
#include "bridge/ProjectModel.h"
#include "jobs/JobFolder.h"

#include <QHash>
#include <QObject>
#include <QStringList>

class QTimer;

namespace minamo {

/// Starts, follows, stops and repeats the jobs of the open project. Jobs are processes of their own (decision
/// D2): they outlive the window, which finds them again when it opens the project. Nothing here blocks.
class JobStarter : public QObject {
    Q_OBJECT

public:
    explicit JobStarter(ProjectModel& model, QObject* parent = nullptr);
    ~JobStarter() override;

    /// Makes a job folder and starts `minamo-cli job exec PROJECT JOB`. Signals: jobStarted(id), or
    /// startFailed(error). `options` = optionsToJson(...) of the stage's options.
    void start(const std::string& stage, const Json& options);
    /// Asks the job to stop; it is killed after 1.5 s.
    void cancel(const QString& id);
    /// Starts the same job folder again (after a failure, a kill, a cancel): committed work is kept.
    void retry(const QString& id);

    /// Newest first.
    QStringList jobs() const { return m_order; }
    JobStatus status(const QString& id) const;
    std::string stage(const QString& id) const { return status(id).stage; }
    /// As they were given: what is left at its default may be missing.
    Json options(const QString& id) const { return m_jobs.value(id).options; }
    /// All events seen so far, oldest first, as jobs write them: {"event": "start" | "progress" | "cell" |
    /// "curve" | "warning" | "end" ..., "time": utc, ...}.
    const std::vector<Json>& events(const QString& id) const;
    /// The newest running job of this stage ("" = any); "" if none runs.
    QString running(const std::string& stage = {}) const;
    bool anyRunning() const { return !running().isEmpty(); }

    /// minamo-cli: MINAMO_CLI, else beside this program.
    static QString program();

Q_SIGNALS:
    void jobsChanged(); ///< a job came, went or changed state
    void jobProgressed(const QString& id); ///< status(id) has news
    void jobEvent(const QString& id, const minamo::Json& event); ///< one line of events.jsonl
    void jobStarted(const QString& id);
    void jobFinished(const QString& id); ///< done, failed, cancelled or died
    void startFailed(const minamo::Error& error);

private:
    struct Followed {
        JobStatus status;
        Json options = Json::object();
        std::vector<Json> events;
        std::uintmax_t read = 0;
        qint64 launchedAt = 0; ///< ms; not 0 while our process has not said "start" yet
        qint64 cancelAskedAt = 0; ///< ms; not 0 until the process is gone
        qint64 process = 0; ///< of our launch, once it is known
        qint64 startedAt = 0; ///< ms: the last "start"
        std::optional<std::int64_t> doneAtStart; ///< committed work that the pace must not count
        int launches = 0; ///< guards a late kill against a restarted job
        bool settled = false; ///< nothing more will come unless it is started again
    };
    struct Look;
    struct Report;
    void launch(const QString& id);
    void begin(const QString& id);
    void askToStop(const QString& id);
    void look();
    void take(std::vector<Report> reports);
    bool takeOne(const Report& report);
    bool judgeLaunch(Followed& job, const Report& report);
    static void takeStatus(Followed& job, const Report& report, bool launched);
    static void addUp(Followed& job, const Json& event);
    void reset();
    Path jobsFolder() const;

    ProjectModel& m_model;
    Background m_background { 1 };
    QTimer* m_timer;
    QHash<QString, Followed> m_jobs;
    QStringList m_order;
    bool m_looking = false;
    int m_generation = 0;
};

} // namespace minamo
