#include "PlantedPhotos.h"
#include "TestSupport.h"
#include "evaluation/EvaluateStage.h"
#include "jobs/JobContext.h"

#include <algorithm>

using namespace minamo;

namespace {

/// Counts what a stage tells; may ask it to stop.
struct CountingContext : SilentContext {
    int told = 0;
    bool stop = false;

    void progress(std::string_view, std::int64_t, std::int64_t) override { ++told; }
    bool cancelled() const override { return stop; }
};

/// 40 good and 40 bad photos of two plants; before misses ten bad ones, after two.
PlantedPhotos planted()
{
    PlantedPhotos photos(1, 2);
    for (int i = 0; i < 40; ++i) {
        photos.add(0, 0, i % 2, 0.1f, 0.1f);
        photos.add(1, 0, i % 2, i < 10 ? 0.2f : 0.9f, i < 2 ? 0.2f : 0.9f);
    }
    return photos;
}

/// A person gets both sentences of a failure, whole, in both languages.
bool isExplained(const Error& error)
{
    for (const auto language : { Language::ja, Language::en }) {
        const Phrases phrases(language);
        const auto key = "error." + error.code;
        const auto text = phrases.text(key, error.values) + phrases.text(key + ".hint", error.values);
        if (!phrases.has(key) || !phrases.has(key + ".hint") || text.find('{') != std::string::npos)
            return false;
    }
    return true;
}

} // namespace

/// VERIFY_FAILS, and the failure has sentences.
#define VERIFY_REFUSED(result, expected)                                                                     \
    do {                                                                                                     \
        const auto& told_ = (result);                                                                        \
        VERIFY_FAILS(told_, expected);                                                                       \
        QVERIFY(isExplained(told_.error()));                                                                 \
    } while (false)

