#include "CliRunner.h"
#include "TestSupport.h"
#include "project/Project.h"

#include <QDir>
#include <csignal>
#include <map>

using namespace minamo;
namespace fs = std::filesystem;

/// The main job through the command line, on a small synthetic plant: what a user does, killed and resumed.
class TestChain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        makeProject("a");
        const auto run = runCli({ "run", path("a"), "--json", "--progress", "json" });
        QVERIFY2(run.exitCode == 0, run.errors.constData());
        m_run = run.output;
    }
    void progressCountsTheWhole()
    {
        std::int64_t last = 0, total = 0, packed = 0;
        int lines = 0;
        for (const auto& line : m_run.trimmed().split('\n')) {
            const auto json = Json::parse(line.toStdString());
            if (!json.contains("done"))
                continue;
            QVERIFY(json.contains("stage") && json.contains("total"));
            QVERIFY(total == 0 || json["total"] == total);
            total = json["total"];
            QVERIFY(json["done"].get<std::int64_t>() >= last);
            QVERIFY(json["done"].get<std::int64_t>() - last <= total / 20 + 1); // at least one per 5 %
            last = json["done"];
            if (json["stage"] == "pack") // preparing pixels is a small part of computing features
                packed = last;
            ++lines;
        }
        QVERIFY(packed > 0 && packed <= total / 10);
        QVERIFY(lines >= 20);
        QCOMPARE(last, total);
    }
    void projectInfoTellsEverything()
    {
        const auto info = runCli({ "project", "info", path("a"), "--json" }).json();
        QCOMPARE(info["samples"].get<int>(), 60);
        QVERIFY(info["classes"].size() >= 2);
        QVERIFY(info["environments"].size() >= 5);
        QVERIFY(info["cell"].is_object() && !info["cell"]["tap"].get<std::string>().empty());
        QVERIFY(!info["cell"]["reason"].get<std::string>().empty());
        // The model is named though nobody chose one; the cell is the one that was scored best.
        const auto built = runCli({ "model", "info", QString::fromStdString(info["model"]["dir"].get<std::string>()), "--json" });
        QCOMPARE(info["model"]["source"].get<std::string>(), std::string("built-in"));
        for (const char* value : { "id", "parameters", "size", "licence" })
            QCOMPARE(info["model"][value], built.json()[value]);
        const auto best = Json::parse(m_run.trimmed().split('\n').last().toStdString())["score"]["best"];
        for (const char* value : { "tap", "timestep", "reason" })
            QCOMPARE(info["cell"][value], best[value]);
        int photos = 0;
        for (const auto& style : info["styles"])
            photos += style["count"].get<int>();
        QCOMPARE(photos, 60);
        QVERIFY(info["artifacts"].size() > 10);
        for (const auto& id : info["artifacts"])
            QVERIFY(QFile::exists(path("a") + "/artifacts/" + id.get<std::string>().c_str() + "/manifest.json"));
    }
    void secondRunComputesNothing()
    {
        const auto before = files("a");
        const auto run = runCli({ "run", path("a"), "--json" });
        QCOMPARE(run.exitCode, 0);
        QVERIFY(files("a") == before);
    }
    /// kill -9 in the middle, then resume: the same artifacts, bit by bit.
    void killedRunResumesToTheSameBytes()
    {
        makeProject("b");
        QProcess process;
        process.start(QString::fromLocal8Bit(qgetenv("MINAMO_CLI")), { "run", path("b"), "--progress", "json" });
        QByteArray seen;
        while (process.waitForReadyRead(60000)) {
            seen += process.readAllStandardOutput();
            const auto lines = seen.trimmed().split('\n');
            if (Json::parse(lines.last().toStdString(), nullptr, false).value("done", 0) > 250)
                break;
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        process.waitForFinished();
        const auto jobs = runCli({ "job", "list", path("b"), "--json" }).json();
        QCOMPARE(jobs.back()["state"].get<std::string>(), std::string("died"));
        const auto resumed = runCli({ "job", "resume", path("b"), "--json" });
        QVERIFY2(resumed.exitCode == 0, resumed.errors.constData());
        QVERIFY(files("a") == files("b"));
    }
    void featuresCanBeTakenOut()
    {
        const auto file = path("a") + "/features.npz";
        QCOMPARE(runCli({ "features", "dump", path("a"), "-o", file }).exitCode, 0);
        QVERIFY(QFile(file).size() > 60 * 8);
    }
    void mistakesAreSentences()
    {
        QCOMPARE(runCli({ "run", path("a"), "--no-such-flag" }).exitCode, 2);
        const auto unknown = runCli({ "run", path("nowhere"), "--language", "en" });
        QCOMPARE(unknown.exitCode, 1);
        QVERIFY(unknown.errors.contains("is not a Minamo project"));
        const auto japanese = runCli({ "run", path("nowhere"), "--language", "ja" });
        QVERIFY(japanese.errors.contains("プロジェクトではありません"));
        const auto wrong = runCli({ "extract", path("a"), "--timesteps", "-4", "--language", "en" });
        QCOMPARE(wrong.exitCode, 2);
    }
    void aWrongHoldoutIsToldBeforeTheWork()
    {
        makeProject("fresh");
        const auto before = files("fresh");
        const auto run = runCli({ "run", path("fresh"), "--holdout", "Nowhere", "--language", "en" });
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.errors.contains("has no environment"));
        QVERIFY(files("fresh") == before);
    }
    void whatWasImportedIsCounted()
    {
        const auto again = runCli({ "sample", path("fresh"), "--count", "60", "--seed", "7", "--size", "64", "--language", "en" });
        QVERIFY2(again.output.contains("60 photos, 6 classes, 5 environments"), again.output.constData());
    }

private:
    QString path(const QString& name) const { return m_folder.path() + "/" + name; }
    void makeProject(const QString& name)
    {
        QCOMPARE(runCli({ "project", "new", path(name), "--name", "chain" }).exitCode, 0);
        const auto sample = runCli({ "sample", path(name), "--count", "60", "--seed", "7", "--size", "64" });
        QVERIFY2(sample.exitCode == 0, sample.errors.constData());
    }
    /// Every file of every finished artifact (hidden folders hold unfinished work) with its content hash.
    std::map<std::string, std::string> files(const QString& name) const
    {
        std::map<std::string, std::string> all;
        const Path root = Path(path(name).toStdString()) / "artifacts";
        for (const auto& entry : fs::recursive_directory_iterator(root))
            if (entry.is_regular_file() && entry.path().string().find("/.") == std::string::npos)
                all[fs::relative(entry.path(), root).string()] = readFile(entry.path()).value_or("unreadable");
        return all;
    }
    QTemporaryDir m_folder;
    QByteArray m_run;
};

QTEST_GUILESS_MAIN(TestChain)
#include "test_chain.moc"
