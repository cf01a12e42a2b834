#include "LatentFixture.h"
#include "engine/features/ActivationProbe.h"
#include "engine/features/EncodePhotos.h"
#include "engine/features/ExtractPlan.h"
#include "engine/features/FeaturePass.h"
#include "engine/features/Latents.h"

#include <QCoreApplication>
#include <QProcess>

using namespace minamo;
namespace fs = std::filesystem;

namespace {

const ExtractOptions twoSteps { .timesteps = { 50, 10 }, .device = "cpu", .threads = 2 };

DiffusionModel prepared(const Path& folder, AutoencoderParts parts = AutoencoderParts::encoder)
{
    auto model = loadDiffusionModel(folder, parts).value();
    prepareForInference(model, at::kCPU, at::kFloat);
    return model;
}

ImagePack packOf(const Project& project)
{
    const auto id = packKey(project.text("/samples"), PackOptions { .size = fixtureSide }).id();
    return ImagePack::open(project.artifacts().folder(id)).value();
}

/// Bytes of the latents' chunk files, committed or not.
std::map<std::string, std::string> latentFiles(const Project& project)
{
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(project.folder() / "artifacts"))
        if (entry.is_regular_file() && entry.path().string().find("latents-") != std::string::npos
            && entry.path().extension() == ".safetensors")
            files[entry.path().filename().string()] = readFile(entry.path()).value();
    return files;
}

/// All that Latents needs of one project, opened.
struct Opened {
    explicit Opened(const Path& folder, const Path& modelFolder) :
        project(Project::open(folder).value()), data(project.dataset().value()), pack(packOf(project)),
        model(prepared(modelFolder))
    {
    }
    std::unique_ptr<Latents> latents() const
    {
        const auto packId = packKey(project.text("/samples"), PackOptions { .size = fixtureSide }).id();
        return Latents::open(project.artifacts(), model, pack, packId, data.contents, data.paths).value();
    }
    Project project;
    Dataset data;
    ImagePack pack;
    DiffusionModel model;
};

int estimated(const Recorder& heard, const char* what)
{
    for (const auto& event : heard.events)
        if (event.at("kind") == "estimate")
            return event.at(what).get<int>();
    return -1;
}

} // namespace

/// Extraction in a latent space: latents are made once, survive a kill and are what noise is added to.
class TestLatents : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;
    Path m_model;
    Path fresh() { return Path(m_dir.path().toStdString()) / std::to_string(m_count++); }