/// The stage around the figures: what it takes, keeps, refuses.
class TestEvaluateStage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder.reset(new QTemporaryDir);
        auto project = Project::create(Path(m_folder->path().toStdString()) / "project", "planted");
        VERIFY_OK(project);
        m_project.emplace(std::move(*project));
        m_photos = planted();
        import(m_photos.dataset, 1);
    }
    void theSecondRunComputesNothing()
    {
        const auto training = train(m_photos, 1);
        CountingContext first, second, third;
        const auto made = runEvaluate(*m_project, {}, first);
        VERIFY_OK(made);
        QVERIFY(first.told > 0);
        // Not even what it was computed from is read again.
        std::filesystem::remove(m_project->artifacts().folder(training) / "predictions.safetensors");
        const auto again = runEvaluate(*m_project, {}, second);
        VERIFY_OK(again);
        QCOMPARE(second.told, 0);
        QVERIFY(idOf(*again) == idOf(*made) && again->summary == made->summary);
        QCOMPARE(evaluations(), 1);
        // The control: other costs are another result, which cannot be had any more.
        const auto other = runEvaluate(*m_project, { .costMiss = 5000 }, third);
        QVERIFY(!other && third.told > 0);
        QVERIFY(isExplained(other.error()));
    }
    void stoppedItLeavesNothing()
    {
        train(m_photos, 1);
        CountingContext context;
        context.stop = true;
        VERIFY_REFUSED(runEvaluate(*m_project, {}, context), "cancelled");
        QCOMPARE(evaluations(), 0);
        context.stop = false;
        VERIFY_OK(runEvaluate(*m_project, {}, context));
        QCOMPARE(evaluations(), 1);
    }
    void otherPhotosThanTheTrainingsAreRefused()
    {
        const auto training = train(m_photos, 1);
        VERIFY_OK(run());
        auto more = m_photos;
        more.add(1, 0, 0, 0.9f, 0.9f);
        import(more.dataset, 2);
        VERIFY_REFUSED(run(), "evaluate.other-photos");
        QCOMPARE(run().error().values.at("artifact"), Json(training));
        train(more, 2); // the way out that the sentence names
        VERIFY_OK(run());
    }
    void twoTrainingsAreComparedOnThePhotosTheyShare()
    {
        auto half = m_photos; // the first training judged plant A only
        const auto isOfB = [](const Prediction& p) { return p.fold == 1; };
        std::erase_if(half.before, isOfB);
        std::erase_if(half.after, isOfB);
        const auto first = train(half, 1), second = train(m_photos, 2, "encoder");
        const auto result = run({ .method = "guide", .against = first, .againstMethod = "erm" });
        VERIFY_OK(result);
        const auto e = readEvaluation(m_project->artifacts().folder(idOf(*result)));
        VERIFY_OK(e);
        QVERIFY(e->compared);
        QVERIFY(e->contestants[0].artifact == first && e->contestants[1].artifact == second);
        QVERIFY(e->contestants[0].variant == "fast" && e->contestants[1].variant == "encoder");
        QCOMPARE(e->all.photos, std::int64_t(40));
        QCOMPARE(e->all.figures[0].errors.miss.count, 5.0);
        QCOMPARE(e->all.figures[1].errors.miss.count, 1.0);
        // A method against itself is one classifier; both methods of one training are all its photos.
        const auto alone = run({ .method = "guide", .againstMethod = "guide" });
        VERIFY_OK(alone);
        QVERIFY(!evaluationFromJson(alone->summary)->compared);
        const auto within = run();
        VERIFY_OK(within);
        QCOMPARE(evaluationFromJson(within->summary)->all.photos, std::int64_t(80));
    }
    void whatSharesNoPhotoCannotBeCompared()
    {
        auto a = m_photos, b = m_photos;
        const auto keep = [](PlantedPhotos& photos, int fold) {
            for (auto* list : { &photos.before, &photos.after })
                std::erase_if(*list, [fold](const Prediction& p) { return p.fold != fold; });
        };
        keep(a, 0);
        keep(b, 1);
        const auto first = train(a, 1);
        train(b, 2);
        VERIFY_REFUSED(run({ .against = first }), "evaluate.nothing-in-common");
        QCOMPARE(evaluations(), 0);
    }
    void anOldTrainingWithoutProbabilitiesIsNamed()
    {
        auto old = m_photos;
        for (auto* list : { &old.before, &old.after })
            for (auto& prediction : *list)
                prediction.probabilities.clear();
        const auto training = train(old, 1);
        VERIFY_REFUSED(run(), "evaluate.no-probabilities");
        QCOMPARE(run().error().values.at("artifact"), Json(training));
    }
    void whatIsNotThereIsNamed()
    {
        VERIFY_REFUSED(run(), "evaluate.no-training");
        train(m_photos, 1);
        VERIFY_REFUSED(run({ .method = "magic" }), "evaluate.no-method");
        VERIFY_REFUSED(run({ .train = "train-nowhere" }), "project.no-artifact");
    }
    void photosInTilesAreCountedAsPhotos()
    {
        const auto noteOf = [](const Evaluation& e, const char* code) -> std::optional<Error> {
            const auto found = std::ranges::find(e.notes, code, &Error::code);
            return found == e.notes.end() ? std::nullopt : std::optional(*found);
        };
        const auto evaluated = [&] { return evaluationFromJson(run().value().summary).value(); };
        PlantedPhotos tiled(1, 2);
        for (int i = 0; i < 40; ++i) // a bad photo has one bad tile, which "before" does not see
            tiled.addTiled(
                i % 2, { 0.1f, 0.2f, 0.1f }, { 0.1f, i % 2 ? 0.9f : 0.1f, 0.1f }, { 0, 0, 0 }, i / 20);
        import(tiled.dataset, 2);
        train(tiled, 1);
        const auto e = evaluated();
        QCOMPARE(e.all.photos, std::int64_t(40));
        QCOMPARE(e.all.figures[0].errors.miss.count, 20.0);
        QCOMPARE(e.all.figures[1].errors.miss.count, 0.0);
        const auto note = noteOf(e, "evaluate.per-photo");
        QVERIFY(note && note->values.at("tiles") == 3 && isExplained(*note));
        QVERIFY(!noteOf(e, "evaluate.tiles-left-out"));
        // The bad tile of one photo was on no test side: what it is judged from is said.
        for (auto* list : { &tiled.before, &tiled.after })
            std::erase_if(*list, [&](const Prediction& p) { return p.id == tiled.dataset.ids[3 * 7 + 1]; });
        train(tiled, 2);
        const auto partly = evaluated();
        QCOMPARE(partly.all.figures[1].errors.miss.count, 1.0);
        const auto left = noteOf(partly, "evaluate.tiles-left-out");
        QVERIFY(left && left->values == Json({ { "photos", 1 }, { "n", 40 } }) && isExplained(*left));
        import(m_photos.dataset, 3); // the control: whole photos
        train(m_photos, 3);
        QVERIFY(!noteOf(evaluated(), "evaluate.per-photo"));
    }
    void costsAreTheProjectsUnlessGiven()
    {
        train(m_photos, 1);
        VERIFY_OK(m_project->edit("/inspection",
            { { "costs", toJson(InspectionCosts { .miss = 7000 }) }, { "threshold", nullptr } }, "inspection",
            { { "threshold", "0.5" } }, true));
        const auto costs
            = [](const Result<StageResult>& result) { return evaluationFromJson(result->summary)->costs; };
        const auto own = run(), given = run({ .costMiss = 9 });
        VERIFY_OK(own);
        VERIFY_OK(given);
        QVERIFY(costs(own).miss == 7000 && costs(own).overReject == 80);
        QVERIFY(costs(given).miss == 9 && costs(given).overReject == 80);
    }

