#include "ExtractFixture.h"
#include "data/factory/Factory.h"
#include "engine/features/ActivationProbe.h"
#include "engine/stages/ModelSession.h"

using namespace minamo;

namespace {

/// A photo of the synthetic plant as planar RGB.
std::vector<std::uint8_t> planarPhoto(int number, int side)
{
    const auto photo = renderPlantPhoto({ .seed = 5, .count = 20, .size = side }, number);
    const auto plane = static_cast<std::size_t>(side * side);
    std::vector<std::uint8_t> planar(3 * plane);
    for (std::size_t i = 0; i < plane; ++i)
        for (std::size_t c = 0; c < 3; ++c)
            planar[c * plane + i] = photo.pixels[3 * i + c];
    return planar;
}

DiffusionModel prepared(const Path& folder)
{
    auto model = loadDiffusionModel(folder).value();
    model.network->prepareForInference(at::kCPU, at::kFloat);
    return model;
}

} // namespace

/// What the window shows of one photo inside the network.
class TestActivationProbe : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    const std::atomic<bool> m_never { false };
    Path at(const char* name) const { return Path(m_dir.path().toStdString()) / name; }
    /// Smallest correlation of a colour with itself in another picture.
    static double likeness(const at::Tensor& a, const at::Tensor& b)
    {
        const auto centred = [](const at::Tensor& x) { return x.flatten(1) - x.flatten(1).mean(1, true); };
        const at::Tensor one = centred(a), other = centred(b);
        return ((one * other).sum(1) / (one.norm(2, 1) * other.norm(2, 1)).clamp_min(1e-9))
            .min()
            .item<double>();
    }
    static Path builtIn() { return goldenFolder().parent_path().parent_path() / "resources/model"; }

