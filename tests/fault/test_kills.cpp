#include "CliRunner.h"
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
    static std::int64_t playAndKill(const QString& program, const Path& project, std::uint64_t seed,
        int milliseconds, CounterRandom& random)
    {
        QProcess story;
        story.start(QCoreApplication::applicationDirPath() + "/" + program,
            { QString::fromStdString(project.string()), QString::number(seed) });
        story.waitForStarted();
        if (random.below(4) > 0) // else while it starts
            story.waitForReadyRead(20000);
        QTest::qSleep(static_cast<int>(random.below(static_cast<std::uint64_t>(milliseconds))));
        ::kill(static_cast<pid_t>(story.processId()), SIGKILL);
        story.waitForFinished();
        return story.readAllStandardOutput().size();
    }
    using Fault = std::string (*)(const Project&);
    void kill(const QString& program, int times, int milliseconds, Fault fault)
    {
        const auto project = folder(program);
        CounterRandom random(17);
        std::int64_t promised = 0, unpromised = 0;
        for (int i = 0; i < times; ++i) {
            const auto before = lines(project);
            const auto promises
                = playAndKill(program, project, static_cast<std::uint64_t>(i), milliseconds, random);
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
            QCOMPARE(fault(*opened), std::string());
            unpromised += after - before - promises;
        }
        qInfo().noquote() << program << times << "kills," << promised << "edits and jobs promised, 0 lost,"
                          << unpromised << "on disk before they were promised";
        QVERIFY(promised > times); // control: the story did something between the kills
    }
    /// A command of the analysis, as a seed decides.
    static QStringList command(const QString& project, CounterRandom& random)
    {
        const auto number = QString::number(random.below(4));
        const QList<QStringList> all { { "extract", project, "--timesteps",
                                           QString::number(20 + 10 * number.toInt()) },
            { "score", project, "--seeds", QString::number(2 + number.toInt()) },
            { "discover", project, "--seed", number }, { "embed", project, "--seed", number },
            { "train", project, "--fast", "--clusters", QString::number(2 + number.toInt()) },
            { "evaluate", project } };
        return all[static_cast<qsizetype>(random.below(static_cast<std::uint64_t>(all.size())))];
    }
    static void prepare(const QString& project)
    {
        for (const auto& words : QList<QStringList> { { "project", "new", project },
                 { "sample", project, "--count", "40", "--size", "48" },
                 { "extract", project, "--timesteps", "50" }, { "score", project, "--seeds", "2" } })
            QCOMPARE(runCli(words).exitCode, 0);
    }
    /// Whether it ended by itself before the kill.
    static bool startAndKill(const QStringList& words, CounterRandom& random)
    {
        QProcess process;
        process.start(QString::fromLocal8Bit(qgetenv("MINAMO_CLI")), words);
        process.waitForStarted();
        QTest::qSleep(static_cast<int>(random.below(900)));
        process.kill();
        process.waitForFinished();
        return process.exitStatus() == QProcess::NormalExit;
    }
    static std::map<std::string, std::string> filesOf(const Path& artifact)
    {
        std::map<std::string, std::string> files;
        for (const auto& entry : std::filesystem::directory_iterator(artifact))
            if (entry.path().filename() != "manifest.json") // holds times
                files[entry.path().filename().string()] = *readFile(entry.path());
        return files;
    }

private Q_SLOTS:
    void projectSurvives()
    {
        const bool all = qEnvironmentVariableIsSet("MINAMO_LONG");
        kill("fault_story", all ? 80 : 17, 60, faultOf);
        const auto window = QCoreApplication::applicationDirPath() + "/fault_story_window";
        if (!QFile::exists(window))
            return;
        const auto project = QString::fromStdString(folder("fault_story_window").string());
        QCOMPARE(QProcess::execute(window, { project }), 0);
        kill("fault_story_window", all ? 80 : 8, 400, danglingOf);
    }
    /// The real commands: whatever was killed in their midst, the same commands make the same bytes
    /// afterwards as in a project where nothing ever happened.
    void commandsSurvive()
    {
        const int times = qEnvironmentVariableIsSet("MINAMO_LONG") ? 60 : 8;
        const auto torn = QString::fromStdString(folder("torn").string()),
                   twin = QString::fromStdString(folder("twin").string());
        prepare(torn);
        prepare(twin);
        CounterRandom random(23);
        QList<QStringList> story;
        int ended = 0;
        for (int i = 0; i < times; ++i) {
            story << command(torn, random);
            const auto before = lines(folder("torn"));
            ended += startAndKill(story.last(), random);
            const auto opened = Project::open(folder("torn"));
            VERIFY_OK(opened);
            QCOMPARE(danglingOf(*opened), std::string());
            QVERIFY(lines(folder("torn")) >= before);
        }
        qInfo() << times << "commands," << ended << "ended before the kill";
        QVERIFY(ended < times); // control: some were killed in their midst
        story << QStringList { "discover", torn } << QStringList { "train", torn, "--fast" };
        std::ranges::stable_sort(
            story, [](const auto& a, const auto& b) { return (a[0] == "evaluate") < (b[0] == "evaluate"); });
        for (auto words : story)
            for (const auto& project : { torn, twin }) {
                words[1] = project;
                const auto result = runCli(words);
                QVERIFY2(result.exitCode == 0, (words.join(' ') + ": " + result.errors).toUtf8());
            }
        const auto whole = Project::open(folder("twin")), survivor = Project::open(folder("torn"));
        for (const auto& id : whole->artifacts().list()) {
            QVERIFY2(survivor->artifacts().contains(id), id.c_str());
            QVERIFY2(filesOf(survivor->artifacts().folder(id)) == filesOf(whole->artifacts().folder(id)),
                id.c_str());
        }
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
