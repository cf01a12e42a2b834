#include "../classify/BackboneFixture.h"
#include "ExportFixture.h"
#include "engine/deploy/SelfTest.h"
#include "engine/stages/AddClassifier.h"
#include "io/Npz.h"

#include <fmt/format.h>

using namespace minamo;
namespace fs = std::filesystem;

namespace {

/// A trained project whose newest training stands on the plant's own classifier.
Project ownProject(const Path& folder, const NamedTensors& network)
{
    auto project = trainedProject(folder, fastTraining());
    ClassifierOptions asked { .model = (folder / "line-3.safetensors").string(), .size = 32 };
    asked.device = "cpu";
    if (!writeCheckpoint(asked.model, { network, {} }))
        qFatal("cannot write the classifier");
    runStage(project, runAddClassifier, asked);
    auto train = fastTraining();
    train.fast = false;
    train.classifier = project.text("/classifier");
    runStage(project, runTrain, train);
    return project;
}

/// The same verdicts and features as files: what a plant hands over that keeps its network to itself.
void addFromFiles(Project& project, const Path& folder)
{
    const auto own = readOwnClassifier(project.artifacts().folder(project.text("/classifier"))).value();
    const auto dataset = project.dataset().value();
    NpzWriter npz(folder / "phi.npz");
    npz.add(
        "features", DType::f32, { own.features.rows(), own.features.cols() }, [&]() -> Result<std::string> {
            return std::string(reinterpret_cast<const char*>(own.features.data()),
                sizeof(float) * std::size_t(own.features.size()));
        });
    std::string csv = "path,prediction\n";
    for (Eigen::Index row = 0; row < own.features.rows(); ++row)
        csv += fmt::format("{},{}\n", dataset.paths[std::size_t(row)],
            dataset.label.values[own.probabilities(row, 0) >= own.probabilities(row, 1) ? 0 : 1]);
    if (!npz.write() || !writeFileAtomically(folder / "verdicts.csv", csv))
        qFatal("cannot write what was made elsewhere");
    runStage(project, runAddClassifier,
        ClassifierOptions {
            .phi = (folder / "phi.npz").string(), .predictions = (folder / "verdicts.csv").string() });
    auto train = fastTraining();
    train.fast = false;
    train.classifier = project.text("/classifier");
    runStage(project, runTrain, train);
}

} // namespace