private:
    Result<StageResult> run(const EvaluateOptions& options = {})
    {
        SilentContext silent;
        return runEvaluate(*m_project, options, silent);
    }
    static std::string idOf(const StageResult& result) { return result.adoptions.at(0).value; }
    int evaluations() const { return int(m_project->artifacts().list(EvaluateOptions::stage).size()); }
    void import(const Dataset& dataset, int number)
    {
        auto draft = m_project->artifacts().begin({ "import", 1, { { "number", number } }, {} });
        VERIFY_OK(draft);
        VERIFY_OK(writeDataset(draft->folder(), dataset));
        const auto id = m_project->artifacts().commit(std::move(*draft), Json::object());
        VERIFY_OK(id);
        VERIFY_OK(m_project->edit("/samples", *id, "result-adopted", Json::object(), false));
    }
    /// A training of the photos the project holds now; adopted.
    std::string train(const PlantedPhotos& photos, int number, const std::string& variant = "fast")
    {
        TrainReport report;
        report.variant = variant;
        report.mode = "leave-one-environment-out";
        report.classes = photos.dataset.label.values;
        report.environments = photos.dataset.environment.values;
        report.okClasses = photos.dataset.okClasses;
        report.methods = { "erm", "guide" };
        auto predictions = photos.before;
        for (auto prediction : photos.after) {
            prediction.method = 1;
            predictions.push_back(prediction);
        }
        completeReport(report, predictions);
        auto draft = m_project->artifacts().begin(
            { "train", 1, { { "number", number } }, { m_project->text("/samples") } });
        const auto written = draft
            ? writePredictions((draft->folder() / "predictions.safetensors").string(), predictions)
            : Result<void>(tl::make_unexpected(draft.error()));
        const auto told = written ? writeJson(draft->folder() / "results.json", toJson(report)) : written;
        if (!told)
            qFatal("%s", explain(told).constData());
        const auto id = m_project->artifacts().commit(std::move(*draft), Json::object()).value();
        auto list = m_project->document().value("train", Json::array());
        list.push_back(id);
        const auto adopted = m_project->edit("/train", list, "result-adopted", Json::object(), false);
        if (!adopted)
            qFatal("%s", explain(adopted).constData());
        return id;
    }

    QScopedPointer<QTemporaryDir> m_folder;
    std::optional<Project> m_project;
    PlantedPhotos m_photos { 1, 2 };
};

QTEST_GUILESS_MAIN(TestEvaluateStage)
#include "test_evaluate_stage.moc"
