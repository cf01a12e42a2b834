#include "BackboneFixture.h"
#include "PlantedProject.h"
#include "TestSupport.h"
#include "data/TrainReport.h"
#include "engine/stages/AddClassifier.h"
#include "engine/stages/Train.h"
#include "io/Npz.h"
#include "project/OwnClassifier.h"

#include <fmt/format.h>

using namespace minamo;

/// The plant's own classifier in a project: its verdicts are "before", its frozen features are Phi.
class TestOwnClassifier : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    std::optional<Project> m_project;

    ClassifierOptions options() const
    {
        ClassifierOptions asked;
        asked.model = m_dir.filePath("model.safetensors").toStdString();
        asked.size = 32;
        asked.device = "cpu";
        return asked;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        auto project = PlantedProject {}.make(m_dir.filePath("p").toStdString());
        VERIFY_OK(project);
        m_project = std::move(*project);
        VERIFY_OK(writeCheckpoint(options().model, { TinyBackbone::resnet(2), {} }));
    }

    void verdictsAreThoseOfTheModel()
    {
        RecordingContext context;
        const auto result = runAddClassifier(*m_project, options(), context);
        VERIFY_OK(result);
        QCOMPARE(result->summary.at("features").get<int>(), 64);
        QCOMPARE(result->summary.at("of").get<int>(), 240);
        const auto own = readOwnClassifier(
            m_project->artifacts().folder(result->summary.at("artifact").get<std::string>()));
        VERIFY_OK(own);
        QVERIFY((own->probabilities.rowwise().sum().array() - 1).abs().maxCoeff() < 1e-5F);
        // The same outputs under exchanged names are exchanged.
        auto swapped = options();
        swapped.classes = { "Scratch", "OK" };
        const auto other = runAddClassifier(*m_project, swapped, context);
        VERIFY_OK(other);
        const auto exchanged = readOwnClassifier(
            m_project->artifacts().folder(other->summary.at("artifact").get<std::string>()));
        VERIFY_OK(exchanged);
        QVERIFY(own->probabilities.col(0) == exchanged->probabilities.col(1));
        QVERIFY(own->probabilities.col(0) != exchanged->probabilities.col(0));
    }

    void trainingKeepsPhiAndTakesTheVerdicts()
    {
        RecordingContext context;
        const auto added = runAddClassifier(*m_project, options(), context);
        VERIFY_OK(added);
        const auto id = added->summary.at("artifact").get<std::string>();
        const auto own = readOwnClassifier(m_project->artifacts().folder(id)).value();
        const TrainOptions train { .holdout = "Plant C", .classifier = id, .perClass = 4, .steps = 40 };
        const auto result = runTrain(*m_project, train, context);
        VERIFY_OK(result);
        const auto folder = m_project->artifacts().folder(result->summary.at("artifact").get<std::string>());
        const auto report = readTrainReport(folder.string());
        VERIFY_OK(report);
        QCOMPARE(report->variant, std::string("own"));
        QVERIFY(std::any_of(report->notes.begin(), report->notes.end(),
            [](const Error& n) { return n.code == "train.own-classifier"; }));
        const auto predictions = readPredictions((folder / "predictions.safetensors").string());
        VERIFY_OK(predictions);
        const auto dataset = m_project->dataset().value();
        int before = 0, after = 0;
        for (const auto& p : *predictions) {
            const auto row = std::find(dataset.ids.begin(), dataset.ids.end(), p.id) - dataset.ids.begin();
            if (p.method == 1) {
                ++after;
                continue;
            }
            ++before;
            QCOMPARE(p.probabilities[0], own.probabilities(row, 0));
            QCOMPARE(p.predicted, own.probabilities(row, 0) >= own.probabilities(row, 1) ? 0 : 1);
        }
        QCOMPARE(before, 80);
        QCOMPARE(after, 80);
        // T maps into the space of the model's own features.
        const auto weights = readCheckpoint(folder / report->runs[1].weights);
        VERIFY_OK(weights);
        QCOMPARE(weights->tensors.at("guide.mapped").size(1), std::int64_t(64));
        QVERIFY(!std::any_of(weights->tensors.begin(), weights->tensors.end(),
            [](const auto& t) { return t.first.starts_with("encoder."); }));
    }

    /// The same verdicts and features, handed over as files, give the same training.
    void filesMadeElsewhereAreTheSame()
    {
        RecordingContext context;
        const auto added = runAddClassifier(*m_project, options(), context);
        VERIFY_OK(added);
        const auto own = readOwnClassifier(
            m_project->artifacts().folder(added->summary.at("artifact").get<std::string>()))
                             .value();
        const auto dataset = m_project->dataset().value();
        NpzWriter npz(m_dir.filePath("phi.npz").toStdString());
        npz.add("features", DType::f32, { own.features.rows(), own.features.cols() },
            [&]() -> Result<std::string> {
                std::string bytes; // in the opposite order: the CSV says which row is which photo
                for (auto row = own.features.rows(); row-- > 0;)
                    bytes.append(reinterpret_cast<const char*>(own.features.row(row).data()),
                        sizeof(float) * std::size_t(own.features.cols()));
                return bytes;
            });
        VERIFY_OK(npz.write());
        std::string csv = "path,prediction,OK,Scratch\n";
        for (auto row = own.features.rows(); row-- > 0;)
            csv += fmt::format("{},,{},{}\n", dataset.paths[std::size_t(row)], own.probabilities(row, 0),
                own.probabilities(row, 1));
        const Path file = m_dir.filePath("verdicts.csv").toStdString();
        VERIFY_OK(writeFileAtomically(file, csv));
        ClassifierOptions foreign;
        foreign.phi = m_dir.filePath("phi.npz").toStdString();
        foreign.predictions = file.string();
        const auto read = runAddClassifier(*m_project, foreign, context);
        VERIFY_OK(read);
        const auto again = readOwnClassifier(
            m_project->artifacts().folder(read->summary.at("artifact").get<std::string>()));
        VERIFY_OK(again);
        QVERIFY(again->features == own.features);
        QVERIFY(again->probabilities == own.probabilities);
        QCOMPARE(read->summary.at("right"), added->summary.at("right"));

        VERIFY_OK(writeFileAtomically(file, csv.substr(0, csv.rfind('\n', csv.size() - 2) + 1)));
        VERIFY_FAILS(runAddClassifier(*m_project, foreign, context), "classifier.rows-differ");
        auto broken = csv;
        broken.replace(broken.find("Plant C/79.png"), 14, "elsewhere/a.png");
        VERIFY_OK(writeFileAtomically(file, broken));
        VERIFY_FAILS(runAddClassifier(*m_project, foreign, context), "classifier.photos-missing");
        VERIFY_OK(writeFileAtomically(file, "file\na\n"));
        VERIFY_FAILS(runAddClassifier(*m_project, foreign, context), "classifier.no-column");
        foreign.phi = options().model;
        VERIFY_FAILS(runAddClassifier(*m_project, foreign, context), "npz.cannot-read");
        VERIFY_FAILS(runAddClassifier(*m_project, ClassifierOptions {}, context), "classifier.nothing-given");
    }

    /// How photos are taken stands in timm's config.json, unless it is told otherwise.
    void configBesideTheModelIsRead()
    {
        RecordingContext context;
        const auto folder = Path(m_dir.path().toStdString()) / "timm";
        std::filesystem::create_directories(folder);
        auto asked = options();
        asked.model = (folder / "model.safetensors").string();
        VERIFY_OK(writeCheckpoint(asked.model, { TinyBackbone::resnet(2), {} }));
        const auto featuresOf = [&](const ClassifierOptions& wanted) {
            const auto added = runAddClassifier(*m_project, wanted, context).value();
            const auto artifact
                = m_project->artifacts().folder(added.summary.at("artifact").get<std::string>());
            return std::pair(added.summary, readOwnClassifier(artifact).value().features);
        };
        const auto [plainSummary, plain] = featuresOf(asked);
        QCOMPARE(plainSummary.at("licence").get<std::string>(), std::string());
        const Json config { { "architecture", "resnet10t" },
            { "pretrained_cfg",
                { { "mean", { 0.5, 0.5, 0.5 } }, { "std", { 0.5, 0.5, 0.5 } }, { "license", "mit" },
                    { "hf_hub_id", "plant/line-3" } } } };
        VERIFY_OK(writeJson(folder / "config.json", config));
        const auto [summary, told] = featuresOf(asked);
        QCOMPARE(summary.at("name").get<std::string>(), std::string("resnet10t"));
        QCOMPARE(summary.at("licence").get<std::string>(), std::string("mit"));
        QCOMPARE(summary.at("source").get<std::string>(), std::string("plant/line-3"));
        QVERIFY(told != plain);
        asked.range = "imagenet";
        QVERIFY(featuresOf(asked).second == plain);
        asked.range = "half";
        QVERIFY(featuresOf(asked).second == told);
        VERIFY_OK(writeJson(folder / "config.json", { { "pretrained_cfg", { { "mean", "grey" } } } }));
        asked.range = "auto";
        QVERIFY(featuresOf(asked).second == plain); // what makes no sense says nothing
    }

    void problemsAreNamed()
    {
        RecordingContext context;
        auto asked = options();
        asked.classes = { "OK" };
        VERIFY_FAILS(runAddClassifier(*m_project, asked, context), "classifier.class-count");
        asked.classes = { "OK", "Dent" };
        VERIFY_FAILS(runAddClassifier(*m_project, asked, context), "classifier.unknown-class");
        asked = options();
        asked.size = 64;
        VERIFY_FAILS(runAddClassifier(*m_project, asked, context), "train.no-pack");
        VERIFY_FAILS(runTrain(*m_project, { .classifier = "classifier-0" }, context), "train.no-classifier");
        context.stop = true;
        asked = options();
        asked.batch = 7;
        VERIFY_FAILS(runAddClassifier(*m_project, asked, context), "cancelled");
    }
};

QTEST_GUILESS_MAIN(TestOwnClassifier)
#include "test_own_classifier.moc"
