#include "DemoProject.h"
#include "TestSupport.h"
#include "bridge/JobStarter.h"
#include "evaluation/EvaluateStage.h"
#include "evaluation/Thresholds.h"
#include "gallery/PhotoStrip.h"
#include "gallery/Segmented.h"
#include "jobs/JobContext.h"
#include "results/CompareTable.h"
#include "results/ConfusionMatrix.h"
#include "results/ResultsPlace.h"
#include "results/ThresholdChart.h"
#include "results/ThresholdPanel.h"
#include "theme/Format.h"
#include "theme/Theme.h"
#include <QAbstractButton>

#include <QApplication>
#include <QDoubleSpinBox>
#include <QTranslator>

using namespace minamo;

class TestResultsPlace : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString demo() const { return m_folder.path() + "/demo"; }
    static Evaluation written(const QString& folder)
    {
        const auto project = Project::open(folder.toStdString()).value();
        return readEvaluation(project.artifacts().folder(project.text("/evaluate"))).value();
    }

private Q_SLOTS:
    void initTestCase()
    {
        applyTheme(*qApp, ThemeKind::light);
        auto project = makeDemoProject(demo().toStdString(), "demo");
        VERIFY_OK(project);
        SilentContext silent;
        const auto result = runEvaluate(*project, EvaluateOptions {}, silent);
        VERIFY_OK(result);
        VERIFY_OK(adopt(*project, EvaluateOptions::stage, *result));
    }
    void withoutEvaluationThereIsOneButton()
    {
        VERIFY_OK(makeDemoProject((m_folder.path() + "/bare").toStdString(), "bare"));
        ProjectModel model;
        JobStarter starter(model);
        ResultsPlace place(model, starter);
        model.open(m_folder.path() + "/bare");
        QTRY_VERIFY(place.isReady() && model.dataset());
        QTRY_VERIFY(!place.data().runs.empty());
        QVERIFY(!place.data().evaluated);
        QVERIFY(place.empty()->isVisibleTo(&place));
    }
    void figuresAreThoseOfTheArtifact()
    {
        ProjectModel model;
        JobStarter starter(model);
        ResultsPlace place(model, starter);
        place.resize(1360, 820);
        place.show();
        model.open(demo());
        QTRY_VERIFY(place.data().evaluated && place.isReady());
        const auto evaluation = written(demo());
        QCOMPARE(place.table()->rows().size(), static_cast<qsizetype>(evaluation.byStyle.size() + 1));
        const auto& all = place.table()->rows().back().figures;
        QVERIFY(all.photos == evaluation.all.photos);
        const auto texts = place.table()->cellTexts(static_cast<int>(evaluation.byStyle.size()), 1);
        QVERIFY(texts.back().contains(formatPercent(evaluation.all.figures[1].errors.miss.value())));
        QVERIFY(!place.verdict().isEmpty());
        place.view()->segment("environment")->click();
        QTRY_COMPARE(
            place.table()->rows().size(), static_cast<qsizetype>(evaluation.byEnvironment.size() + 1));
    }
    void aChosenRowShowsItsPhotos()
    {
        ProjectModel model;
        JobStarter starter(model);
        ResultsPlace place(model, starter);
        model.open(demo());
        QTRY_VERIFY(place.data().evaluated && place.isReady());
        const auto& row = place.table()->rows().front().figures;
        Q_EMIT place.table()->chosen(0, 1);
        const PhotoQuery misses { PhotoQuery::Kind::miss, row.kind, row.index };
        const auto expected = photosOf(place.data(), misses);
        QCOMPARE(place.strip()->rows().size(), static_cast<qsizetype>(expected.size()));
        for (const auto photo : expected) // bad parts that a classifier called good
            QVERIFY(!place.data().isGood(photo)
                && (!place.data().calledBad(photo, 0) || !place.data().calledBad(photo, 1)));
    }
    void thresholdIsAnEditThatCanBeUndone()
    {
        ProjectModel model;
        JobStarter starter(model);
        ResultsPlace place(model, starter);
        place.resize(1360, 820);
        place.show();
        model.open(demo());
        QTRY_VERIFY(place.data().evaluated && place.isReady());
        auto* panel = place.threshold();
        const auto before = panel->point();
        const double recommended = panel->threshold();
        Q_EMIT panel->chart()->moved(0.97);
        QVERIFY(panel->point().errors.miss.count > before.errors.miss.count); // few are called bad
        QVERIFY(panel->point().errors.overReject.count <= before.errors.overReject.count);
        Q_EMIT panel->chart()->released();
        QTRY_VERIFY(model.canUndo());
        model.undo();
        QTRY_COMPARE(panel->threshold(), recommended);
        panel->missCost()->setValue(10 * panel->missCost()->value()); // a miss is dear: more is called bad
        QTRY_VERIFY(model.canUndo());
        QVERIFY(panel->threshold() <= recommended);
        QVERIFY(panel->point().errors.miss.count <= before.errors.miss.count);
        model.undo();
        QTRY_COMPARE(panel->threshold(), recommended);
    }
    void figuresOfAThresholdAreCrossFitted()
    {
        ProjectModel model;
        JobStarter starter(model);
        ResultsPlace place(model, starter);
        model.open(demo());
        QTRY_VERIFY(place.data().evaluated && place.isReady());
        const auto* panel = place.threshold();
        const auto e = written(demo());
        const auto& [same, honest] = std::pair(e.recommended[1], e.honest[1]);
        QVERIFY(same.cost < honest.cost); // the demo's two can be told apart
        QCOMPARE(panel->threshold(), same.threshold);
        QCOMPARE(panel->point().cost, honest.cost);
        QCOMPARE(panel->point().costWithReview, honest.costWithReview);
        QCOMPARE(panel->point().band.photos, honest.band.photos);
        QVERIFY(panel->figuresText().contains(formatPercent(honest.errors.overReject.value())));
        QVERIFY(panel->figuresText().contains(formatPercent(honest.errors.miss.value())));
        // The flattered ones are told in the second place, as what they are.
        QVERIFY2(panel->howMeasured().contains("chose neither threshold nor band"),
            qPrintable(panel->howMeasured()));
        QVERIFY(panel->howMeasured().contains(formatPercent(same.errors.miss.value())));
        // The user's own threshold is measured on all photos, and says so.
        Q_EMIT panel->chart()->moved(0.8);
        const auto own = operatingPoint(place.data().photos, 1, 0.8, e.costs);
        QCOMPARE(panel->point().errors.miss.count, own.errors.miss.count);
        QCOMPARE(panel->point().cost, own.cost);
        QVERIFY(panel->howMeasured().contains("on these photos at the threshold shown"));
        QVERIFY(!panel->howMeasured().contains("chose neither"));
    }
    void onlyWhatIsNoAccidentIsMarkedAsWorse()
    {
        CompareTable table;
        CompareRow row;
        for (const std::size_t side : { 0u, 1u })
            row.figures.figures[side].errors = { rateOf(side ? 6 : 5, 44), rateOf(side ? 20 : 5, 44) };
        row.figures.overReject.rose = row.figures.miss.rose = true;
        row.figures.overReject.pValue = 0.6;
        row.figures.miss.pValue = 0.001;
        table.setRows({ row }, true, true);
        QVERIFY(table.cellTexts(0, 0).back().startsWith(QChar(0x2191)));
        QVERIFY(table.cellTexts(0, 1).back().startsWith(QChar(0x25B2)));
        QVERIFY(!table.cellTexts(0, 1).front().contains(QChar(0x25B2)));
    }
    void everythingOfTheThresholdIsSeenAtOnce()
    {
        ProjectModel model;
        JobStarter starter(model);
        ResultsPlace place(model, starter);
        place.resize(1360, 846); // of a window of 1440 x 900
        place.show();
        model.open(demo());
        QTRY_VERIFY(place.data().evaluated && place.isReady());
        const auto* panel = place.threshold();
        const auto shown = [panel] { // down to what the band saves
            return panel->visibleRegion().boundingRect().contains(panel->bandLabel()->geometry());
        };
        QTRY_VERIFY(shown());
        QTranslator japanese;
        QVERIFY(japanese.load("minamo_ja", ":/i18n"));
        QCoreApplication::installTranslator(&japanese);
        QTRY_VERIFY(panel->figuresText().startsWith(QStringLiteral("過検出")) && shown());
        QCoreApplication::removeTranslator(&japanese);
        // The control: in a low window it does not fit.
        place.resize(1360, 500);
        QTRY_VERIFY(!shown());
    }
};

QTEST_MAIN(TestResultsPlace)
#include "test_results_place.moc"
