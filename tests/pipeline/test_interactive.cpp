#include "CliRunner.h"
#include "TestSupport.h"
#include "io/Safetensors.h"
#include "project/FeatureStore.h"
#include "project/Project.h"

#include <set>

using namespace minamo;

/// `minamo-cli interactive` as a process: questions and answers through its streams.
class TestInteractive : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    QString path() const { return m_dir.path() + "/plant"; }

    struct Talk {
        QProcess process;
        QString folder;
        explicit Talk(const QString& project)
        {
            process.start(QString::fromLocal8Bit(qgetenv("MINAMO_CLI")),
                { "interactive", project, "--device", "cpu", "--language", "en" });
            folder = QString::fromStdString(line().value("folder", ""));
        }
        void say(const QByteArray& text) { process.write(text + "\n"); }
        void say(const Json& json) { say(QByteArray::fromStdString(json.dump())); }
        Json line(int seconds = 60)
        {
            while (!process.canReadLine())
                if (!process.waitForReadyRead(seconds * 1000))
                    return Json::object();
            return Json::parse(process.readLine().toStdString(), nullptr, false);
        }
        Json ask(Json question)
        {
            say(question);
            return line();
        }
        int end()
        {
            process.closeWriteChannel();
            return process.waitForFinished(20000) && process.exitStatus() == QProcess::NormalExit
                ? process.exitCode()
                : -1;
        }
    };

