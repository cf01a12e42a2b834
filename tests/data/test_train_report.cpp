#include "TestSupport.h"
#include "data/TrainReport.h"

using namespace minamo;

namespace {

/// 40 photos in 2 folds; ERM is right on the first `erm`, GUIDE on the first `guide`; class 0 is OK.
TrainReport report(int erm, int guide, int seeds = 1)
{
    TrainReport report;
    report.classes = { "OK", "Scratch", "Dent" };
    report.okClasses = { 0 };
    report.methods = { "erm", "guide" };
    report.seeds = seeds;
    std::vector<Prediction> predictions;
    for (int seed = 0; seed < seeds; ++seed)
        for (int method = 0; method < 2; ++method)
            for (int fold = 0; fold < 2; ++fold) {
                TrainRun run;
                run.fold = fold;
                run.seed = seed;
                run.holdout = fold ? "B" : "A";
                run.method = method ? "guide" : "erm";
                report.runs.push_back(run);
                for (int i = fold * 20; i < fold * 20 + 20; ++i) {
                    const int truth = i % 3;
                    const bool right = i < (method ? guide : erm);
                    predictions.push_back({ .id = std::uint64_t(i),
                        .fold = fold,
                        .seed = seed,
                        .method = method,
                        .truth = truth,
                        .predicted = right ? truth : (truth + 1) % 3,
                        .targetIn = std::uint8_t(i % 5 != 0) });
                }
            }
    completeReport(report, predictions);
    return report;
}

} // namespace

class TestTrainReport : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void countsAddUp()
    {
        const auto r = report(20, 40);
        QCOMPARE(r.runs[0].accuracy.value(), 1.0);
        QCOMPARE(r.runs[1].accuracy.value(), 0.0);
        QCOMPARE(r.runs[0].accuracyIn.of, std::int64_t(16));
        QCOMPARE(r.totals[0].accuracy.count, 20.0);
        QCOMPARE(r.totals[0].accuracy.of, std::int64_t(40));
        QCOMPARE(r.totals[0].meanOfFolds, 0.5);
        // Wrong answers go one class on: OK (0) is called 1, class 1 is called 2, class 2 is called OK.
        const auto& errors = r.runs[1].errors;
        QCOMPARE(errors.overReject.count, double(errors.overReject.of));
        QCOMPARE(errors.overReject.of + errors.miss.of, std::int64_t(20));
        QCOMPARE(errors.miss.count, double(r.runs[1].confusion[2][0]));
        QVERIFY(r.totals[0].accuracy.low < 0.5 && r.totals[0].accuracy.high > 0.5);
    }
    void verdictNeedsEvidence()
    {
        QCOMPARE(report(20, 32).comparison.verdict, std::string("helps"));
        QCOMPARE(report(32, 20).comparison.verdict, std::string("hurts"));
        QCOMPARE(report(20, 24).comparison.verdict, std::string("no-difference"));
        const auto clear = report(20, 32).comparison;
        QCOMPARE(clear.onlyGuide, 12);
        QCOMPARE(clear.onlyErm, 0);
        QVERIFY(std::abs(clear.pValue - 2 * std::pow(0.5, 12)) < 1e-12); // exact McNemar
        QVERIFY(std::abs(clear.difference - 0.3) < 1e-12);
    }
    void seedsDoNotMultiplyPhotos()
    {
        const auto one = report(20, 24), five = report(20, 24, 5);
        QCOMPARE(five.totals[0].accuracy.of, one.totals[0].accuracy.of);
        QCOMPARE(five.comparison.pValue, one.comparison.pValue); // equal seeds are no new evidence
        QCOMPARE(five.totals[0].standardError, 0.0);
    }
    void whatWasNotLearnedIsSaid()
    {
        const auto notes = report(16, 12).notes; // OK is the most frequent class: 14 of 40
        QCOMPARE(notes.size(), std::size_t(1));
        QCOMPARE(notes[0].code, std::string("train.not-learned"));
        QCOMPARE(notes[0].values.at("class"), Json("OK"));
        QCOMPARE(notes[0].values.at("percent"), Json(35.0));
        QCOMPARE(report(16, 12).comparison.verdict, std::string("not-learned"));
        QVERIFY(report(16, 40).notes.empty()); // one method learned
        QCOMPARE(report(16, 12, 3).notes.size(), std::size_t(1));
    }

    void withoutOkClassNothingIsSaid()
    {
        auto r = report(20, 40);
        QCOMPARE(inspectionErrors(r.runs[1].confusion, {}).miss.of, std::int64_t(0));
        QCOMPARE(inspectionErrors(r.runs[1].confusion, {}).overReject.of, std::int64_t(0));
    }
    void filesSayTheSame()
    {
        QTemporaryDir folder;
        auto r = report(20, 30, 2);
        r.notes.push_back({ "train.few-photos", { { "environment", "A" }, { "photos", 20 } }, {} });
        r.runs[1].psiTap = "mid_block";
        r.runs[1].psiTimestep = 50;
        const Path file = Path(folder.path().toStdString()) / "results.json";
        VERIFY_OK(writeJson(file, toJson(r)));
        const auto back = readTrainReport(folder.path().toStdString());
        VERIFY_OK(back);
        QCOMPARE(toJson(*back).dump(), toJson(r).dump());
        QCOMPARE(back->runs[1].psiTimestep, 50);
        VERIFY_FAILS(trainReportFromJson(Json { { "runs", 3 } }), "json.broken");

        const std::vector<Prediction> predictions { { 7, 1, 2, 1, 0, 2, 0.75F, 0, 4 },
            { 8, 0, 0, 0, 1, 1, 0.5F, 1, -1 } };
        const auto path = (file.parent_path() / "predictions.safetensors").string();
        VERIFY_OK(writePredictions(path, predictions));
        const auto read = readPredictions(path);
        VERIFY_OK(read);
        QCOMPARE(int(read->size()), 2);
        QCOMPARE((*read)[0].probability, 0.75F);
        QCOMPARE((*read)[0].pseudoDomain, 4);
        QCOMPARE((*read)[1].id, std::uint64_t(8));
    }
};

QTEST_APPLESS_MAIN(TestTrainReport)
#include "test_train_report.moc"
