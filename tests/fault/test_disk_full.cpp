#include "CliRunner.h"
#include "TestSupport.h"
#include "project/Project.h"

using namespace minamo;
namespace fs = std::filesystem;

/// The disk fills up in the midst of every stage: one sentence, nothing half-written, the project opens, and
/// with room again the stage ends as if nothing had been.
class TestDiskFull : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path() const { return m_folder.path() + "/p"; }
    /// Runs a stage with room for so many bytes below the project (-1 = enough).
    CliResult runWithin(qint64 room, const QStringList& arguments)
    {
        if (room >= 0) {
            qputenv("LD_PRELOAD",
                (QCoreApplication::applicationDirPath() + "/libminamo_faulty_disk.so").toLocal8Bit());
            qputenv("MINAMO_DISK_ROOT", path().toLocal8Bit());
            qputenv("MINAMO_DISK_ROOM", QByteArray::number(room));
        }
        const auto result = runCli(arguments);
        for (const char* name : { "LD_PRELOAD", "MINAMO_DISK_ROOT", "MINAMO_DISK_ROOM" })
            qunsetenv(name);
        return result;
    }
    /// Names of files that nobody will finish, in the project and where reports and packages go.
    QStringList halfWritten() const
    {
        QStringList names;
        for (const auto& entry : fs::recursive_directory_iterator(m_folder.path().toStdString())) {
            const auto name = QString::fromStdString(entry.path().filename().string());
            if (name.contains(".part") || name.startsWith(".draft-"))
                names << QString::fromStdString(entry.path().string());
        }
        return names;
    }

private Q_SLOTS:
    void everyStage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QList<qint64>>("rooms");
        const auto row = [](const char* name, const QStringList& more, const QList<qint64>& rooms) {
            QTest::newRow(name) << (QStringList { name, "PROJECT" } + more) << rooms;
        };
        const bool all = qEnvironmentVariableIsSet("MINAMO_LONG");
        const auto some
            = [all](const QList<qint64>& many, qint64 one) { return all ? many : QList<qint64> { one }; };
        row("sample", { "--count", "20", "--size", "48" }, { 5000, 60000, 120000 });
        row("extract", { "--timesteps", "50" }, some({ 0, 3000, 30000, 150000, 250000, 400000 }, 150000));
        row("score", {}, some({ 0, 2000, 6000 }, 2000));
        row("discover", {}, some({ 0, 2000, 6000 }, 2000));
        row("embed", { "--method", "tsne" }, some({ 0, 2000, 6000 }, 2000));
        row("train", { "--fast" }, some({ 0, 4000, 20000, 100000 }, 4000));
        row("evaluate", {}, some({ 0, 2000, 6000 }, 2000));
        row("report", { "-o", path() + ".html" }, { 0, 20000 });
        row("export", { "-o", path() + "-package", "--zip" },
            some({ 0, 4000, 100000, 1000000, 4000000 }, 1000000));
    }
    void everyStage()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QList<qint64>, rooms);
        arguments[1] = path();
        if (!Project::isProject(path().toStdString()))
            VERIFY_OK(Project::create(path().toStdString(), "full"));
        for (const auto room : rooms) {
            const auto before = Project::open(path().toStdString())->document();
            const auto full
                = runWithin(room, arguments + QStringList { "--language", "en", "--progress", "none" });
            QVERIFY2(full.exitCode == 1, (full.output + full.errors).constData());
            QVERIFY2(full.errors.contains("The disk is full:"), full.errors.constData());
            QCOMPARE(full.errors.count("The disk is full:"), 1); // said once
            QCOMPARE(halfWritten(), QStringList());
            if (const auto at = arguments.indexOf("-o"); at > 0)
                for (const char* ending : { "", ".minamopkg" })
                    QVERIFY(!fs::exists((arguments[at + 1] + ending).toStdString()));
            const auto opened = Project::open(path().toStdString());
            VERIFY_OK(opened);
            for (const auto& [name, value] : before.items())
                QVERIFY(opened->document().contains(name));
        }
        const auto done = runWithin(-1, arguments);
        QVERIFY2(done.exitCode == 0, done.errors.constData()); // control: room was all that was missing
        if (const auto at = arguments.indexOf("-o"); at > 0)
            QVERIFY(fs::exists(arguments[at + 1].toStdString()));
        QCOMPARE(halfWritten(), QStringList());
    }
    /// The window's side: an edit that finds no room is refused and leaves the file as it was.
    void anEdit()
    {
        const auto project = Project::open(path().toStdString());
        const auto edits = *readFile(project->folder() / "edits.jsonl");
        const auto photo = QString::fromStdString(project->dataset()->paths.front());
        const QStringList relabel { "relabel", path(), photo, "--to", "Scratch", "--language", "en" };
        for (const qint64 room : { 0, 40 }) {
            const auto full = runWithin(room, relabel);
            QVERIFY(full.exitCode != 0 && full.errors.contains("The disk is full:"));
            QCOMPARE(*readFile(project->folder() / "edits.jsonl"), edits);
        }
        QCOMPARE(runWithin(-1, relabel).exitCode, 0);
        QCOMPARE(Project::open(path().toStdString())->history().size(), project->history().size() + 1);
    }
};

QTEST_GUILESS_MAIN(TestDiskFull)
#include "test_disk_full.moc"
