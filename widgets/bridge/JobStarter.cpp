#include "bridge/JobStarter.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileInfo>
#include <QProcess>
#include <QTimer>
#include <cerrno>
#include <csignal>

namespace minamo {

namespace {

constexpr int quickLook = 150, slowLook = 1000; // ms
constexpr int killAfter = 1500, launchPatience = 15000;

qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

/// Its output goes to the job's folder: the only trace of a process that could not even begin.
Result<qint64> spawn(const QString& program, const QString& project, const JobFolder& job)
{
    if (!QFileInfo(program).isExecutable())
        return fail("job.no-program", { { "program", program.toStdString() } });
    QProcess process;
    process.setProgram(program);
    process.setArguments({ "job", "exec", project, QString::fromStdString(job.id()) });
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QString::fromStdString((job.folder() / "stderr.log").string()));
    qint64 id = 0;
    if (!process.startDetached(&id))
        return fail("job.cannot-start", { { "program", program.toStdString() } },
            process.errorString().toStdString());
    return id;
}

/// Also true for a dead process that nobody has waited for yet.
bool isGone(qint64 process)
{
    if (process <= 0)
        return false;
    if (::kill(static_cast<pid_t>(process), 0) != 0)
        return errno == ESRCH;
    const auto line = readFile("/proc/" + std::to_string(process) + "/stat").value_or("");
    const auto name = line.rfind(") "); // a name may hold anything
    return name != std::string::npos && line.compare(name, 3, ") Z") == 0;
}

bool isEvent(const Json& event, const char* kind)
{
    return event.value("event", "") == kind;
}

bool saysStart(const std::vector<Json>& events)
{
    return std::any_of(
        events.begin(), events.end(), [](const Json& event) { return isEvent(event, "start"); });
}

/// The events after which the state of a job must be read from its folder.
bool saysTurn(const std::vector<Json>& events)
{
    return saysStart(events) || (!events.empty() && isEvent(events.back(), "end"));
}

} // namespace

struct JobStarter::Look {
    QString id;
    std::uintmax_t read;
    qint64 process; ///< that was launched and has said nothing yet; else 0
};

struct JobStarter::Report {
    QString id;
    std::optional<JobStatus> status; ///< nothing: as before, but for the events
    Json options;
    std::vector<Json> events; ///< new ones
    std::uintmax_t read = 0;
    qint64 gone = 0; ///< the launched process, if it is gone
    bool running = false;
    std::string errors; ///< what it wrote to stderr.log, if it does not run

    static Report of(const JobFolder& job, const Look& seen, bool fresh);
};

/// Only what was appended is read; the whole folder at a job's turns alone.
JobStarter::Report JobStarter::Report::of(const JobFolder& job, const Look& seen, bool fresh)
{
    Report report;
    report.id = seen.id;
    report.read = seen.read;
    report.gone = isGone(seen.process) ? seen.process : 0; // before its events: then they are complete
    report.running = job.isRunning();
    if (fresh)
        report.options = job.request().value_or(JobRequest {}).options;
    report.events = job.events(report.read);
    if (report.running && !fresh && report.gone == 0 && !saysTurn(report.events))
        return report;
    report.status = job.status().value_or(JobStatus {});
    for (auto& event : job.events(report.read)) // what the status may know already
        report.events.push_back(std::move(event));
    if (!report.running)
        report.errors = readFile(job.folder() / "stderr.log").value_or("");
    return report;
}

JobStarter::JobStarter(ProjectModel& model, QObject* parent) :
    QObject(parent), m_model(model), m_timer(new QTimer(this))
{
    m_timer->setInterval(slowLook);
    connect(m_timer, &QTimer::timeout, this, &JobStarter::look);
    connect(&model, &ProjectModel::opened, this, [this] {
        reset();
        m_timer->start();
        look();
    });
    connect(&model, &ProjectModel::closed, this, [this] {
        m_timer->stop();
        reset();
    });
}

JobStarter::~JobStarter() = default;

void JobStarter::reset()
{
    ++m_generation;
    m_jobs.clear();
    m_order.clear();
    Q_EMIT jobsChanged();
}

Path JobStarter::jobsFolder() const
{
    return m_model.project() ? m_model.project()->jobsFolder() : Path();
}

QString JobStarter::program()
{
    const auto named = qEnvironmentVariable("MINAMO_CLI");
    return named.isEmpty() ? QCoreApplication::applicationDirPath() + "/minamo-cli" : named;
}

JobStatus JobStarter::status(const QString& id) const
{
    return m_jobs.value(id).status;
}

