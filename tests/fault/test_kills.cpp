#include "Story.h"
#include "TestSupport.h"

#include <QProcess>
#include <csignal>

using namespace minamo;

/// SIGKILL at random moments of a story of edits and jobs, over and over on the same project.
class TestKills : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    Path folder(const QString& name) const { return Path((m_folder.path() + "/" + name).toStdString()); }
    static std::int64_t lines(const Path& project)
    {
        const auto text = readFile(project / "edits.jsonl").value_or("");
        return std::count(text.begin(), text.end(), '\n');
    }
    /// Lets the program live for a while and gives how many promises it made.
    static std::int64_t playAndKill(
        const QString& program, const Path& project, std::uint64_t seed, CounterRandom& random)
    {
        QProcess story;
        story.start(QCoreApplication::applicationDirPath() + "/" + program,
            { QString::fromStdString(project.string()), QString::number(seed) });
        story.waitForStarted();
        if (random.below(4) > 0) // else while it starts
            story.waitForReadyRead(20000);
        const auto microseconds = random.below(60000);
        QTest::qSleep(static_cast<int>(microseconds / 1000));
        ::kill(static_cast<pid_t>(story.processId()), SIGKILL);
        story.waitForFinished();
        return story.readAllStandardOutput().size();
    }
    void kill(const QString& program, int times)
    {
        const auto project = folder(program);
        CounterRandom random(17);
        std::int64_t promised = 0, unpromised = 0;
        for (int i = 0; i < times; ++i) {
            const auto before = lines(project);
            const auto promises = playAndKill(program, project, static_cast<std::uint64_t>(i), random);
            promised += promises;
            if (promises == 0 && !Project::isProject(project))
                continue; // killed before there was one
            const auto opened = Project::open(project);
            VERIFY_OK(opened);
            const auto after = lines(project);
            QVERIFY2(after >= before + promises,
                qPrintable(QString("kill %1: a promised edit is missing").arg(i)));
            QVERIFY2(
                after <= before + promises + 1, qPrintable(QString("kill %1: two edits too many").arg(i)));
            QCOMPARE(faultOf(*opened), std::string());
            unpromised += after - before - promises;
        }
        qInfo().noquote() << program << times << "kills," << promised << "edits and jobs promised, 0 lost,"
                          << unpromised << "on disk before they were promised";
        QVERIFY(promised > times); // control: the story did something between the kills
    }

private Q_SLOTS:
    void projectSurvives()
    {
        const bool all = qEnvironmentVariableIsSet("MINAMO_LONG");
        kill("fault_story", all ? 120 : 17);
        if (QFile::exists(QCoreApplication::applicationDirPath() + "/fault_story_window"))
            kill("fault_story_window", all ? 80 : 8);
    }
    /// Nothing that the dead left behind keeps the living from going on.
    void goesOnAfterwards()
    {
        auto project = Project::open(folder("fault_story"));
        VERIFY_OK(project);
        Story story(*project, 99);
        for (int i = 0; i < 20; ++i)
            VERIFY_OK(story.step());
        QCOMPARE(faultOf(*Project::open(folder("fault_story"))), std::string());
    }
};

QTEST_GUILESS_MAIN(TestKills)
#include "test_kills.moc"
