#include "../features/LatentFixture.h"
#include "ExportFixture.h"
#include "engine/deploy/PsiCut.h"

using namespace minamo;
namespace fs = std::filesystem;

namespace {

void writePlantedLatentModel(const Path& folder)
{
    writeLatentModel(folder, plantedSide);
}

/// A text encoder's states for a network that takes none: as spoilt as a package may come.
void writeContext(const Path& psi)
{
    Checkpoint checkpoint;
    checkpoint.tensors["context"] = torch::zeros({ 1, 3, 8 });
    if (!writeCheckpoint(psi / "conditioning.safetensors", checkpoint))
        qFatal("cannot write");
}

} // namespace

/// A package of a model in a latent space carries the autoencoder's encoder and answers as the workbench.
class TestLatentPackage : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    Path at(const char* name) const { return Path(m_dir.path().toStdString()) / name; }

private Q_SLOTS:
    void packageEqualsTheWorkbench()
    {
        auto project = trainedProject(at("latent"), fastTraining(), writePlantedLatentModel);
        QCOMPARE(project.artifacts().list("latents").size(), 1u);
        const auto summary = exportProject(
            project, { .output = at("package").string(), .dataLicence = "internal use only" });
        VERIFY_OK(summary);
        QVERIFY(summary->at("difference").get<double>() <= 1e-5);
        QCOMPARE(summary->at("checked").get<int>(), 120);
        QCOMPARE(summary->at("sameStyle").get<int>(), 120);
    }
    /// The encoder's weights are those of the model; its decoder is left out.
    void encoderAloneIsCarried()
    {
        const Path carried = at("package") / "psi/autoencoder";
        const auto own = loadDiffusionModel(at("latent") / "model").value();
        const auto cut = readPsiCut(at("package") / "psi", { "down_blocks.1" });
        VERIFY_OK(cut);
        QCOMPARE(cut->autoencoderId, own.autoencoderId);
        QVERIFY(!cut->autoencoder->decodes());
        const auto file = SafetensorsFile::open(carried / "diffusion_pytorch_model.safetensors").value();
        QCOMPARE(file.tensors().size(), own.autoencoder->named_parameters().size());
        QVERIFY(!file.find("decoder.conv_in.weight"));
        const auto photo = torch::rand({ 1, 3, 32, 32 }) * 2 - 1;
        const c10::InferenceMode guard;
        QVERIFY(at::allclose(cut->autoencoder->encode(photo), own.autoencoder->encode(photo), 1e-5, 1e-6));
    }
    void spoiltPackagesAreRefused()
    {
        const auto copy = [&](const char* name) {
            fs::copy(at("package") / "psi", at(name), fs::copy_options::recursive);
            return at(name);
        };
        const Path noWeights = copy("no-weights"), context = copy("context");
        fs::remove(noWeights / "autoencoder/diffusion_pytorch_model.safetensors");
        VERIFY_FAILS(readPsiCut(noWeights, { "down_blocks.1" }), "model.no-weights");
        writeContext(context);
        VERIFY_FAILS(readPsiCut(context, { "down_blocks.1" }), "package.bad-weights");
    }
};

QTEST_GUILESS_MAIN(TestLatentPackage)
#include "test_latent_package.moc"