const std::vector<Json>& JobStarter::events(const QString& id) const
{
    static const std::vector<Json> none;
    const auto found = m_jobs.constFind(id);
    return found == m_jobs.constEnd() ? none : found->events;
}

QString JobStarter::running(const std::string& stage) const
{
    for (const auto& id : m_order) {
        const auto& status = m_jobs[id].status;
        const bool live = status.state == JobState::running || m_jobs[id].launchedAt > 0;
        if (live && (stage.empty() || status.stage == stage))
            return id;
    }
    return {};
}

void JobStarter::start(const std::string& stage, const Json& options)
{
    if (!m_model.isOpen())
        return;
    if (const auto& barrier = m_model.barrier()) {
        Q_EMIT startFailed(*barrier);
        return;
    }
    const auto work = [jobs = jobsFolder(), request = JobRequest { stage, options }] {
        return JobFolder::create(jobs, request);
    };
    m_background.run(this, work, [this, stage, options, generation = m_generation](Result<JobFolder> job) {
        if (generation != m_generation)
            return;
        if (!job) {
            Q_EMIT startFailed(job.error());
            return;
        }
        const auto id = QString::fromStdString(job->id());
        m_jobs[id].status.id = job->id();
        m_jobs[id].status.stage = stage;
        m_jobs[id].status.created = utcNow();
        m_jobs[id].options = options;
        if (!m_order.contains(id))
            m_order.prepend(id);
        launch(id);
        Q_EMIT jobStarted(id);
    });
}

void JobStarter::retry(const QString& id)
{
    if (const auto& barrier = m_model.barrier()) {
        Q_EMIT startFailed(*barrier);
        return;
    }
    if (m_jobs.contains(id) && m_jobs[id].status.state != JobState::running && m_jobs[id].launchedAt == 0)
        launch(id);
}

void JobStarter::launch(const QString& id)
{
    auto& job = m_jobs[id];
    job.status.state = JobState::waiting;
    job.status.error.reset();
    job.launchedAt = nowMs();
    job.cancelAskedAt = 0;
    job.process = 0;
    job.settled = false;
    ++job.launches;
    begin(id);
    m_timer->start(quickLook);
    Q_EMIT jobsChanged();
}

void JobStarter::begin(const QString& id)
{
    const auto work = [jobs = jobsFolder(), project = m_model.folder(), program = program(),
                          name = id.toStdString()]() -> Result<qint64> {
        MINAMO_TRY(const auto job, JobFolder::open(jobs, name));
        return spawn(program, project, job);
    };
    m_background.run(this, work, [this, id, generation = m_generation](Result<qint64> started) {
        if (generation != m_generation)
            return;
        auto& job = m_jobs[id];
        job.process = started.value_or(0);
        if (started)
            return;
        job.status.state = JobState::failed;
        job.status.error = started.error();
        job.launchedAt = 0;
        job.settled = true;
        Q_EMIT startFailed(started.error());
        Q_EMIT jobsChanged();
        Q_EMIT jobFinished(id);
    });
}

void JobStarter::cancel(const QString& id)
{
    const auto found = m_jobs.find(id);
    if (found == m_jobs.end() || found->settled || found->cancelAskedAt > 0)
        return;
    found->cancelAskedAt = nowMs();
    m_timer->start(quickLook);
    if (found->launchedAt == 0) // else as soon as it has said "start": before that it would not hear
        askToStop(id);
}

void JobStarter::askToStop(const QString& id)
{
    const auto act = [this, id](bool kill) {
        const auto work = [jobs = jobsFolder(), name = id.toStdString(), kill]() -> Result<void> {
            MINAMO_TRY(const auto job, JobFolder::open(jobs, name));
            kill ? job.kill() : job.cancel(false);
            return {};
        };
        m_background.run(this, work, [](const Result<void>&) {});
    };
    act(false);
    const auto left = qMax<qint64>(0, m_jobs[id].cancelAskedAt + killAfter - nowMs());
    QTimer::singleShot(static_cast<int>(left), this, [this, id, act, launches = m_jobs[id].launches] {
        const auto found = m_jobs.constFind(id);
        if (found != m_jobs.constEnd() && !found->settled && found->launches == launches)
            act(true);
    });
}

