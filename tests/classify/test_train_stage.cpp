#include "PlantedProject.h"
#include "TestSupport.h"
#include "data/TrainReport.h"
#include "engine/stages/Train.h"

#include <map>

using namespace minamo;

namespace {

std::map<std::string, std::string> filesOf(
    const Project& project, const std::string& id, const std::string& part = "")
{
    std::map<std::string, std::string> files;
    const auto folder = project.artifacts().folder(id);
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        const auto name = std::filesystem::relative(entry.path(), folder).string();
        if (entry.is_regular_file() && name != "manifest.json" && name.starts_with(part))
            files[name] = *readFile(entry.path());
    }
    return files;
}

std::string idOf(const StageResult& result)
{
    return result.summary.at("artifact");
}

/// Few steps where only bits are compared; many where the head must have learned what there is.
TrainOptions fastOptions(int steps = 40)
{
    return { .holdout = "Plant C", .fast = true, .perClass = 6, .steps = steps, .learningRate = 0.2 };
}

TrainOptions smallEncoder()
{
    return {
        .holdout = "Plant C", .steps = 6, .batch = 4, .width = 8, .size = 32, .device = "cpu", .threads = 1
    };
}

} // namespace

/// The train stage on planted data: what it finds, what it must not see, what it says.
class TestTrainStage : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    int m_count = 0;

    Result<Project> make(PlantedProject planted)
    {
        return planted.make(Path(m_folder.path().toStdString()) / std::to_string(m_count++));
    }
    void noLeak(const TrainOptions& options)
    {
        const auto plain = make({});
        const auto noisy = make({ .noisyEnvironment = "Plant C" });
        const auto flipped = make({ .flippedEnvironment = "Plant A" });
        VERIFY_OK(plain);
        VERIFY_OK(noisy);
        VERIFY_OK(flipped);
        RecordingContext first, second, third;
        const auto a = runTrain(*plain, options, first), b = runTrain(*noisy, options, second),
                   c = runTrain(*flipped, options, third);
        VERIFY_OK(a);
        VERIFY_OK(b);
        VERIFY_OK(c);
        const auto weights = filesOf(*plain, idOf(*a), "weights/");
        QCOMPARE(int(weights.size()), 2);
        QVERIFY(weights == filesOf(*noisy, idOf(*b), "weights/"));
        QVERIFY(first.of("fold") == second.of("fold")); // cells, K, reason
        QVERIFY(first.of("curve") == second.of("curve")); // loss, validation
        // The target did change, and the comparison does see changes.
        QVERIFY(filesOf(*plain, idOf(*a), "pred") != filesOf(*noisy, idOf(*b), "pred"));
        const auto other = filesOf(*flipped, idOf(*c), "weights/");
        for (const auto& [name, bytes] : weights)
            QVERIFY2(other.at(name) != bytes, name.c_str());
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void guideRecoversWhatStyleBreaks()
    {
        const auto project = make({ .perEnvironment = 400 });
        VERIFY_OK(project);
        RecordingContext context;
        const auto result = runTrain(*project, fastOptions(600), context);
        VERIFY_OK(result);
        const auto report = readTrainReport(project->artifacts().folder(idOf(*result)).string());
        VERIFY_OK(report);
        QCOMPARE(int(report->runs.size()), 2);
        const auto& erm = report->runs[0];
        const auto& guide = report->runs[1];
        QCOMPARE(erm.phiTap, std::string("up_blocks.1"));
        QCOMPARE(guide.psiTap, std::string("down_blocks.0"));
        QCOMPARE(guide.psiReason, std::string("cell.best-style-nmi"));
        QVERIFY2(erm.accuracy.value() < 0.65, std::to_string(erm.accuracy.value()).c_str());
        QVERIFY2(guide.accuracy.value() > 0.9, std::to_string(guide.accuracy.value()).c_str());
        QCOMPARE(report->comparison.verdict, std::string("helps"));
        QVERIFY(guide.errors.miss.value() < erm.errors.miss.value());
        QCOMPARE(guide.accuracy.of, std::int64_t(400));
        QCOMPARE(guide.accuracyIn.of, std::int64_t(320));
    }
    void guideDoesNotHelpWhereStyleIsNotVisible()
    {
        const auto project = make({ .styleIsVisible = false });
        VERIFY_OK(project);
        auto options = fastOptions(600);
        options.tap = "down_blocks.0";
        options.timestep = 100;
        RecordingContext context;
        const auto result = runTrain(*project, options, context);
        VERIFY_OK(result);
        QVERIFY(result->summary.at("verdict") != "helps");
        QCOMPARE(QString::fromStdString(context.of("fold")[0].at("psi").at("reason")),
            QString("train.cell-given"));
    }
    void nothingLeaksIntoHeads() { noLeak(fastOptions()); }
    void nothingLeaksIntoEncoders() { noLeak(smallEncoder()); }

    void everyEnvironmentIsHeldOutOnce()
    {
        const auto project = make({});
        VERIFY_OK(project);
        RecordingContext context;
        auto options = fastOptions();
        options.holdout = "all";
        options.steps = 30;
        options.seeds = 2;
        const auto result = runTrain(*project, options, context);
        VERIFY_OK(result);
        QCOMPARE(int(context.of("fold").size()), 6);
        QCOMPARE(int(context.of("trained").size()), 12);
        QVERIFY(!context.of("curve").empty());
        QCOMPARE(context.steps.back().first, context.steps.back().second);
        for (std::size_t i = 1; i < context.steps.size(); ++i)
            QVERIFY(context.steps[i].first > context.steps[i - 1].first);
        const auto report = readTrainReport(project->artifacts().folder(idOf(*result)).string());
        VERIFY_OK(report);
        QCOMPARE(report->totals[0].accuracy.of, std::int64_t(240)); // every photo once, not once per seed
        QCOMPARE(int(report->totals[1].folds.size()), 3);
        QVERIFY(report->totals[0].standardError > 0);
        // The file says the same as the objects.
        QCOMPARE(toJson(*report).dump(), toJson(*trainReportFromJson(toJson(*report))).dump());
        // Done once: the second call answers from the store and is adopted once.
        QCOMPARE(result->adoptions[0].pointer, std::string("/train"));
        auto changed = *project;
        VERIFY_OK(adopt(changed, "train", *result));
        RecordingContext silent;
        const auto again = runTrain(changed, options, silent);
        VERIFY_OK(again);
        QVERIFY(silent.events.empty());
        QCOMPARE(int(again->adoptions[0].value.size()), 1);
    }
    void transductiveIsLabelled()
    {
        const auto project = make({});
        VERIFY_OK(project);
        RecordingContext context;
        auto options = fastOptions();
        options.transductive = true;
        const auto result = runTrain(*project, options, context);
        VERIFY_OK(result);
        QVERIFY(result->summary.at("transductive").get<bool>());
        QVERIFY(std::find(context.warnings.begin(), context.warnings.end(), "train.transductive")
            != context.warnings.end());
    }
    void oneEnvironmentIsSplit()
    {
        const auto project = make({ .environments = 1, .perEnvironment = 120 });
        VERIFY_OK(project);
        RecordingContext context;
        auto options = fastOptions();
        options.holdout = "all";
        options.steps = 40;
        const auto result = runTrain(*project, options, context);
        VERIFY_OK(result);
        QCOMPARE(QString::fromStdString(result->summary.at("mode")), QString("plain-split"));
        QVERIFY(std::find(context.warnings.begin(), context.warnings.end(), "train.one-environment")
            != context.warnings.end());
        options.holdout = "Plant A";
        VERIFY_FAILS(runTrain(*project, options, context), "train.only-environment");
    }
    void problemsAreNamed()
    {
        const auto project = make({});
        VERIFY_OK(project);
        RecordingContext context;
        auto options = fastOptions();
        options.holdout = "Plant Z";
        VERIFY_FAILS(runTrain(*project, options, context), "train.unknown-environment");
        options = fastOptions();
        options.tap = "mid_block";
        VERIFY_FAILS(runTrain(*project, options, context), "train.no-cell");
        options = smallEncoder();
        options.size = 48;
        VERIFY_FAILS(runTrain(*project, options, context), "train.no-pack");
        auto without = *project;
        VERIFY_OK(without.edit("/features", Json(), "result-adopted", Json::object(), false));
        VERIFY_FAILS(runTrain(without, fastOptions(), context), "train.no-features");
        auto erm = smallEncoder();
        erm.method = "erm";
        VERIFY_OK(runTrain(without, erm, context)); // pixels are enough
        context.stop = true;
        VERIFY_FAILS(runTrain(*project, fastOptions(), context), "cancelled");
    }
    void oneClassIsRefused()
    {
        auto planted = PlantedProject { .perEnvironment = 30 };
        auto project = planted.make(Path(m_folder.path().toStdString()) / "one-class");
        VERIFY_OK(project);
        auto dataset = planted.dataset;
        std::fill(dataset.label.codes.begin(), dataset.label.codes.end(), 1);
        auto draft = project->artifacts().begin({ "import", 1, { { "one", true } }, {} });
        VERIFY_OK(draft);
        VERIFY_OK(writeDataset(draft->folder(), dataset));
        const auto id = project->artifacts().commit(std::move(*draft), Json::object());
        VERIFY_OK(id);
        VERIFY_OK(project->edit("/samples", *id, "result-adopted", Json::object(), false));
        RecordingContext context;
        VERIFY_FAILS(runTrain(*project, fastOptions(), context), "train.one-class");
    }
};

QTEST_GUILESS_MAIN(TestTrainStage)
#include "test_train_stage.moc"