private Q_SLOTS:
    void initTestCase()
    {
        m_model = fresh();
        writeLatentModel(m_model);
    }

    void featuresComeFromLatents()
    {
        auto project = makeProject(fresh(), m_model);
        QCOMPARE(modelImageSize(project).value(), fixtureSide);
        Recorder heard;
        const auto result = runExtract(project, twoSteps, heard);
        VERIFY_OK(result);
        VERIFY_OK(adopt(project, "extract", *result));
        QCOMPARE(estimated(heard, "latents"), fixturePhotos);
        const auto model = prepared(m_model);
        const auto data = project.dataset().value();
        const auto pack = packOf(project);
        const c10::InferenceMode guard;
        const at::Tensor photos = CleanPhotos(pack).rows({ 7, 8 });
        const at::Tensor latents = model.autoencoder->encode(photos);
        QCOMPARE(latents.sizes().vec(), (std::vector<std::int64_t> { 2, 4, 4, 4 }));
        const at::Tensor noisy
            = withNoise(model.schedule, latents, { data.contents[7], data.contents[8] }, 50, 0);
        std::map<std::string, at::Tensor> expected;
        TapRequest taps(
            { "mid_block", "up_blocks.1" },
            [&](const auto& tap, const at::Tensor& value) { expected[tap] = meanOverPlaces(value); }, true);
        model.network->forward(noisy, torch::full({ 1 }, 50, at::kLong), {}, taps);
        const FeatureStore store(project.artifacts());
        const auto records
            = store.records(project.document().at("features").get<std::vector<std::string>>()).value();
        for (const auto& record : records) {
            if (!expected.contains(record.cell.tap) || record.cell.timestep != 50)
                continue;
            const auto matrix = store.matrix(record).value();
            const auto stored = torch::from_blob(
                const_cast<float*>(matrix.row(7).data()), { 2, record.dimension }, at::kFloat);
            QVERIFY2(at::allclose(stored, expected[record.cell.tap], 1e-4, 1e-5), record.cell.tap.c_str());
            QVERIFY(!at::allclose(stored[0], stored[1], 1e-4, 1e-5)); // the control
        }
        for (std::size_t i = 1; i < heard.steps.size(); ++i)
            QVERIFY(heard.steps[i].first >= heard.steps[i - 1].first);
        QCOMPARE(heard.steps.back().first, heard.steps.back().second);
    }
    void latentsAreMadeOnce()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        VERIFY_OK(runExtract(project, twoSteps, silent));
        const auto ids = project.artifacts().list("latents");
        QCOMPARE(ids.size(), 1u);
        const Path file = project.artifacts().folder(ids.front()) / chunkName(0);
        const auto written = fs::last_write_time(file);
        Recorder heard;
        ExtractOptions later = twoSteps;
        later.timesteps = { 300 };
        VERIFY_OK(runExtract(project, later, heard));
        QCOMPARE(estimated(heard, "latents"), 0);
        QCOMPARE(project.artifacts().list("latents"), ids);
        QVERIFY(fs::last_write_time(file) == written);
    }
    void threadsDoNotMatter()
    {
        std::map<std::string, std::string> first;
        for (const int threads : { 1, 3 }) {
            auto project = makeProject(fresh(), m_model);
            ExtractOptions options = twoSteps;
            options.threads = threads;
            SilentContext silent;
            VERIFY_OK(runExtract(project, options, silent));
            const auto files = latentFiles(project);
            QVERIFY(!files.empty());
            QVERIFY(first.empty() || files == first);
            first = files;
        }
    }

    void killedRunKeepsWholeChunks()
    {
        auto unbroken = makeProject(fresh(), m_model), project = makeProject(fresh(), m_model);
        SilentContext silent;
        VERIFY_OK(Opened(unbroken.folder(), m_model).latents()->complete(1, "extract", silent));
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
            { "--killed", QString::fromStdString(project.folder().string()),
                QString::fromStdString(m_model.string()) });
        QVERIFY(child.waitForFinished(60000));
        QCOMPARE(child.exitStatus(), QProcess::CrashExit);
        const Opened opened(project.folder(), m_model);
        const auto latents = opened.latents();
        QVERIFY2(latents->missing() > 0 && latents->missing() < fixturePhotos,
            QByteArray::number(qint64(latents->missing())).constData());
        VERIFY_OK(latents->complete(2, "extract", silent));
        QVERIFY(latentFiles(project) == latentFiles(unbroken));
        for (const auto& entry : fs::directory_iterator(project.folder() / "artifacts"))
            QVERIFY(!entry.path().filename().string().starts_with(".work"));
    }
    void addedPhotosAloneAreEncoded()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        VERIFY_OK(runExtract(project, twoSteps, silent));
        std::vector<int> more { 90, 3, 91 };
        for (int i = fixturePhotos - 1; i >= 8; --i)
            more.push_back(i);
        setPhotos(project, more);
        auto anew = makeProject(fresh(), m_model);
        setPhotos(anew, more);
        Recorder saving, whole;
        VERIFY_OK(runExtract(project, twoSteps, saving));
        VERIFY_OK(runExtract(anew, twoSteps, whole));
        QCOMPARE(estimated(saving, "latents"), 2);
        QCOMPARE(estimated(whole, "latents"), static_cast<int>(more.size())); // the control
        const Opened grown(project.folder(), m_model), fromNothing(anew.folder(), m_model);
        const auto all = rowsBetween(0, std::ssize(more));
        QVERIFY(at::equal(grown.latents()->rows(all), fromNothing.latents()->rows(all)));
    }

    /// The same latent and noise as extraction; the pictures are decoded.
    void probeDecodes()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        const auto result = runExtract(project, twoSteps, silent);
        VERIFY_OK(result);
        VERIFY_OK(adopt(project, "extract", *result));
        const auto model = prepared(m_model, AutoencoderParts::both);
        const auto data = project.dataset().value();
        const auto pack = packOf(project);
        const FeatureStore store(project.artifacts());
        const auto record
            = store.records(project.document().at("features").get<std::vector<std::string>>()).value().back();
        ActivationProbe probe(model);
        const std::atomic<bool> never { false };
        const ProbeQuestion question { { pack.pixels(7), data.contents[7] }, fixtureSide, record.cell.tap,
            record.cell.timestep, 0, 4 };
        const auto maps = probe.ask(question, never);
        VERIFY_OK(maps);
        const auto matrix = store.matrix(record).value();
        const auto stored
            = torch::from_blob(const_cast<float*>(matrix.row(7).data()), { record.dimension }, at::kFloat);
        QVERIFY(at::allclose(maps->pooled, stored, 1e-4, 1e-5));
        QCOMPARE(maps->noisy.sizes().vec(), (std::vector<std::int64_t> { 3, fixtureSide, fixtureSide }));
        QCOMPARE(maps->predicted.sizes(), maps->noisy.sizes());
        const c10::InferenceMode guard;
        const at::Tensor latent = model.autoencoder->encode(CleanPhotos(pack).rows({ 7 }));
        const at::Tensor noisy
            = withNoise(model.schedule, latent, { data.contents[7] }, record.cell.timestep, 0);
        QVERIFY(at::allclose(maps->noisy, model.autoencoder->decode(noisy)[0], 1e-4, 1e-5));
        QVERIFY(!at::allclose(maps->noisy, model.autoencoder->decode(latent)[0], 1e-4, 1e-5)); // the control
    }

    void largerPhotosByWish()
    {
        auto project = makeProject(fresh(), m_model);
        SilentContext silent;
        ExtractOptions options = twoSteps;
        options.size = 32;
        VERIFY_FAILS(runExtract(project, options, silent), "extract.no-pack"); // of 32 px
        QCOMPARE(extractedSize(project, options).value(), 32);
        QCOMPARE(extractedSize(project, twoSteps).value(), fixtureSide);
    }
    void whatDoesNotFitIsRefused()
    {
        auto project = makeProject(fresh(), m_model);
        const Path other = fresh();
        writeLatentModel(other, fixtureSide, 3);
        VERIFY_FAILS(addModel(project, other), "extract.other-latents");
        const auto model = prepared(m_model);
        VERIFY_OK(planExtraction(model, twoSteps, "", 1, fixtureSide));
        VERIFY_FAILS(planExtraction(model, twoSteps, "", 1, fixtureSide + 2), "model.bad-config");
        VERIFY_FAILS(planExtraction(model, twoSteps, "", 1, fixtureSide + 4), "model.bad-config");
    }
    void latentThatIsNotFiniteNamesThePhoto()
    {
        const Path broken = fresh();
        writeLatentModel(broken);
        const Path file = broken / "vae/diffusion_pytorch_model.safetensors";
        const auto opened = SafetensorsFile::open(file).value();
        const auto* view = opened.find("encoder.conv_out.weight");
        std::vector<float> huge(static_cast<std::size_t>(view->elements()), 3e38f);
        std::vector<TensorView> views;
        for (const auto& tensor : opened.tensors())
            views.push_back(
                tensor.name == view->name ? tensorOf(tensor.name, DType::f32, huge, tensor.shape) : tensor);
        VERIFY_OK(writeSafetensors(broken / "new.safetensors", views));
        fs::rename(broken / "new.safetensors", file);
        auto project = makeProject(fresh(), broken);
        SilentContext silent;
        const auto refused = runExtract(project, twoSteps, silent);
        VERIFY_FAILS(refused, "extract.latent-not-finite");
        QVERIFY(refused.error().values.at("photo").get<std::string>().starts_with("photo"));
    }
};

int main(int argc, char** argv)
{
    if (argc == 4 && std::string(argv[1]) == "--killed") {
        const Opened opened(argv[2], argv[3]);
        Recorder context;
        context.killAt = 0.5;
        return opened.latents()->complete(1, "extract", context) ? 0 : 1;
    }
    QCoreApplication application(argc, argv);
    TestLatents test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_latents.moc"
