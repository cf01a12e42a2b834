#include "PlantedProject.h"
#include "TestSupport.h"
#include "engine/stages/Train.h"

#include <QProcess>
#include <csignal>
#include <map>

using namespace minamo;

namespace {

TrainOptions options(bool fast)
{
    return { .holdout = "Plant B",
        .fast = fast,
        .perClass = 3,
        .steps = fast ? 60 : 12,
        .batch = 4,
        .width = 8,
        .size = 32,
        .device = "cpu",
        .threads = 1 };
}

std::map<std::string, std::string> results(const Project& project)
{
    std::map<std::string, std::string> files;
    for (const auto& id : project.artifacts().list("train")) {
        const auto folder = project.artifacts().folder(id);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
            if (entry.is_regular_file() && entry.path().filename() != "manifest.json")
                files[std::filesystem::relative(entry.path(), folder).string()] = *readFile(entry.path());
    }
    return files;
}

/// Trains in the project and dies by SIGKILL at the n-th curve event.
int victim(const Path& folder, bool fast, int dieAt)
{
    const auto project = Project::open(folder);
    if (!project)
        return 2;
    RecordingContext context;
    int count = 0;
    context.onCurve = [&] {
        if (++count == dieAt)
            std::raise(SIGKILL);
    };
    return runTrain(*project, options(fast), context) ? 0 : 3;
}

} // namespace

/// kill -9 at any moment of a training: what goes on afterwards ends with the same bits.
class TestTrainResume : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void killedTrainingEndsEqual_data()
    {
        QTest::addColumn<bool>("fast");
        QTest::addColumn<QList<int>>("kills");
        QTest::newRow("encoder, in ERM and in GUIDE") << false << QList<int> { 3, 5, 9, 1 };
        QTest::newRow("fast") << true << QList<int> { 7, 70 };
    }
    void killedTrainingEndsEqual()
    {
        QFETCH(bool, fast);
        QFETCH(QList<int>, kills);
        QTemporaryDir temporary;
        const Path whole = Path(temporary.path().toStdString()) / "whole",
                   broken = whole.parent_path() / "broken";
        const auto unbroken = PlantedProject { .perEnvironment = 24 }.make(whole);
        VERIFY_OK(unbroken);
        const auto killed = PlantedProject { .perEnvironment = 24 }.make(broken);
        VERIFY_OK(killed);
        RecordingContext context;
        VERIFY_OK(runTrain(*unbroken, options(fast), context));

        int deaths = 0;
        for (const int dieAt : kills) {
            auto environment = QProcessEnvironment::systemEnvironment();
            environment.insert("MINAMO_TEST_VICTIM", QString::fromStdString(broken.string()));
            environment.insert("MINAMO_TEST_FAST", fast ? "1" : "0");
            environment.insert("MINAMO_TEST_DIE_AT", QString::number(dieAt));
            QProcess process;
            process.setProcessEnvironment(environment);
            process.start(QCoreApplication::applicationFilePath(), {});
            QVERIFY(process.waitForFinished(120000));
            deaths += process.exitStatus() == QProcess::CrashExit;
            QVERIFY(results(*killed).empty());
        }
        QCOMPARE(deaths, int(kills.size()));
        RecordingContext rest;
        VERIFY_OK(runTrain(*killed, options(fast), rest));
        if (!fast) // it did go on, and not from the start
            QVERIFY(rest.of("curve").size() < context.of("curve").size());
        QCOMPARE(int(results(*killed).size()), 4);
        QVERIFY(results(*killed) == results(*unbroken));
        QVERIFY(rest.steps.front().first <= rest.steps.back().first);
        QCOMPARE(rest.steps.back().first, rest.steps.back().second);
    }
};

int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsSet("MINAMO_TEST_VICTIM"))
        return victim(qgetenv("MINAMO_TEST_VICTIM").toStdString(), qgetenv("MINAMO_TEST_FAST") == "1",
            qEnvironmentVariableIntValue("MINAMO_TEST_DIE_AT"));
    QCoreApplication application(argc, argv);
    TestTrainResume test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_train_resume.moc"
