#include "WindowFixture.h"
#include "jobs/JobsPanel.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>
#include <csignal>

using namespace minamo;

namespace {

/// Gone, or ended and not yet collected by its parent.
bool isGone(int pid)
{
    QFile file(QString("/proc/%1/stat").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return true;
    const auto text = file.readAll();
    const auto state = text.mid(text.lastIndexOf(')') + 2, 1);
    return state == "Z" || state == "X";
}

/// A window with the real minamo-cli, and the clicks on its jobs.
class Clicker : public WindowFixture {
public:
    explicit Clicker(const QString& project) : WindowFixture(realCli())
    {
        window->show();
        QObject::connect(
            &starter, &JobStarter::jobEvent, window.get(), [this](const QString& id, const Json& event) {
                if (id == m_job && event.value("event", "") == "progress")
                    m_steps.insert(QString::fromStdString(event.value("stage", "")));
            });
        model.create(project, "Cancel");
    }

    bool start(const std::string& stage, const Json& options = Json::object())
    {
        m_job.clear();
        m_steps.clear();
        const auto connection = QObject::connect(
            &starter, &JobStarter::jobStarted, window.get(), [this](const QString& id) { m_job = id; });
        starter.start(stage, options);
        const bool started = QTest::qWaitFor([this] { return !m_job.isEmpty(); }, 10000);
        QObject::disconnect(connection);
        window->jobsPanel().show();
        return started;
    }
    /// Waits until the job has begun this step. False if it ended before.
    bool reach(const QString& step)
    {
        return QTest::qWaitFor([&] { return m_steps.contains(step) || isOver(); }, 120000) && !isOver();
    }
    /// Clicks the job's button; milliseconds until its process is gone, -1 if it lived too long.
    qint64 cancel()
    {
        auto* button = row()->findChild<QToolButton*>("cancel");
        const int pid = starter.status(m_job).pid;
        if (!button->isVisible() || pid <= 0)
            return -1;
        QElapsedTimer since;
        since.start();
        click(button);
        return QTest::qWaitFor([&] { return isGone(pid); }, 4000) ? since.elapsed() : -1;
    }
    bool isOver() const
    {
        return !m_job.isEmpty() && state() != JobState::running && state() != JobState::waiting;
    }
    JobState state() const { return starter.status(m_job).state; }
    bool waitFor(JobState wanted)
    {
        const bool over = QTest::qWaitFor([&] { return isOver(); }, 180000 * slowdown());
        if (const auto error = starter.status(m_job).error; state() != wanted && error)
            qWarning("%s %s", error->code.c_str(), error->detail.c_str());
        return over && state() == wanted;
    }
    /// "Resume" or "Run again" of the job's row.
    void retry()
    {
        m_steps.clear();
        click(row()->findChild<QPushButton*>("retry"));
    }
    QWidget* row() { return window->jobsPanel().findChild<QWidget*>("job-" + m_job); }
    const QString& job() const { return m_job; }
    /// As if these steps had never been done.
    void forget(const QStringList& kinds)
    {
        QDir artifacts(model.folder() + "/artifacts");
        for (const auto& name : artifacts.entryList(QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot))
            for (const auto& kind : kinds)
                if (name.startsWith(kind + "-") || name.startsWith(".work-" + kind + "-"))
                    QDir(artifacts.filePath(name)).removeRecursively();
    }

private:
    QString m_job;
    QSet<QString> m_steps; ///< that it has been at
};

void tell(std::vector<qint64> times)
{
    std::sort(times.begin(), times.end());
    qInfo("%d of %d cancelled jobs gone; after %lld ms (median), %lld ms (longest)",
        static_cast<int>(
            std::count_if(times.begin(), times.end(), [](qint64 ms) { return ms >= 0 && ms < 2000; })),
        static_cast<int>(times.size()), times[times.size() / 2], times.back());
}

/// A place to cancel at: the job, the step of it, and how long after its first word.
struct Moment {
    const char* stage;
    const char* step;
    int delay; ///< ms
    QStringList forget;
    Json options = Json::object();
};

/// Each photo under eight names: reading them takes long enough to be stopped. "" if that fails.
QString manyPhotos(const QString& photos, const QString& folder)
{
    QDirIterator all(photos, { "*.png" }, QDir::Files, QDirIterator::Subdirectories);
    QDir().mkpath(folder);
    for (int i = 0; all.hasNext(); ++i) {
        const auto photo = all.next().toStdString();
        for (int copy = 0; copy < 8; ++copy) {
            const auto name = QString("%1/%2-%3.png").arg(folder).arg(i).arg(copy).toStdString();
            std::error_code error;
            std::filesystem::create_hard_link(photo, name, error);
            if (error)
                return {};
        }
    }
    return folder;
}

std::vector<Moment> twentyMoments(const QString& photos)
{
    const Json sample { { "seed", 8 }, { "count", 400 } }, import { { "folder", photos.toStdString() } },
        encoder { { "fast", false }, { "width", 16 } };
    const QStringList later { "score", "discover", "embed", "train" };
    const QStringList all = QStringList { "cell" } + later;
    return { { "sample", "sample", 0, {}, sample }, { "sample", "sample", 700, {}, sample },
        { "import", "import", 0, {}, import }, { "run", "pack", 0, all + QStringList { "pack" } },
        { "run", "extract", 0, all }, { "run", "extract", 500, all }, { "run", "extract", 2500, all },
        { "run", "score", 0, later }, { "run", "score", 400, later }, { "run", "score", 1200, later },
        { "run", "discover", 0, later.mid(1) }, { "discover", "discover", 0, {}, { { "restarts", 1000 } } },
        { "run", "embed", 0, later.mid(2) }, { "embed", "embed", 0, {}, { { "epochs", 20000 } } },
        { "run", "train", 0, { "train" } }, { "run", "train", 600, { "train" } },
        { "probe", "probe", 0, { "probe" } }, { "probe", "probe", 800, { "probe" } },
        { "train", "train", 0, {}, encoder }, { "train", "train", 3000, {}, encoder } };
}

} // namespace

/// Jobs of the real worker, cancelled and killed from the window at every step: the process is gone within
/// two seconds, the work goes on where it stopped.
class TestWindowCancel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cancelledAndResumedAtEveryStep()
    {
        QTemporaryDir place;
        Clicker clicker(place.filePath("project"));
        QTRY_VERIFY(clicker.model.isOpen());
        QVERIFY(clicker.start("sample", { { "count", 60 }, { "size", 480 } })); // seconds on a quiet machine too
        std::vector<qint64> times;
        const auto cancelAt = [&](const char* step) {
            if (!clicker.reach(step))
                return false;
            times.push_back(clicker.cancel());
            return clicker.waitFor(JobState::cancelled);
        };
        QVERIFY(cancelAt("sample"));
        clicker.retry();
        QVERIFY(clicker.waitFor(JobState::done));
        QTRY_VERIFY(clicker.model.dataset() != nullptr);
        QVERIFY(clicker.start("run", { { "timesteps", { 50, 100 } } }));
        for (const char* step : { "extract", "score", "train" }) {
            QVERIFY2(cancelAt(step), step);
            clicker.retry();
        }
        tell(times);
        for (const auto ms : times)
            QVERIFY(ms >= 0 && ms < 2000);