/// The plant's own classifier goes into a package with T and a head, or as it is.
class TestExportOwn : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    Path at(const std::string& name) const { return Path(m_dir.path().toStdString()) / name; }
    ExportOptions options(const std::string& name, const char* method = "guide") const
    {
        return { .output = at(name).string(),
            .method = method,
            .dataLicence = "internal use only",
            .classifierLicence = "own work of plant 3" };
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void packageEqualsTheWorkbench_data()
    {
        QTest::addColumn<bool>("vit");
        QTest::newRow("resnet") << false;
        QTest::newRow("vit") << true;
    }
    void packageEqualsTheWorkbench()
    {
        QFETCH(bool, vit);
        const std::string name = vit ? "vit" : "resnet";
        auto project = ownProject(at(name), vit ? TinyBackbone::vit(2) : TinyBackbone::resnet(2));
        for (const char* method : { "guide", "erm" }) {
            const auto out = name + "-" + method;
            const auto summary = exportProject(project, options(out, method));
            VERIFY_OK(summary);
            QCOMPARE(summary->at("checked").get<int>(), 120);
            compareWithWorkbench(project, at(out));
            if (QTest::currentTestFailed())
                return;
        }
        // The weights are those that were handed over; how they take photos stands beside them.
        QCOMPARE(readFile(at(name + "-guide") / packageNetworkFile).value(),
            readFile(at(name) / "line-3.safetensors").value());
        const auto config = readJson(at(name + "-guide") / "phi" / "config.json");
        VERIFY_OK(config);
        QCOMPARE(config->at("pretrained_cfg").at("mean").at(0).get<double>(), vit ? 0.5 : 0.485);
        QVERIFY(!fs::exists(at(name + "-erm") / "classifier.safetensors")); // nothing was learned
    }

    void packageStandsForItselfAndTellsWhereItCameFrom()
    {
        auto project = ownProject(at("whole"), TinyBackbone::resnet(2));
        VERIFY_OK(exportProject(project, options("whole-out")));
        fs::remove_all(at("whole"));
        const auto package = Package::open(at("whole-out"));
        VERIFY_OK(package);
        const auto runner = PackageRunner::load(package->folder(), package->manifest());
        VERIFY_OK(runner);
        const auto report = runSelfTest(package->folder(), package->manifest(), *runner);
        VERIFY_OK(report);
        QVERIFY(report->probability <= 1e-6);
        const auto card = readFile(at("whole-out") / "MODEL_CARD.md").value();
        for (const char* word : { "line-3.safetensors", "own work of plant 3", "工場の分類器",
                 "The plant's own classifier", "32 px" })
            QVERIFY2(card.find(word) != std::string::npos, word);
        const auto json = readJson(at("whole-out") / "model_card.json").value();
        QCOMPARE(json.at("licences").at("classifier").get<std::string>(), std::string("own work of plant 3"));
        QCOMPARE(json.at("classifier").at("network").at("file").get<std::string>(),
            std::string("line-3.safetensors"));
    }

    /// Negative control: other weights of the network, by somebody who knows the format.
    void changedNetworkFailsTheSelfTest()
    {
        auto project = ownProject(at("tampered"), TinyBackbone::vit(2));
        VERIFY_OK(exportProject(project, options("tampered-out")));
        const auto folder = at("tampered-out");
        const auto manifest = Package::open(folder).value().manifest();
        const auto fails = [&](NamedTensors network, PackageManifest told) {
            if (!writeCheckpoint(folder / packageNetworkFile, { std::move(network), {} })
                || !sealPackage(folder, std::move(told)))
                qFatal("cannot write");
            const auto package = Package::open(folder);
            if (!package)
                return package.error().code;
            const auto runner = PackageRunner::load(folder, package->manifest());
            const auto report = runner ? runSelfTest(folder, package->manifest(), *runner)
                                       : tl::make_unexpected(runner.error());
            return report ? std::string() : report.error().code;
        };
        QCOMPARE(fails(TinyBackbone::vit(2), manifest), std::string());
        auto other = TinyBackbone::vit(2);
        other.at("blocks.0.attn.qkv.weight") *= 1.1;
        QCOMPARE(fails(other, manifest), std::string("package.self-test"));
        QCOMPARE(fails(TinyBackbone::vit(3), manifest), std::string("package.bad-weights"));
        other = TinyBackbone::vit(2);
        other.erase("norm.weight");
        QCOMPARE(fails(other, manifest), std::string("classifier.bad-tensor"));
        auto told = manifest;
        told.preprocessing.phiRange = imagenetRange;
        QCOMPARE(fails(TinyBackbone::vit(2), told), std::string("package.self-test"));
        told = manifest;
        told.classifier.network->classes = { 0, 7 };
        QCOMPARE(fails(TinyBackbone::vit(2), told), std::string("package.bad-manifest"));
    }

    void refusalsHaveReasons()
    {
        auto project = ownProject(at("refused"), TinyBackbone::resnet(2));
        auto asked = options("refused-out");
        VERIFY_OK(planExport(project, asked)); // negative control
        asked.classifierLicence = "";
        VERIFY_FAILS(planExport(project, asked), "export.no-classifier-licence");
        const auto withNetwork = project.document().at("train").back().get<std::string>();
        const auto trainedHere = project.document().at("train").front().get<std::string>();
        addFromFiles(project, at("refused"));
        VERIFY_FAILS(planExport(project, options("refused-out")), "export.no-network");
        asked = options("refused-out");
        for (const auto& run : { withNetwork, trainedHere }) {
            asked.run = run;
            VERIFY_OK(planExport(project, asked));
        }
        QVERIFY(!fs::exists(at("refused-out")));
    }
};

QTEST_GUILESS_MAIN(TestExportOwn)
#include "test_export_own.moc"
