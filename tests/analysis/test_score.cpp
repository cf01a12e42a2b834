#include "PlantedProject.h"
#include "data/CellScores.h"
#include "engine/clustering/CellScoring.h"
#include "engine/stages/Score.h"

using namespace minamo;

class TestScore : public QObject {
    Q_OBJECT

    static const CellScore& cell(const CellScores& scores, const std::string& tap, int timestep)
    {
        for (const auto& score : scores.cells)
            if (score.tap == tap && score.timestep == timestep)
                return score;
        std::abort();
    }

private Q_SLOTS:
    void environmentsAreFoundInTheRightCell()
    {
        PlantedProject planted;
        QVERIFY(planted.ok());
        RecordingContext context;
        const auto result = runScore(planted.project(), {}, context);
        VERIFY_OK(result);
        VERIFY_OK(adopt(planted.project(), "score", *result));
        const auto scores = readCellScores(planted.folder("/scores"));
        VERIFY_OK(scores);
        QCOMPARE(scores->cells.size(), std::size_t(3));
        QCOMPARE(scores->criterion, std::string("style-nmi"));
        QVERIFY(*cell(*scores, "up", 50).styleNmi > 0.95 && *cell(*scores, "up", 50).classNmi < 0.2);
        QVERIFY(*cell(*scores, "up", 100).classNmi > 0.95 && *cell(*scores, "up", 100).styleNmi < 0.2);
        QVERIFY(*cell(*scores, "down", 10).styleNmi < 0.2); // control: nothing was planted there
        QCOMPARE(planted.project().cell()->tap, std::string("up"));
        QCOMPARE(planted.project().cell()->timestep, 50);
        QCOMPARE(planted.project().cell()->reason, std::string("cell.best-style-nmi"));
        QCOMPARE(context.count("score"), 3);
        QCOMPARE(context.last.first, context.last.second);
        QVERIFY(context.warnings.empty());
    }

    void labelFreeFindsStructureWithoutLabels()
    {
        PlantedProject planted({ .namedEnvironments = false, .namedClasses = false });
        RecordingContext context;
        const auto result = runScore(planted.project(), {}, context);
        VERIFY_OK(result);
        VERIFY_OK(adopt(planted.project(), "score", *result));
        const auto scores = readCellScores(planted.folder("/scores"));
        QCOMPARE(scores->criterion, std::string("label-free"));
        QVERIFY(!scores->cells[0].styleNmi && !scores->cells[0].classNmi && !scores->cells[0].balance);
        const auto& shown = cell(*scores, "up", 50);
        QCOMPARE(shown.clusters, 4);
        QVERIFY(shown.stability > 0.9 && shown.labelFree > 3 * cell(*scores, "down", 10).labelFree);
        QCOMPARE(
            context.warnings, (std::vector<std::string> { "score.no-environments", "score.no-classes" }));
        QVERIFY(planted.project().cell()->tap == "up");
    }

    void oneEnvironmentOrOneClass()
    {
        PlantedProject planted({ .environments = 1, .classes = 1, .photos = 60 });
        RecordingContext context;
        const auto result = runScore(planted.project(), {}, context);
        VERIFY_OK(result);
        QCOMPARE(context.warnings, (std::vector<std::string> { "score.one-environment", "score.one-class" }));
        QVERIFY(result->summary.at("cells").at(0).at("styleNmi").is_null());
        QCOMPARE(result->summary.at("criterion"), "label-free");
    }

    void theUsersCellStays()
    {
        PlantedProject planted;
        VERIFY_OK(planted.project().chooseCell({ "down", 10, "cell.user", Json::object() }, true));
        SilentContext context;
        const auto result = runScore(planted.project(), {}, context);
        VERIFY_OK(result);
        VERIFY_OK(adopt(planted.project(), "score", *result));
        QCOMPARE(planted.project().cell()->tap, std::string("down"));
        QVERIFY(result->summary.at("keptUserCell").get<bool>());
    }

    void equalKeysGiveTheSameArtifactAndStopWorks()
    {
        PlantedProject planted;
        RecordingContext stopped;
        stopped.limit = 1;
        VERIFY_FAILS(runScore(planted.project(), {}, stopped), "cancelled");
        QVERIFY(planted.project().artifacts().list("score").empty());
        RecordingContext first, second;
        const auto a = runScore(planted.project(), {}, first), b = runScore(planted.project(), {}, second);
        QCOMPARE(a->summary, b->summary);
        QCOMPARE(first.events, second.events); // the heat map fills at once the second time
        ScoreOptions other;
        other.seed = 1;
        QVERIFY(
            runScore(planted.project(), other, first)->summary.at("artifact") != a->summary.at("artifact"));
    }

    void onlyTheRowsAskedForAreLookedAt() // a fold must not see its target environment
    {
        PlantedProject planted;
        const auto dataset = planted.project().dataset();
        const FeatureStore store(planted.project().artifacts());
        const auto cells = store.records(planted.project().document().at("features"));
        auto features = store.matrix((*cells)[1]);
        ScoreLabels labels { dataset->environment.codes, dataset->label.codes, {} };
        for (int row = 0; row < 240; ++row)
            if (planted.environmentOf(row) != 3)
                labels.rows.push_back(row);
        const auto before = scoreCell(*features, labels, {});
        for (int row = 3; row < 240; row += 4) { // the target's features and labels become rubbish
            features->row(row).setConstant(1e6f);
            labels.environments[static_cast<std::size_t>(row)] = row % 3;
            labels.classes[static_cast<std::size_t>(row)] = 0;
        }
        const auto after = scoreCell(*features, labels, {});
        QCOMPARE(cellScoreToJson(after), cellScoreToJson(before));
        QVERIFY(*after.styleNmi > 0.95);
        labels.rows.push_back(3); // control: one row of the target is enough to change something
        QVERIFY(cellScoreToJson(scoreCell(*features, labels, {})) != cellScoreToJson(before));
    }

    void nearTiesGoToTheSmallerClassLeak()
    {
        const auto score = [](double style, double classes) {
            CellScore cell;
            cell.styleNmi = style;
            cell.classNmi = classes;
            return cell;
        };
        QCOMPARE(bestCell({ score(0.80, 0.40), score(0.79, 0.05), score(0.70, 0.0) }, "style-nmi"), 1);
        QCOMPARE(bestCell({ score(0.80, 0.40), score(0.75, 0.05) }, "style-nmi"), 0);
        QCOMPARE(bestCell({}, "style-nmi"), -1);
    }

    void clearErrors()
    {
        PlantedProject planted;
        SilentContext context;
        VERIFY_OK(planted.project().edit("/features", Json::array(), "result-adopted", {}, false));
        VERIFY_FAILS(runScore(planted.project(), {}, context), "analysis.no-features");
    }
};

QTEST_GUILESS_MAIN(TestScore)
#include "test_score.moc"