        // Killed from outside: one sentence, and it ends well after "Run again".
        QVERIFY(clicker.reach("train"));
        const int pid = clicker.starter.status(clicker.job()).pid;
        QCOMPARE(::kill(pid, SIGKILL), 0);
        QVERIFY(clicker.waitFor(JobState::died));
        QStringList sentences;
        for (const auto* label : clicker.row()->findChildren<QLabel*>())
            sentences << label->text();
        QVERIFY2(
            sentences.join('|').contains("ended before its work was done"), qPrintable(sentences.join('|')));
        clicker.retry();
        QVERIFY(clicker.waitFor(JobState::done));
        QVERIFY(clicker.model.project()->text("/embed").starts_with("embed-"));
    }
};

/// The whole count: twenty of twenty, over all steps.
class TestTwentyCancels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void twentyOfTwenty()
    {
        QTemporaryDir place;
        Clicker clicker(place.filePath("project"));
        QTRY_VERIFY(clicker.model.isOpen());
        QVERIFY(clicker.start("sample", { { "count", 400 } }));
        QVERIFY(clicker.waitFor(JobState::done));
        QVERIFY(clicker.start("run"));
        QVERIFY(clicker.waitFor(JobState::done));
        const auto photos = manyPhotos(
            QString::fromStdString(clicker.model.project()->text("/photoFolder")), place.filePath("many"));
        QVERIFY(!photos.isEmpty());
        std::vector<qint64> times;
        for (const auto& moment : twentyMoments(photos)) {
            clicker.forget(moment.forget);
            QVERIFY(clicker.start(moment.stage, moment.options));
            QVERIFY2(clicker.reach(moment.step), moment.step);
            QTest::qWait(moment.delay);
            times.push_back(clicker.cancel());
            QVERIFY2(clicker.waitFor(JobState::cancelled), moment.step);
            qInfo("%s, %s + %d ms: %lld ms", moment.stage, moment.step, moment.delay, times.back());
        }
        tell(times);
        QCOMPARE(times.size(), 20u);
        for (const auto ms : times)
            QVERIFY(ms >= 0 && ms < 2000);
    }
};

int main(int count, char** values)
{
    qputenv("QTEST_FUNCTION_TIMEOUT", "3600000"); // Qt ends a test after five minutes
    QApplication application(count, values);
    TestWindowCancel everyDay;
    TestTwentyCancels twenty;
    const bool all = qEnvironmentVariableIsSet("MINAMO_LONG");
    return QTest::qExec(all ? static_cast<QObject*>(&twenty) : &everyDay, count, values);
}

#include "test_window_cancel.moc"
