#include "WindowFixture.h"
#include "jobs/JobTexts.h"
#include "jobs/JobsPanel.h"

#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QThread>
#include <QTimer>
#include <csignal>
#include <cstdlib>

using namespace minamo;

namespace {

/// True if others want the processors too: then the clock says nothing about this program.
bool machineIsBusy()
{
    double load[1] = { 0 };
    return getloadavg(load, 1) == 1 && load[0] > QThread::idealThreadCount();
}

} // namespace

/// Jobs seen from the window: stopped, killed, repeated, found again; and the window stays quick meanwhile.
class TestWindowJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cancelledJobIsGoneWithinTwoSeconds_data()
    {
        QTest::addColumn<bool>("deaf");
        QTest::newRow("hears") << false;
        QTest::newRow("deaf") << true; // must be killed
    }
    void cancelledJobIsGoneWithinTwoSeconds()
    {
        QFETCH(bool, deaf);
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        const auto id = fixture.startJob({ { "steps", 600 }, { "milliseconds", 50 }, { "deaf", deaf } });
        QVERIFY(!id.isEmpty());
        QVERIFY(fixture.jobFolder(id)->isRunning());
        QElapsedTimer since;
        since.start();
        fixture.window->commands().action("cancel")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!fixture.jobFolder(id)->isRunning(), 2000);
        qInfo("gone after %lld ms", since.elapsed());
        QVERIFY(since.elapsed() < 2000);
        QTRY_VERIFY(fixture.starter.status(id).state == JobState::cancelled);
    }

    void cancelRightAfterStartIsHeard()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        QString id;
        connect(&fixture.starter, &JobStarter::jobStarted, this, [&](const QString& started) {
            id = started;
            fixture.starter.cancel(started);
        });
        fixture.starter.start("extract", { { "steps", 600 } });
        QTRY_VERIFY_WITH_TIMEOUT(
            !id.isEmpty() && fixture.starter.status(id).state == JobState::cancelled, 4000);
    }

    void killedJobSaysSoAndRunsAgain()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        const auto id = fixture.startJob({ { "steps", 30 }, { "milliseconds", 50 } });
        QVERIFY(!id.isEmpty());
        QTRY_VERIFY(fixture.starter.status(id).pid > 0);
        QCOMPARE(::kill(fixture.starter.status(id).pid, SIGKILL), 0);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.starter.status(id).state == JobState::died, 3000);
        auto* row = fixture.window->jobsPanel().findChild<QWidget*>("job-" + id);
        QVERIFY(row);
        bool sentence = false;
        for (const auto* label : row->findChildren<QLabel*>())
            sentence = sentence || label->text().contains("ended before its work was done");
        QVERIFY(sentence);
        auto* retry = row->findChild<QPushButton*>("retry");
        QVERIFY(retry && !retry->isHidden());
        retry->click();
        QTRY_VERIFY_WITH_TIMEOUT(fixture.starter.status(id).state == JobState::done, 10000);
        QVERIFY(retry->isHidden());
    }

    void failedJobShowsItsReasonAndRunsAgain()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        const auto id = fixture.startJob({ { "steps", 8 }, { "milliseconds", 40 }, { "failAt", 2 } });
        QVERIFY(!id.isEmpty());
        QTRY_VERIFY(fixture.starter.status(id).state == JobState::failed);
        QCOMPARE(fixture.starter.status(id).error->code, std::string("memory.exhausted"));
        fixture.window->commands().action("retry")->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(fixture.starter.status(id).state == JobState::done, 10000);
    }

    void runningJobIsFoundAgain()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        const auto id = fixture.startJob({ { "steps", 60 }, { "milliseconds", 50 } });
        QVERIFY(!id.isEmpty());
        ProjectModel second;
        JobStarter starter(second);
        QSignalSpy events(&starter, &JobStarter::jobEvent);
        second.open(fixture.model.folder());
        QTRY_COMPARE(starter.running(), id);
        QTRY_VERIFY(events.count() > 3);
        QTRY_VERIFY_WITH_TIMEOUT(starter.status(id).state == JobState::done, 10000);
    }

    void missingProgramIsOneSentence()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        qputenv("MINAMO_CLI", "/nowhere/minamo-cli");
        QSignalSpy failed(&fixture.starter, &JobStarter::startFailed);
        fixture.starter.start("extract", Json::object());
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(failed.at(0).at(0).value<Error>().code, std::string("job.no-program"));
    }

    void processThatDiesAtOnceIsToldAtOnce()
    {
        WindowFixture fixture("/bin/false");
        QVERIFY(fixture.openDemo());
        QElapsedTimer since;
        since.start();
        fixture.starter.start("extract", Json::object());
        QTRY_VERIFY_WITH_TIMEOUT(fixture.starter.jobs().size() == 1
                && fixture.starter.status(fixture.starter.jobs().first()).state == JobState::died,
            5000);
        qInfo("told after %lld ms", since.elapsed());
        QCOMPARE(fixture.starter.status(fixture.starter.jobs().first()).error->code, std::string("job.died"));
    }

    /// Only what was appended is read; it adds up to what the folder says.
    void statusFollowsTheEvents()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        const auto id = fixture.startJob({ { "steps", 40 }, { "milliseconds", 50 } });
        QVERIFY(!id.isEmpty());
        QTRY_VERIFY(fixture.starter.status(id).done >= 8);
        const auto seen = fixture.starter.status(id);
        QCOMPARE(seen.total, 40);
        QCOMPARE(seen.step, std::string("extract"));
        QVERIFY(seen.seconds > 0.3 && seen.secondsLeft.value_or(0) > 0.3);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.starter.status(id).state == JobState::done, 10000);
        const auto truth = fixture.jobFolder(id)->status();
        VERIFY_OK(truth);
        QCOMPARE(fixture.starter.status(id).seconds, truth->seconds);
        QCOMPARE(fixture.starter.events(id).back().value("event", ""), std::string("end"));
    }

    /// A thousand photos are a thousand photos; only the whole analysis counts in per mille.
    void stageSaysWhatIsCounted()
    {
        JobStatus status;
        status.state = JobState::running;
        status.step = "extract";
        status.done = 250;
        status.total = 1000;
        status.stage = "extract";
        QVERIFY(jobStepText(status).contains("250"));
        status.stage = "run";
        QVERIFY(!jobStepText(status).contains("250"));
    }

    /// A timer that should come every 5 ms: the longest pause is how long the window was blocked, by its own
    /// work or (on a machine that is not busy otherwise) by anything.
    void windowIsNeverBlocked()
    {
        WindowFixture fixture;
        QVERIFY(fixture.openDemo());
        fixture.window->show();
        fixture.window->showPlace("latents");
        QTRY_VERIFY_WITH_TIMEOUT(fixture.window->currentPlace()->isReady(), 10000);
        const auto id = fixture.startJob({ { "steps", 150 }, { "milliseconds", 10 } });
        QVERIFY(!id.isEmpty());
        QTest::qWait(300);
        double longest = 0, longestWork = 0, worked = threadSeconds();
        QElapsedTimer since;
        QTimer beat;
        connect(&beat, &QTimer::timeout, this, [&] {
            const double now = threadSeconds();
            longestWork = qMax(longestWork, now - worked);
            longest = qMax(longest, static_cast<double>(since.nsecsElapsed()) / 1e9);
            worked = now;
            since.start();
        });
        since.start();
        beat.start(5);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.starter.status(id).state == JobState::done, 30000);
        qInfo("longest work between two beats %.0f ms, longest pause by the clock %.0f ms",
            longestWork * 1000, longest * 1000);
        QVERIFY(longestWork < 0.1 * slowdown());
        QVERIFY(machineIsBusy() || longest < 0.1 * slowdown());
        QVERIFY(longest > 0);
    }
};

QTEST_MAIN(TestWindowJobs)
#include "test_window_jobs.moc"