private Q_SLOTS:
    void initTestCase()
    {
        QCOMPARE(runCli({ "project", "new", path() }).exitCode, 0);
        QCOMPARE(runCli({ "sample", path(), "--count", "20", "--size", "96" }).exitCode, 0);
        QCOMPARE(runCli({ "extract", path(), "--taps", "up_blocks.1,mid_block", "--timesteps", "50,200" })
                     .exitCode,
            0);
    }

    /// Means of the maps are the features that extract stored.
    void mapsEqualTheStoredFeatures()
    {
        const auto project = Project::open(path().toStdString()).value();
        const auto data = project.dataset().value();
        const FeatureStore store(project.artifacts());
        const auto records
            = store.records(project.document().at("features").get<std::vector<std::string>>()).value();
        QCOMPARE(records.size(), 4U);
        Talk talk(path());
        for (const auto& record : records) {
            const auto matrix = store.matrix(record).value();
            for (const std::size_t row : { 0U, 13U }) {
                const Json said = talk.ask({ { "id", 5 }, { "ask", "maps" }, { "photo", data.ids[row] },
                    { "tap", record.cell.tap }, { "timestep", record.cell.timestep } });
                QVERIFY2(said.contains("answer"), said.dump().c_str());
                QCOMPARE(said.at("id"), Json(5));
                const auto file
                    = SafetensorsFile::open(said.at("answer").at("file").get<std::string>()).value();
                const auto pooled = file.require("pooled", DType::f32, 1).value();
                QCOMPARE(pooled.elements(), record.dimension);
                double worst = 0, other = 0;
                for (std::int64_t i = 0; i < record.dimension; ++i) {
                    worst = std::max(worst,
                        std::abs(static_cast<double>(
                            pooled.data<float>()[i] - matrix(static_cast<Eigen::Index>(row), i))));
                    other = std::max(
                        other, std::abs(static_cast<double>(pooled.data<float>()[i] - matrix(7, i))));
                }
                QVERIFY2(worst < 1e-4, qPrintable(QString::number(worst)));
                QVERIFY(other > 1e-2); // another photo
            }
        }
        QCOMPARE(talk.end(), 0);
        QVERIFY(!QFile::exists(talk.folder)); // answers go with the process
    }

    /// Before any feature is computed, and for a file that stands in no project: the same pixels, the same
    /// noise.
    void photosWithoutAPackGiveTheSameMaps()
    {
        const QString bare = m_dir.path() + "/bare";
        QCOMPARE(runCli({ "project", "new", bare }).exitCode, 0);
        QCOMPARE(runCli({ "sample", bare, "--count", "20", "--size", "96" }).exitCode, 0);
        const auto data = Project::open(bare.toStdString())->dataset().value();
        const auto pooled = [](Talk& talk, Json question) -> std::vector<float> {
            question["ask"] = "maps";
            question["tap"] = "mid_block";
            question["timestep"] = 200;
            const Json said = talk.ask(question);
            if (!said.contains("answer"))
                return {};
            const auto file = SafetensorsFile::open(said["answer"]["file"].get<std::string>()).value();
            const auto view = file.require("pooled", DType::f32, 1).value();
            return { view.data<float>(), view.data<float>() + view.elements() };
        };
        Talk with(path()), without(bare);
        const auto known = pooled(with, { { "photo", data.ids[4] } });
        QVERIFY(!known.empty());
        QCOMPARE(pooled(without, { { "photo", data.ids[4] } }), known);
        const auto file = (data.root / data.paths[4]).string();
        QCOMPARE(pooled(without, { { "file", file } }), known);
        QVERIFY(pooled(without, { { "file", (data.root / data.paths[5]).string() } }) != known);
        QCOMPARE(with.end() + without.end(), 0);
    }

    void photosFitTheFrame()
    {
        const auto project = Project::open(path().toStdString()).value();
        Talk talk(path());
        const Json said = talk.ask({ { "id", 1 }, { "ask", "photo" }, { "photo", project.dataset()->ids[3] },
            { "width", 50 }, { "height", 40 } });
        QVERIFY2(said.contains("answer"), said.dump().c_str());
        QCOMPARE(said["answer"]["fullWidth"], Json(96));
        const auto file = SafetensorsFile::open(said["answer"]["file"].get<std::string>()).value();
        QCOMPARE(file.require("pixels", DType::u8, 3)->shape, (std::vector<std::int64_t> { 40, 40, 3 }));
        QCOMPARE(talk.end(), 0);
    }

    /// Whatever comes in: a sentence goes out, and the process lives.
    void badQuestionsAreSentences()
    {
        Talk talk(path());
        const auto id = Project::open(path().toStdString())->dataset()->ids[0];
        const std::vector<std::pair<QByteArray, QString>> cases {
            { "{", "interactive.bad-question" },
            { "[1,2]", "interactive.bad-question" },
            { "\xff\xfe", "interactive.bad-question" },
            { R"({"id":1})", "interactive.bad-question" },
            { R"({"id":1,"ask":7})", "interactive.bad-question" },
            { R"({"id":1,"ask":"weather"})", "interactive.unknown-question" },
            { R"({"id":1,"ask":"maps"})", "interactive.bad-question" },
            { R"({"id":1,"ask":"maps","photo":"x","tap":"mid_block"})", "interactive.bad-question" },
            { R"({"id":1,"ask":"maps","photo":12,"tap":"mid_block"})", "interactive.no-such-photo" },
            { R"({"id":1,"ask":"photo","file":"/nowhere/a.jpg"})", "photo.cannot-read" },
            { R"({"id":1,"ask":"photo","file":"/nowhere/a.jpg","width":-3})", "option.out-of-range" },
        };
        for (const auto& [line, code] : cases) {
            talk.say(line);
            const Json said = talk.line();
            QVERIFY2(
                said.contains("error"), (line + " -> " + QByteArray::fromStdString(said.dump())).constData());
            QCOMPARE(QString::fromStdString(said["error"]["code"].get<std::string>()), code);
            QVERIFY(said["error"]["sentence"].get<std::string>().size() > 10);
        }
        for (const auto& [tap, t, code] : { std::tuple("attic", 50, "extract.unknown-tap"),
                 std::tuple("mid_block", 5000, "extract.bad-timestep") }) {
            const Json said = talk.ask(
                { { "id", 2 }, { "ask", "maps" }, { "photo", id }, { "tap", tap }, { "timestep", t } });
            QCOMPARE(said["error"]["code"], Json(code));
        }
        const Json said = talk.ask({ { "id", 3 }, { "ask", "model" } });
        QCOMPARE(said["answer"]["timesteps"], Json(1000));
        QCOMPARE(talk.end(), 0);
    }

    /// Ten questions at once: the last is answered, older ones are told that they are not.
    void newerQuestionsSupersedeOlderOnes()
    {
        const auto id = Project::open(path().toStdString())->dataset()->ids[0];
        Talk talk(path());
        QVERIFY(talk.ask({ { "id", 0 }, { "ask", "model" } }).contains("answer"));
        QByteArray burst;
        for (int i = 1; i <= 10; ++i)
            burst += QByteArray::fromStdString(Json { { "id", i }, { "ask", "maps" }, { "photo", id },
                         { "tap", "up_blocks.1" },
                         { "timestep", 10 * i } }.dump())
                + "\n";
        talk.process.write(burst);
        int answered = 0, superseded = 0;
        std::set<int> ids;
        for (int i = 0; i < 10; ++i) {
            const Json said = talk.line();
            ids.insert(said.at("id").get<int>());
            answered += said.contains("answer");
            superseded += said.contains("superseded");
            if (said.at("id") == 10)
                QCOMPARE(said["answer"]["timestep"], Json(100));
        }
        QCOMPARE(ids.size(), 10U); // each once
        QCOMPARE(answered + superseded, 10);
        QVERIFY2(superseded >= 7, qPrintable(QString::number(superseded)));
        QCOMPARE(talk.end(), 0);
    }

    void checkLoadsTheModelAnew()
    {
        Talk talk(path());
        const Json said = talk.ask({ { "id", 1 }, { "ask", "check" } });
        QCOMPARE(said["answer"]["info"]["parameters"], Json(4252979));
        QVERIFY(said["answer"]["verdict"].is_null()); // the built-in model's folder holds no reference values
        QCOMPARE(talk.end(), 0);
    }

    void wrongProjectIsASentence()
    {
        const auto result = runCli({ "interactive", m_dir.path() + "/nothing" });
        QCOMPARE(result.exitCode, 1);
        QVERIFY(!result.errors.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestInteractive)
#include "test_interactive.moc"