void JobStarter::look()
{
    if (m_looking || !m_model.isOpen())
        return;
    m_looking = true;
    std::vector<Look> known;
    for (auto job = m_jobs.cbegin(); job != m_jobs.cend(); ++job)
        known.push_back(
            { job.key(), job->settled ? UINTMAX_MAX : job->read, job->launchedAt > 0 ? job->process : 0 });
    const auto work = [jobs = jobsFolder(), known = std::move(known)] {
        std::vector<Report> reports;
        for (const auto& name : JobFolder::list(jobs)) {
            const auto id = QString::fromStdString(name);
            const auto seen
                = std::find_if(known.begin(), known.end(), [&](const Look& look) { return look.id == id; });
            const auto job = JobFolder::open(jobs, name);
            if (!job || (seen != known.end() && seen->read == UINTMAX_MAX))
                continue;
            const bool fresh = seen == known.end();
            reports.push_back(Report::of(*job, fresh ? Look { id, 0, 0 } : *seen, fresh));
        }
        return reports;
    };
    m_background.run(this, work, [this, generation = m_generation](std::vector<Report> reports) {
        m_looking = false;
        if (generation == m_generation)
            take(std::move(reports));
    });
}

void JobStarter::take(std::vector<Report> reports)
{
    bool changed = false;
    for (const auto& report : reports)
        changed = takeOne(report) || changed;
    if (changed)
        Q_EMIT jobsChanged();
    const bool live
        = std::any_of(m_jobs.cbegin(), m_jobs.cend(), [](const Followed& job) { return !job.settled; });
    m_timer->start(live ? quickLook : slowLook);
}

/// True while the report is still about the time before our launch.
bool JobStarter::judgeLaunch(Followed& job, const Report& report)
{
    if (job.launchedAt == 0)
        return false;
    const bool said = saysStart(report.events), gone = report.gone > 0 && report.gone == job.process;
    if (!said && !gone && nowMs() - job.launchedAt < launchPatience)
        return true;
    job.launchedAt = 0;
    if (said && job.cancelAskedAt > 0)
        askToStop(report.id);
    return false;
}

/// As JobFolder::status() adds them up.
void JobStarter::addUp(Followed& job, const Json& event)
{
    auto& status = job.status;
    const auto time
        = QDateTime::fromString(QString::fromStdString(event.value("time", "")), Qt::ISODateWithMs);
    if (isEvent(event, "start")) {
        job.startedAt = time.toMSecsSinceEpoch();
        job.doneAtStart.reset();
    }
    status.seconds = static_cast<double>(time.toMSecsSinceEpoch() - job.startedAt) / 1000;
    if (!isEvent(event, "progress"))
        return;
    status.step = event.value("stage", "");
    status.done = event.value("done", std::int64_t { 0 });
    status.total = event.value("total", std::int64_t { 0 });
    if (!job.doneAtStart)
        job.doneAtStart = status.done;
    if (const auto advanced = status.done - *job.doneAtStart; advanced > 0 && status.total > 0)
        status.secondsLeft = status.seconds / static_cast<double>(advanced)
            * static_cast<double>(status.total - status.done);
}

void JobStarter::takeStatus(Followed& job, const Report& report, bool launched)
{
    if (!report.status || report.status->state == JobState::running)
        for (const auto& event : report.events)
            addUp(job, event);
    auto& status = job.status = report.status.value_or(job.status);
    if (!report.running && (status.state == JobState::waiting || (launched && !saysStart(report.events))))
        status.state = JobState::died; // never said a word
    if (status.state == JobState::died && job.cancelAskedAt > 0)
        status.state = JobState::cancelled; // it did not listen and was killed, as the user wanted
    if (status.state == JobState::died)
        status.error = Error { "job.died", {}, report.errors };
}

bool JobStarter::takeOne(const Report& report)
{
    const bool fresh = !m_jobs.contains(report.id);
    auto& job = m_jobs[report.id];
    if (fresh) {
        m_order.prepend(report.id);
        job.options = report.options;
        job.status = *report.status; // of a job not seen before it is always read
        std::sort(m_order.begin(), m_order.end(), std::greater<>());
        if (job.status.state == JobState::waiting) // someone else's, about to begin
            job.launchedAt = nowMs();
    }
    const bool launched = job.launchedAt > 0;
    if (judgeLaunch(job, report))
        return fresh;
    const auto before = job.status.state;
    takeStatus(job, report, launched);
    job.read = report.read;
    const bool over = job.status.state != JobState::running && job.status.state != JobState::waiting;
    job.settled = over;
    job.events.insert(job.events.end(), report.events.begin(), report.events.end());
    if (over && fresh)
        return true;
    for (const auto& event : report.events)
        Q_EMIT jobEvent(report.id, event);
    if (!report.events.empty())
        Q_EMIT jobProgressed(report.id);
    if (over)
        Q_EMIT jobFinished(report.id);
    return fresh || before != m_jobs[report.id].status.state;
}

} // namespace minamo
