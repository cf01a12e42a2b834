#include "PlantedProject.h"
#include "TestSupport.h"
#include "data/Styles.h"
#include "data/TrainReport.h"
#include "engine/stages/Train.h"

#include <cmath>

using namespace minamo;

namespace {

std::string idOf(const StageResult& result)
{
    return result.summary.at("artifact");
}

TrainOptions styleFolds()
{
    return {
        .folds = "style", .holdout = "all", .fast = true, .perClass = 6, .steps = 40, .learningRate = 0.2
    };
}

} // namespace

/// Leave-one-style-out, and the probabilities of every class beside the verdicts.
class TestStyleFolds : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    int m_count = 0;

    /// The planted styles (-3, -1, 1, 3) as the project's found styles S1 ... S4.
    Result<Project> make(PlantedProject& planted)
    {
        MINAMO_TRY(
            auto project, planted.make(Path(m_folder.path().toStdString()) / std::to_string(m_count++)));
        Styles styles;
        styles.tap = "down_blocks.0";
        for (const double style : planted.styles)
            styles.style.push_back(int(style + 3) / 2);
        styles.pseudoDomain = styles.style;
        styles.distance.assign(styles.style.size(), 0);
        styles.membership.assign(styles.style.size(), 1);
        styles.styleOf = { 0, 1, 2, 3 };
        styles.dimension = 1;
        styles.centroids = { -3, -1, 1, 3 };
        for (int i = 0; i < 4; ++i) {
            auto& style = styles.styles.emplace_back();
            style.number = i + 1;
            style.pseudoDomains = { i };
        }
        MINAMO_TRY(
            auto draft, project.artifacts().begin({ "discover", 1, {}, { project.text("/samples") } }));
        MINAMO_DO(writeStyles(draft.folder(), styles));
        MINAMO_TRY(const auto id, project.artifacts().commit(std::move(draft), Json::object()));
        MINAMO_DO(project.edit("/discover", id, "result-adopted", Json::object(), false));
        return project;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_folder.isValid()); }

    void everyStyleIsHeldOutOnce()
    {
        PlantedProject planted;
        const auto project = make(planted);
        VERIFY_OK(project);
        RecordingContext context;
        const auto result = runTrain(*project, styleFolds(), context);
        VERIFY_OK(result);
        const auto folder = project->artifacts().folder(idOf(*result));
        const auto report = readTrainReport(folder.string());
        VERIFY_OK(report);
        QCOMPARE(report->mode, std::string("leave-one-style-out"));
        QCOMPARE(int(report->totals[0].folds.size()), 4);
        QCOMPARE(report->totals[0].folds[1].holdout, std::string("S2"));
        QCOMPARE(report->totals[0].accuracy.of, std::int64_t(planted.styles.size()));
        QVERIFY(std::find(context.warnings.begin(), context.warnings.end(), "train.style-folds")
            != context.warnings.end());
        // Every photo was judged in the fold of its own style, and in no other.
        const auto predictions = readPredictions((folder / "predictions.safetensors").string());
        VERIFY_OK(predictions);
        for (const auto& p : *predictions) {
            const auto row = std::find(planted.dataset.ids.begin(), planted.dataset.ids.end(), p.id)
                - planted.dataset.ids.begin();
            QCOMPARE(p.fold, int(planted.styles[std::size_t(row)] + 3) / 2);
        }
        const auto manifest = project->artifacts().manifest(idOf(*result));
        VERIFY_OK(manifest);
        const auto inputs = manifest->at("inputs").get<std::vector<std::string>>();
        QVERIFY(std::find(inputs.begin(), inputs.end(), project->text("/discover")) != inputs.end());
    }
    void probabilitiesAgreeWithVerdicts_data()
    {
        QTest::addColumn<bool>("fast");
        QTest::newRow("fast") << true;
        QTest::newRow("encoder") << false;
    }
    void probabilitiesAgreeWithVerdicts()
    {
        QFETCH(bool, fast);
        PlantedProject planted;
        const auto project = make(planted);
        VERIFY_OK(project);
        RecordingContext context;
        const auto options = fast ? styleFolds()
                                  : TrainOptions { .holdout = "Plant C",
                                        .steps = 4,
                                        .batch = 4,
                                        .width = 8,
                                        .size = 32,
                                        .device = "cpu",
                                        .threads = 1 };
        const auto result = runTrain(*project, options, context);
        VERIFY_OK(result);
        const auto predictions = readPredictions(
            (project->artifacts().folder(idOf(*result)) / "predictions.safetensors").string());
        VERIFY_OK(predictions);
        QVERIFY(!predictions->empty());
        for (const auto& p : *predictions) {
            QCOMPARE(int(p.probabilities.size()), 2);
            QVERIFY(std::abs(p.probabilities[0] + p.probabilities[1] - 1) < 1e-5);
            QCOMPARE(p.probabilities[std::size_t(p.predicted)], p.probability);
            QVERIFY(p.probabilities[std::size_t(1 - p.predicted)] <= p.probability);
        }
    }
    void withoutStylesThereIsNothingToHoldOut()
    {
        PlantedProject planted;
        const auto project = planted.make(Path(m_folder.path().toStdString()) / "none");
        VERIFY_OK(project);
        RecordingContext context;
        VERIFY_FAILS(runTrain(*project, styleFolds(), context), "train.no-styles");
    }
};

QTEST_GUILESS_MAIN(TestStyleFolds)
#include "test_style_folds.moc"
