#include "DemoProject.h"
#include "TestSupport.h"
#include "bridge/JobStarter.h"
#include "gallery/Segmented.h"
#include "theme/Theme.h"
#include "training/CurveChart.h"
#include "training/CurveStore.h"
#include "training/ResultsTable.h"
#include "training/TrainForm.h"
#include "training/TrainPlace.h"

#include <QApplication>
#include <QComboBox>

using namespace minamo;

namespace {

Json curveEvent(const char* series, int fold, int step, double loss, double validation = -1)
{
    Json event { { "event", "curve" }, { "series", series }, { "fold", fold }, { "holdout", "Plant " + std::to_string(fold) },
        { "seed", 0 }, { "step", step }, { "steps", 300 }, { "loss", loss } };
    if (validation >= 0)
        event["validation"] = validation;
    return event;
}

/// Two environments of 100 and one of 12 photos; the augmented classifier as told.
TrainReport plantedReport(double plain, double augmented, const std::string& verdict)
{
    TrainReport report;
    report.variant = "fast";
    report.classes = { "OK", "Dent" };
    report.environments = { "A", "B", "C" };
    report.methods = { "erm", "guide" };
    report.okClasses = { 0 };
    for (const auto& [method, share] : { std::pair<std::string, double> { "erm", plain }, { "guide", augmented } }) {
        MethodTotal total;
        total.method = method;
        total.accuracy = rateOf(212 * share, 212);
        total.folds.push_back({ "A", rateOf(100 * share, 100), { rateOf(4, 50), rateOf(5, 50) } });
        total.folds.push_back({ "B", rateOf(60 * share, 100), { rateOf(9, 50), rateOf(11, 50) } });
        total.folds.push_back({ "C", rateOf(3, 12), { rateOf(1, 7), rateOf(2, 5) } });
        report.totals.push_back(total);
    }
    report.compared = true;
    report.comparison = { augmented - plain, 5, 20, 9, 0.004, verdict };
    return report;
}

} // namespace

class TestTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { applyTheme(*qApp, ThemeKind::light); }

    void curvesGrowByEvents()
    {
        CurveStore store;
        QVERIFY(store.apply(curveEvent("erm", 0, 10, 1.2)));
        QVERIFY(store.apply(curveEvent("erm", 0, 20, 0.9, 0.55)));
        QVERIFY(store.apply(curveEvent("guide", 0, 10, 1.1, 0.5)));
        QVERIFY(store.apply(curveEvent("erm", 1, 10, 1.3)));
        QCOMPARE(store.folds().size(), std::size_t(2));
        const auto* plain = store.curve(store.folds()[0], "erm");
        QVERIFY(plain);
        QCOMPARE(plain->loss, (std::vector<double> { 1.2, 0.9 }));
        QCOMPARE(plain->validation, (std::vector<double> { 0.55 }));
        QCOMPARE(store.newest()->number, 1);
        // Negative controls: the loss of a diffusion training is no classifier's curve; nothing is known of fold 1's GUIDE.
        QVERIFY(!store.apply({ { "event", "curve" }, { "series", "loss" }, { "x", 1 }, { "y", 2 } }));
        QVERIFY(!store.curve(store.folds()[1], "guide"));
    }

    void resumedCurveHasNoLoop()
    {
        CurveStore store;
        for (const int step : { 10, 20, 30, 20, 30, 40 })
            store.apply(curveEvent("erm", 0, step, 1.0 / step));
        QCOMPARE(store.curve(store.folds()[0], "erm")->steps, (std::vector<double> { 10, 20, 30, 40 }));
    }

    void smoothingKeepsAConstantAndCalmsNoise()
    {
        QCOMPARE(smoothed({ 2, 2, 2, 2 }), (std::vector<double> { 2, 2, 2, 2 }));
        std::vector<double> noisy;
        for (int i = 0; i < 100; ++i)
            noisy.push_back(i % 2);
        const auto calm = smoothed(noisy);
        QVERIFY(std::abs(calm.back() - calm[98]) < 0.3);
    }

    void chartDrawsBothLines()
    {
        CurveChart chart(CurveChart::Unit::percent);
        chart.resize(420, 240);
        std::vector<double> steps, plain, augmented;
        for (int i = 0; i <= 20; ++i) {
            steps.push_back(i * 10);
            plain.push_back(0.5 + 0.01 * i);
            augmented.push_back(0.5 + 0.02 * i);
        }
        chart.setLines({ { "Plain", false, steps, plain }, { "Augmented", true, steps, augmented } }, 300);
        const auto image = chart.grab().toImage();
        const auto& theme = Theme::current();
        const auto near = [&](QPointF place, const QColor& ink) {
            for (int dx = -2; dx <= 2; ++dx)
                for (int dy = -3; dy <= 3; ++dy)
                    if (image.pixelColor(place.toPoint() + QPoint(dx, dy)) == ink)
                        return true;
            return false;
        };
        QVERIFY(near(chart.at(200, smoothed(augmented).back()), theme.accent));
        QVERIFY(near(chart.at(200, smoothed(plain).back()), theme.text2));
        // Negative control: nothing is drawn where no step has been.
        QVERIFY(!near(chart.at(40, 0.95), theme.accent));
    }

    void tableIsWorstFirstAndHonestAboutFewPhotos()
    {
        ResultsTable table;
        table.setReport(plantedReport(0.7, 0.8, "helps"));
        QCOMPARE(table.rows().size(), 4);
        QCOMPARE(table.rows()[0].name, QString("B"));       // 42 of 100
        QCOMPARE(table.rows()[1].name, QString("A"));
        QCOMPARE(table.rows()[2].name, QString("C"));       // 12 photos: last, however bad
        QVERIFY(table.rows()[3].total);
        QCOMPARE(table.cellTexts(0, 0), QStringList({ "42.0%", "48.0%" }));
        QCOMPARE(table.cellTexts(2, 0), QStringList({ "3 / 12", "3 / 12" }));
        QCOMPARE(table.cellTexts(1, 1).front(), QString("8.0%"));
        // A figure that got worse may have by chance; only the total's accuracy is tested.
        QVERIFY(table.markOf(0, 0).isNull() && table.markOf(3, 0).isNull());
        ResultsTable worse;
        worse.setReport(plantedReport(0.8, 0.7, "hurts"));
        QCOMPARE(worse.markOf(3, 0), QChar(0x25B2));
        QCOMPARE(worse.markOf(1, 0), QChar(0x2193));
        worse.setReport(plantedReport(0.8, 0.7, "no-difference"));
        QCOMPARE(worse.markOf(3, 0), QChar(0x2193));
        // 50 in the denominator give a rate, 7 and 5 do not.
        QCOMPARE(table.cellTexts(2, 1).front(), QString("1 / 7"));
        QVERIFY(!table.cellTexts(2, 2).join("").contains('%'));
    }

    void formMeansTheRightNumberOfTrainings()
    {
        auto dataset = std::make_shared<Dataset>();
        dataset->label = { "label", { "OK", "Dent" }, {} };
        dataset->environment = { "environment", { "A", "B", "C" }, {} };
        TrainForm form;
        form.setDataset(dataset);
        QCOMPARE(form.runs(), 6);
        QVERIFY(form.options().fast);
        QCOMPARE(form.options().holdout, std::string("all"));
        form.method()->segment("erm")->setChecked(true);
        QCOMPARE(form.runs(), 3);
        QCOMPARE(form.options().method, std::string("erm"));
        form.holdout()->setCurrentIndex(form.holdout()->findData("B"));
        QCOMPARE(form.options().holdout, std::string("B"));
        QCOMPARE(form.runs(), 1);
        // Styles can be held out as soon as there are two; what was chosen of the others goes.
        QVERIFY(!form.folds()->segment("style")->isEnabled());
        form.setStyles({ "S1 dark", "S2 bright" });
        QVERIFY(form.folds()->segment("style")->isEnabled());
        form.folds()->segment("style")->click();
        QCOMPARE(form.options().folds, std::string("style"));
        QCOMPARE(form.options().holdout, std::string("all"));
        QCOMPARE(form.runs(), 2);
        form.holdout()->setCurrentIndex(form.holdout()->findText("Only S2 bright"));
        QCOMPARE(form.options().holdout, std::string("S2"));
        VERIFY_OK(optionsFromJson<TrainOptions>(optionsToJson(form.options())));
        form.setStyles({});
        QCOMPARE(form.options().folds, std::string("environment"));
        // Every choice is one that the stage accepts.
        VERIFY_OK(optionsFromJson<TrainOptions>(optionsToJson(form.options())));
        // Negative control: without two classes there is nothing to start.
        QVERIFY(form.startButton()->isEnabled());
        auto one = std::make_shared<Dataset>(*dataset);
        one->label.values = { "OK" };
        form.setDataset(one);
        QVERIFY(!form.startButton()->isEnabled());
    }

    void placeShowsReportAndVerdict()
    {
        QTemporaryDir folder;
        const Path path = (folder.path() + "/demo").toStdString();
        {
            auto project = makeDemoProject(path, "demo");
            VERIFY_OK(project);
            // A second training, in which the augmented classifier is worse.
            auto draft = project->artifacts().begin({ "train", 1, { { "second", true } }, {} });
            VERIFY_OK(draft);
            VERIFY_OK(writeJson(draft->folder() / "results.json", toJson(plantedReport(0.8, 0.7, "hurts"))));
            const auto id = project->artifacts().commit(std::move(*draft), Json::object());
            VERIFY_OK(id);
            Json list = project->document().at("train");
            list.push_back(*id);
            VERIFY_OK(project->edit("/train", list, "result-adopted", { { "stage", "train" } }, false));
        }
        ProjectModel model;
        JobStarter starter(model);
        TrainPlace place(model, starter);
        place.resize(1400, 900);
        place.show();
        model.open(QString::fromStdString(path.string()));
        QTRY_COMPARE(place.table()->rows().size(), 4);
        QVERIFY2(place.verdict().contains("does not help here"), qPrintable(place.verdict()));
        QVERIFY(place.verdict().contains("10.0"));
    }
};

QTEST_MAIN(TestTraining)
#include "test_training.moc"
