#include "ExportFixture.h"
#include "engine/deploy/PsiCut.h"
#include "engine/deploy/SelfTest.h"
#include "engine/device/SerialKernels.h"
#include "evaluation/Evaluation.h"

using namespace minamo;
namespace fs = std::filesystem;

namespace {

void changeTensor(const Path& file, const std::string& name, const std::function<void(at::Tensor&)>& change)
{
    auto checkpoint = readCheckpoint(file).value();
    change(checkpoint.tensors.at(name));
    if (!writeCheckpoint(file, checkpoint))
        qFatal("cannot write");
}

} // namespace

/// From a project to a package that gives the same answers without it.
class TestExport : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;

    Path at(const char* name) const { return Path(m_dir.path().toStdString()) / name; }
    ExportOptions options(const char* name, const char* method = "auto") const
    {
        return { .output = at(name).string(), .method = method, .dataLicence = "internal use only" };
    }
private Q_SLOTS:
    void initTestCase() { QVERIFY(m_dir.isValid()); }

    void fastPackageEqualsTheWorkbench()
    {
        auto project = trainedProject(at("fast"), fastTraining());
        const auto trainsBefore = project.document().at("train").size();
        for (const char* method : { "guide", "erm" }) {
            const auto summary = exportProject(project, options(method, method));
            VERIFY_OK(summary);
            QVERIFY(summary->at("difference").get<double>() <= 1e-5);
            QCOMPARE(summary->at("checked").get<int>(), 120);
            QCOMPARE(summary->at("sameStyle").get<int>(), 120);
            compareWithWorkbench(project, at(method));
            if (QTest::currentTestFailed())
                return;
        }
        // The training behind it is none that is compared, and learned from every environment.
        QCOMPARE(project.document().at("train").size(), trainsBefore);
        const auto report = readTrainReport(project.artifacts().folder(project.text("/finalTrain")).string());
        VERIFY_OK(report);
        QCOMPARE(report->mode, std::string("all-photos"));
        QCOMPARE(report->runs[0].trainPhotos + report->runs[0].validationPhotos, 120);
        QCOMPARE(report->runs[0].testPhotos, 0);
    }

    void encoderPackageEqualsTheWorkbench()
    {
        auto project = trainedProject(at("encoder"), encoderTraining());
        VERIFY_OK(exportProject(project, options("encoder-guide", "guide")));
        compareWithWorkbench(project, at("encoder-guide"));
    }

    void packageStandsForItself()
    {
        auto project = trainedProject(at("whole"), fastTraining());
        auto asked = options("whole-out");
        asked.zip = true;
        VERIFY_OK(exportProject(project, asked));
        const auto made = Package::open(at("whole-out"));
        VERIFY_OK(made);
        const auto evaluation
            = readEvaluation(project.artifacts().folder(made->manifest().decision.source));
        VERIFY_OK(evaluation);
        fs::remove_all(at("whole")); // project and model are gone
        for (const auto& place : { at("whole-out"), at("whole-out.minamopkg") }) {
            const auto package = Package::open(place);
            VERIFY_OK(package);
            const auto runner = PackageRunner::load(package->folder(), package->manifest());
            VERIFY_OK(runner);
            const auto report = runSelfTest(package->folder(), package->manifest(), *runner);
            VERIFY_OK(report);
            QCOMPARE(report->photos, 8);
            QVERIFY(report->probability <= 1e-6);
        }
        const auto card = readFile(at("whole-out") / "MODEL_CARD.md");
        VERIFY_OK(card);
        for (const char* word :
            { "internal use only", "apache-2.0", "疑似ドメイン", "Plant A", "Known styles", "過検出" })
            QVERIFY2(card->find(word) != std::string::npos, word);
        QVERIFY(card->find('{') == card->find("{\n")); // no place was left unfilled before the settings
        const auto json = readJson(at("whole-out") / "model_card.json");
        VERIFY_OK(json);
        QCOMPARE(json->at("data").at("photos").get<int>(), 120);
        QVERIFY(json->at("evaluation").at("scores").size() >= 4);
        // What to expect of the threshold was measured on photos that did not choose it.
        const auto& expected = json->at("evaluation").at("expected");
        const auto& honest = evaluation->honest[1];
        QCOMPARE(expected.at("miss").at("count").get<double>(), honest.errors.miss.count);
        QCOMPARE(expected.at("overReject").at("count").get<double>(), honest.errors.overReject.count);
        QCOMPARE(expected.at("withReview").at("miss").at("count").get<double>(), honest.withReview.miss.count);
        QVERIFY(card->find("To expect at this threshold") != std::string::npos);
        QCOMPARE(json->at("licences").at("data").get<std::string>(), std::string("internal use only"));
        for (const auto& entry :
            fs::directory_iterator(Path(m_dir.path().toStdString()))) // nothing half-made stays
            QVERIFY2(entry.path().string().find(".part") == std::string::npos, entry.path().c_str());
    }

    /// What comes after the tap is not in the package and is never read.
    void psiIsCutAtItsTap()
    {
        writeTinyModel(at("model"));
        auto model = loadDiffusionModel(at("model"));
        VERIFY_OK(model);
        const auto cut = writePsiCut(*model, { "mid_block" }, at("cut"));
        VERIFY_OK(cut);
        QVERIFY(cut->kept < cut->whole);
        const auto file = SafetensorsFile::open(at("cut") / "weights.safetensors");
        VERIFY_OK(file);
        for (const auto& tensor : file->tensors())
            QVERIFY2(!tensor.name.starts_with("up_blocks") && !tensor.name.starts_with("conv_out")
                    && !tensor.name.starts_with("conv_norm_out"),
                tensor.name.c_str());
        for (const char* needed :
            { "conv_in.weight", "time_embedding.linear_2.bias", "mid_block.resnets.1.conv2.weight" })
            QVERIFY2(file->find(needed) != nullptr, needed);
        const auto again = readPsiCut(at("cut"), { "mid_block" });
        VERIFY_OK(again);
        model->network->prepareForInference(at::kCPU, at::kFloat);
        const auto pooled = [](const DiffusionModel& m, const char* tap) {
            at::Tensor value;
            TapRequest request(
                { tap },
                [&](const std::string&, const at::Tensor& v) {
                    value = v.mean({ 2, 3 });
                },
                true);
            const torch::NoGradGuard guard;
            m.network->forward(torch::ones({ 1, 3, 16, 16 }), torch::full({ 1 }, 50, at::kLong), {}, request);
            return value;
        };
        QVERIFY(pooled(*model, "mid_block").equal(pooled(*again, "mid_block")));
        QVERIFY(pooled(*again, "up_blocks.0").isnan().all().item<bool>()); // negative control
        VERIFY_FAILS(readPsiCut(at("cut"), { "up_blocks.0" }), "package.bad-weights");
    }

    void changedWeightsFailTheSelfTest()
    {
        auto project = trainedProject(at("tampered"), fastTraining());
        VERIFY_OK(exportProject(project, options("tampered-out", "guide")));
        const auto folder = at("tampered-out");
        const auto manifest = Package::open(folder).value().manifest();
        const auto fails
            = [&](const char* file, const char* tensor, const std::function<void(at::Tensor&)>& change) {
                  const auto path = folder / file;
                  const auto before = readFile(path).value();
                  changeTensor(path, tensor, change);
                  if (!sealPackage(folder, manifest)) // by somebody who knows the format
                      qFatal("cannot seal");
                  const auto package = Package::open(folder);
                  const auto runner = PackageRunner::load(folder, package->manifest());
                  const auto report = runner ? runSelfTest(folder, package->manifest(), *runner)
                                             : tl::make_unexpected(runner.error());
                  if (!writeFileAtomically(path, before) || !sealPackage(folder, manifest))
                      qFatal("cannot restore");
                  return report ? std::string() : report.error().code;
              };
        QCOMPARE(fails("classifier.safetensors", "head.bias", [](at::Tensor&) {}), std::string());
        QCOMPARE(fails("classifier.safetensors", "head.bias",
                     [](at::Tensor& t) { t = t + torch::arange(2) * 0.01; }),
            std::string("package.self-test"));
        QCOMPARE(fails("psi/weights.safetensors", "conv_in.bias", [](at::Tensor& t) { t = t + 0.1; }),
            std::string("package.self-test"));
        QCOMPARE(fails("styles.safetensors", "centroids", [](at::Tensor& t) { t = t * 1.1; }),
            std::string("package.self-test"));
        QCOMPARE(fails("classifier.safetensors", "head.weight",
                     [](at::Tensor& t) { t = t.slice(0, 0, 1).clone(); }),
            std::string("package.bad-weights"));
        QCOMPARE(fails("styles.safetensors", "style_of", [](at::Tensor& t) { t = t + 100; }),
            std::string("package.bad-weights"));
        QCOMPARE(fails("classifier.safetensors", "guide.phi_means",
                     [](at::Tensor& t) { t = t.slice(0, 1).clone(); }),
            std::string("package.bad-weights"));
    }

    void refusalsHaveReasons()
    {
        auto project = trainedProject(at("refused"), fastTraining());
        auto asked = options("refused-out");
        asked.dataLicence = "";
        VERIFY_FAILS(planExport(project, asked), "export.no-data-licence");
        asked = options("refused-out");
        VERIFY_OK(planExport(project, asked)); // negative control
        asked.output = "";
        VERIFY_FAILS(planExport(project, asked), "export.no-output");
        asked.output = at("refused").string(); // the project itself
        VERIFY_FAILS(planExport(project, asked), "export.folder-exists");
        asked = options("refused-out");
        asked.run = "train-0000000000000000";
        VERIFY_FAILS(planExport(project, asked), "export.unknown-run");
        fs::remove(at("refused") / "model" / "README.md");
        VERIFY_FAILS(planExport(project, options("refused-out")), "export.no-model-licence");
        asked = options("refused-out");
        asked.modelLicence = "MIT";
        VERIFY_OK(planExport(project, asked));
        VERIFY_OK(project.edit("/discover", Json(), "result-adopted", Json::object(), false));
        VERIFY_FAILS(planExport(project, asked), "export.no-styles");
        VERIFY_OK(project.edit("/train", Json(), "result-adopted", Json::object(), false));
        VERIFY_FAILS(planExport(project, asked), "export.no-training");
        RecordingContext stopped;
        stopped.stop = true;
        QVERIFY(!fs::exists(at("refused-out")));
    }

    void olderPackageIsReplacedAndCancelLeavesItAlone()
    {
        auto project = trainedProject(at("twice"), fastTraining());
        VERIFY_OK(exportProject(project, options("twice-out", "erm")));
        const auto before = readFile(at("twice-out") / "manifest.json").value();
        const auto plan = planExport(project, options("twice-out", "guide"));
        VERIFY_OK(plan);
        RecordingContext stopped;
        stopped.stop = true;
        VERIFY_FAILS(
            runExport(project, options("twice-out", "guide"), *plan, project.text("/finalTrain"), stopped),
            "cancelled");
        QCOMPARE(readFile(at("twice-out") / "manifest.json").value(), before);
        VERIFY_OK(exportProject(project, options("twice-out", "guide")));
        const auto package = Package::open(at("twice-out"));
        VERIFY_OK(package);
        QCOMPARE(package->manifest().classifier.method, std::string("guide"));
    }
};

QTEST_GUILESS_MAIN(TestExport)
#include "test_export.moc"
