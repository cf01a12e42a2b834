#include "TestSupport.h"
#include "jobs/JobFolder.h"

#include <chrono>
#include <csignal>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace minamo;
using namespace std::chrono_literals;

/// Jobs as real processes: a forked child works, the test is the one who watches, asks and kills.
class TestJobs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void finishedJobTellsItsResult()
    {
        const auto job = make();
        const auto child = work(job, [](JobRun& run) {
            run.progress("extract", 1, 4);
            run.event("cell", { { "tap", "mid_block" } });
            run.progress("extract", 4, 4);
            run.end(Json { { "cells", 1 } });
        });
        ::waitpid(child, nullptr, 0);
        const auto status = job.status();
        VERIFY_OK(status);
        QCOMPARE(status->state, JobState::done);
        QCOMPARE(status->done, 4);
        QCOMPARE(status->step, std::string("extract"));
        std::uintmax_t from = 0;
        const auto events = job.events(from);
        QCOMPARE(events.size(), std::size_t { 5 }); // start, progress, cell, progress, end
        QCOMPARE(events[2].value("tap", ""), std::string("mid_block"));
        QVERIFY(job.events(from).empty());
    }
    void askedJobStopsByItself()
    {
        const auto job = make();
        const auto child = work(job, [](JobRun& run) {
            while (!run.cancelled())
                std::this_thread::sleep_for(5ms);
            run.end(cancelledError());
        });
        waitUntilRunning(job);
        const auto start = std::chrono::steady_clock::now();
        job.cancel();
        QVERIFY(std::chrono::steady_clock::now() - start < 1s);
        ::waitpid(child, nullptr, 0);
        QCOMPARE(job.status()->state, JobState::cancelled);
    }
    void deafJobIsKilled()
    {
        const auto job = make();
        const auto child = work(job, [](JobRun&) { std::this_thread::sleep_for(60s); });
        waitUntilRunning(job);
        const auto start = std::chrono::steady_clock::now();
        job.cancel();
        ::waitpid(child, nullptr, 0);
        QVERIFY(std::chrono::steady_clock::now() - start < 2s);
        QCOMPARE(job.status()->state, JobState::died);
    }
    void killedJobIsSeenAndStartsAgain()
    {
        const auto job = make();
        const auto child = work(job, [](JobRun& run) {
            run.progress("extract", 1, 2);
            std::this_thread::sleep_for(60s);
        });
        waitUntilRunning(job);
        VERIFY_FAILS(JobRun::begin(job, {}), "job.already-running");
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        QCOMPARE(job.status()->state, JobState::died);
        const auto again = JobRun::begin(job, {});
        VERIFY_OK(again);
        QCOMPARE(job.status()->state, JobState::running);
        (*again)->end(fail("memory.exhausted", { { "stage", "extract" } }));
        QCOMPARE(job.status()->error->code, std::string("memory.exhausted"));
    }

private:
    JobFolder make() { return *JobFolder::create(m_folder.path().toStdString(), { "extract", { { "seed", 1 } } }); }
    static pid_t work(const JobFolder& job, const std::function<void(JobRun&)>& body)
    {
        const auto child = ::fork();
        if (child == 0) {
            JobRun::hearSignals();
            body(**JobRun::begin(job, {}));
            ::_exit(0);
        }
        return child;
    }
    static void waitUntilRunning(const JobFolder& job)
    {
        while (!job.isRunning() || job.status()->state != JobState::running)
            std::this_thread::sleep_for(2ms);
    }
    QTemporaryDir m_folder;
};

QTEST_APPLESS_MAIN(TestJobs)
#include "test_jobs.moc"