private Q_SLOTS:
    void initTestCase() { writeTinyModel(at("model")); }

    /// The mean over a map is the feature that extract stored for this photo: same pixels, same noise.
    void meanOfTheMapIsTheStoredFeature()
    {
        auto project = makeProject(at("project"), at("model"));
        SilentContext context;
        const ExtractOptions options { .taps = { "all" }, .timesteps = { 20, 300 }, .draw = 2 };
        const auto extracted = runExtract(project, options, context);
        VERIFY_OK(extracted);
        VERIFY_OK(adopt(project, "extract", *extracted));
        const auto data = project.dataset().value();
        const auto pack
            = ImagePack::open(project.artifacts().folder(project.artifacts().list("pack").front())).value();
        const auto model = prepared(at("model"));
        ActivationProbe probe(model);
        const FeatureStore store(project.artifacts());
        const auto records
            = store.records(project.document().at("features").get<std::vector<std::string>>()).value();
        QVERIFY(records.size() > 10);
        for (const auto& record : records) {
            const auto matrix = store.matrix(record).value();
            const std::size_t row = 7;
            ProbeQuestion question { { pack.pixels(row), data.contents[row] }, pack.size(), record.cell.tap,
                record.cell.timestep, 2, 5 };
            const auto maps = probe.ask(question, m_never);
            VERIFY_OK(maps);
            const auto stored = torch::from_blob(
                const_cast<float*>(matrix.row(row).data()), { record.dimension }, at::kFloat);
            QVERIFY2(at::allclose(maps->pooled, stored, 1e-4, 1e-5), record.cell.tap.c_str());
            question.draw = 3;
            QVERIFY(!at::allclose(probe.ask(question, m_never)->pooled, stored, 1e-4, 1e-5)); // other noise
        }
    }

    void predictionFollowsTheSchedule_data()
    {
        QTest::addColumn<QByteArray>("schedule");
        QTest::addColumn<QByteArray>("type");
        for (const char* schedule : { "linear", "scaled_linear", "squaredcos_cap_v2" })
            for (const char* type : { "epsilon", "v_prediction", "sample" })
                QTest::addRow("%s %s", schedule, type) << QByteArray(schedule) << QByteArray(type);
    }
    /// A network that answers 0.3 everywhere: what that means is known from the golden noise levels.
    void predictionFollowsTheSchedule()
    {
        QFETCH(QByteArray, schedule);
        QFETCH(QByteArray, type);
        const auto settings = readJson(goldenFolder() / "G_schedulers/schedulers.json").value();
        const auto golden
            = SafetensorsFile::open(goldenFolder() / "G_schedulers/schedulers.safetensors").value();
        const QTemporaryDir dir;
        const Path folder(dir.path().toStdString());
        writeTinyModel(folder, Json::object(), 3, [](DiffusionNetwork& network) {
            network.parametersByKey().at("conv_out.weight").zero_();
            network.parametersByKey().at("conv_out.bias").fill_(0.3);
        });
        Json config = settings.at(schedule.toStdString());
        config["prediction_type"] = type.toStdString();
        VERIFY_OK(writeJson(folder / "scheduler/scheduler_config.json", config));
        const auto model = prepared(folder);
        ActivationProbe probe(model);
        const auto pixels = planarPhoto(1, fixtureSide);
        const auto* levels = golden.find(schedule.toStdString() + ".alphas_cumprod_f64")->data<double>();
        for (const int t : { 0, 50, 500 }) {
            const auto maps = probe.ask({ { pixels, 1 }, fixtureSide, "mid_block", t, 0, 4 }, m_never);
            VERIFY_OK(maps);
            const double signal = std::sqrt(levels[t]), noise = std::sqrt(1 - levels[t]);
            const at::Tensor expected = type == "epsilon" ? (maps->noisy - noise * 0.3) / signal
                : type == "v_prediction"                  ? signal * maps->noisy - noise * 0.3
                                                          : torch::full_like(maps->noisy, 0.3);
            QVERIFY(at::allclose(maps->predicted, expected, 1e-3, 1e-3));
            QVERIFY(!at::allclose(maps->predicted, expected + 0.05, 1e-3, 1e-3)); // the check can fail
        }
    }

    /// Moving the timestep a little moves the pictures a little: colours keep their sign and their meaning,
    /// though the noise is another one at every timestep.
    void neighbouringTimestepsDoNotJump()
    {
        const auto model = prepared(builtIn());
        const auto pixels = planarPhoto(3, 64);
        // Early layers see the noise itself, which has nothing in common with that of another timestep.
        for (const auto& [tap, least] : { std::pair("up_blocks.1", 0.5), std::pair("mid_block", 0.4),
                 std::pair("down_blocks.1", 0.05) }) {
            ActivationProbe probe(model);
            std::optional<ActivationMaps> before;
            double moved = 0, turned = 0, weakest = 1;
            for (int t = 0; t <= 300; t += 20) {
                const auto maps = probe.ask({ { pixels, 9 }, 64, tap, t, 0, 12 }, m_never);
                VERIFY_OK(maps);
                if (before) {
                    QCOMPARE(maps->channelNumbers, before->channelNumbers);
                    moved += (maps->colours - before->colours).abs().mean().item<double>();
                    turned += (1 - maps->colours - before->colours).abs().mean().item<double>();
                    weakest = std::min(weakest, likeness(maps->colours, before->colours));
                }
                before = *maps;
            }
            qInfo("%s: moved %.2f, wrong sign would be %.2f, weakest likeness %.2f", tap, moved, turned,
                weakest);
            QVERIFY2(
                moved < 0.5 * turned, tap); // an axis of the wrong sign would move them as far as `turned`
            QVERIFY2(weakest > least, tap); // no colour is ever exchanged for another
        }
    }

    /// The same question gives the same pictures, whatever was asked before.
    void answersDoNotDependOnWhatWasAskedBefore()
    {
        const auto model = prepared(builtIn());
        const auto pixels = planarPhoto(2, 64);
        ActivationProbe fresh(model), used(model);
        const ProbeQuestion question { { pixels, 4 }, 64, "up_blocks.0", 200, 0, 8 };
        for (const int t : { 900, 10 })
            VERIFY_OK(used.ask({ question.photo, 64, question.tap, t, 0, 8 }, m_never));
        const auto one = fresh.ask(question, m_never), other = used.ask(question, m_never);
        QVERIFY(at::equal(one->colours, other->colours) && at::equal(one->channels, other->channels));
    }

    void energyIsTheLengthOverAllChannels()
    {
        const auto model = prepared(at("model"));
        const auto pixels = planarPhoto(1, fixtureSide);
        ActivationProbe probe(model);
        const auto maps = probe.ask({ { pixels, 1 }, fixtureSide, "down_blocks.0", 50, 0, 1000 }, m_never);
        VERIFY_OK(maps);
        QCOMPARE(maps->channels.size(0), maps->pooled.size(0));
        QVERIFY(at::allclose(maps->energy.square(), maps->channels.square().sum(0), 1e-4, 1e-5));
        const auto spread = maps->channels.flatten(1).std(1, false);
        QVERIFY((spread.slice(0, 0, -1) >= spread.slice(0, 1) - 0.2)
                    .all()
                    .item<bool>()); // order of a near timestep
    }

    void wrongQuestionsAreRefused()
    {
        const auto model = prepared(at("model"));
        const auto pixels = planarPhoto(1, fixtureSide);
        ActivationProbe probe(model);
        VERIFY_FAILS(
            probe.ask({ { pixels, 1 }, fixtureSide, "attic", 50, 0, 4 }, m_never), "extract.unknown-tap");
        VERIFY_FAILS(probe.ask({ { pixels, 1 }, fixtureSide, "mid_block", 1000, 0, 4 }, m_never),
            "extract.bad-timestep");
        VERIFY_FAILS(probe.ask({ { pixels, 1 }, fixtureSide, "mid_block", -1, 0, 4 }, m_never),
            "extract.bad-timestep");
        const std::atomic<bool> stopped { true };
        VERIFY_FAILS(probe.ask({ { pixels, 1 }, fixtureSide, "mid_block", 50, 0, 4 }, stopped), "cancelled");
    }

    /// The file for the window holds the same numbers.
    void sessionWritesWhatTheProbeSees()
    {
        auto project = makeProject(at("written"), at("model"));
        auto session = ModelSession::open(project, "cpu");
        VERIFY_OK(session);
        QCOMPARE(session->size(), fixtureSide);
        const auto about = session->about();
        QCOMPARE(about.at("timesteps"), Json(1000));
        QVERIFY(std::abs(about.at("logSigma").at(261).get<double>() - std::log(1.015)) < 0.01);
        const auto pixels = planarPhoto(1, fixtureSide);
        const auto answer
            = session->writeMaps({ pixels, 7, "mid_block", 50, 0, 3 }, at("maps.safetensors"), m_never);
        VERIFY_OK(answer);
        const auto file = SafetensorsFile::open(at("maps.safetensors")).value();
        const auto model = prepared(at("model"));
        const auto maps = ActivationProbe(model)
                              .ask({ { pixels, 7 }, fixtureSide, "mid_block", 50, 0, 3 }, m_never)
                              .value();
        const auto channels = file.require("channels", DType::f32, 3).value();
        QCOMPARE(channels.shape, maps.channels.sizes().vec());
        QVERIFY(std::equal(channels.data<float>(), channels.data<float>() + channels.elements(),
            maps.channels.contiguous().const_data_ptr<float>()));
        QCOMPARE(answer->at("dimension"), Json(maps.pooled.size(0)));
        VERIFY_OK(file.require("noisy", DType::u8, 3));
        VERIFY_OK(file.require("predicted", DType::u8, 3));
        VERIFY_OK(file.require("colours", DType::u8, 3));
        VERIFY_OK(file.require("energy", DType::f32, 2));
    }

    void checkTellsWhatIsWrong()
    {
        const auto golden = checkModelFolder(goldenFolder() / "A_unet2d/1_ddpm_cifar_style");
        VERIFY_OK(golden);
        QCOMPARE(golden->at("verdict").at("ok"), Json(true));
        const auto plain = checkModelFolder(at("model"));
        VERIFY_OK(plain);
        QVERIFY(plain->at("verdict").is_null() && plain->at("info").at("parameters") > 0);
        writeTinyModel(at("spoilt"), Json::object(), 3, [](DiffusionNetwork& network) {
            network.parametersByKey().at("conv_in.bias").fill_(std::numeric_limits<float>::quiet_NaN());
        });
        VERIFY_FAILS(checkModelFolder(at("spoilt")), "model.not-finite");
    }
};

QTEST_GUILESS_MAIN(TestActivationProbe)
#include "test_activation_probe.moc"
