#include "GoldenCopy.h"
#include "engine/diffusion/ModelCheck.h"
#include "engine/models/EdmNetwork.h"
#include "engine/models/EdmScaling.h"
#include "engine/models/NetworkRegistry.h"
#include "models/ModelDiagram.h"
#include "models/NetworkClasses.h"
#include "models/NoiseLevels.h"

#include <torch/types.h>

using namespace minamo;

namespace {

const std::vector<const char*> goldenNetworks { "L_edm_ddae/1_song_ddpmpp", "L_edm_ddae/2_dhariwal_adm",
    "L_edm_ddae/3_ddae_ddpm_unet", "L_edm_ddae/4_ddae_edm_ddpmpp_unet" };

Json configOf(const char* name)
{
    return readJson(goldenFolder() / name / "config.json").value();
}

/// A network of this config with random weights, ready to run.
std::shared_ptr<DiffusionNetwork> made(const Json& config)
{
    torch::manual_seed(4);
    auto network = makeNetwork(config);
    if (!network)
        qFatal("%s", network.error().code.c_str());
    (*network)->prepareForInference(at::kCPU, at::kFloat);
    return *network;
}

Json ncsnpp()
{
    Json config = configOf(goldenNetworks[0]);
    config["embedding_type"] = "fourier";
    config["channel_mult_noise"] = 2;
    config["encoder_type"] = "residual";
    config["resample_filter"] = { 1, 3, 3, 1 };
    config["label_dim"] = 4;
    config["augment_dim"] = 9;
    return config;
}

} // namespace

class TestEdm : public QObject {
    Q_OBJECT
    GoldenCopies m_copies;

private Q_SLOTS:
    void goldenModelsAgree_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : goldenNetworks)
            QTest::newRow(name) << QByteArray(name);
    }
    void goldenModelsAgree()
    {
        QFETCH(QByteArray, name);
        const auto report = verifyModel(goldenFolder() / name.toStdString());
        VERIFY_OK(report);
        QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
        QCOMPARE(report->at("compared"), report->at("keys"));
        QVERIFY(report->at("keys").get<int>() >= 15);
    }

    void mistakesAreSeen_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* title, const char* name, const char* key, const char* value) {
            QTest::newRow(title) << QByteArray(name) << QByteArray(key) << QByteArray(value);
        };
        row("VP's scaling", goldenNetworks[0], "precond", R"("VPPrecond")");
        row("VE's scaling", goldenNetworks[0], "precond", R"("VEPrecond")");
        row("sigma of the data", goldenNetworks[0], "sigma_data", "0.6");
        row("two heads for one", goldenNetworks[1], "channels_per_head", "8");
        row("groups", goldenNetworks[2], "num_groups", "8");
        row("groups of the last norm", goldenNetworks[2], "final_num_groups", "4");
        row("time / 500", goldenNetworks[2], "diffusion", R"({"n_T":500})");
        row("another grid", goldenNetworks[3], "diffusion", R"({"steps":17})");
        row("rho", goldenNetworks[3], "diffusion", R"({"rho":6})");
    }
    void mistakesAreSeen()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        const auto report = verifyModel(
            m_copies.copyWith(name.constData(), key.constData(), Json::parse(value.toStdString())));
        QVERIFY(!report || !report->at("ok").get<bool>());
    }
    /// Weights in another order are another network: q, k, v lie interleaved in NVlabs' files.
    void thirdsForInterleavedAreSeen()
    {
        const Path model = m_copies.copyOf(goldenNetworks[0]);
        rewrite(model / "model.safetensors", [](auto& tensors) {
            for (const char* part : { "weight", "bias" }) {
                at::Tensor& qkv = tensors[std::string("model.enc.4x4_block0.qkv.") + part];
                const auto order = torch::arange(24).view({ 8, 3 }).t().reshape({ 24 });
                qkv = qkv.index_select(0, order);
            }
        });
        QVERIFY(!verifyModel(model)->at("ok").get<bool>());
    }
    void swappedClassesAreSeen()
    {
        const Path model = m_copies.copyOf(goldenNetworks[1]);
        rewrite(model / "golden.safetensors",
            [](auto& tensors) { tensors["input.class_labels"] = tensors["input.class_labels"].flip(1); });
        QVERIFY(!verifyModel(model)->at("ok").get<bool>());
        rewrite(model / "golden.safetensors", [](auto& tensors) {
            tensors["input.class_labels"] = torch::zeros({ 3, 4 });
        });
        VERIFY_FAILS(verifyModel(model), "model.bad-input");
    }

    void scalingsAreThePapers()
    {
        const auto file = SafetensorsFile::open(goldenFolder() / "G_schedulers/schedulers.safetensors");
        VERIFY_OK(file);
        const auto golden = [&](const char* name) { return tensorFromView(*file->find(name)); };
        const at::Tensor sigma = golden("edm.sigma");
        const auto close = [&](const at::Tensor& got, const char* name) {
            return at::allclose(got, golden(name), 1e-9, 1e-12);
        };
        const auto edm = edmScaling("EDMPrecond", sigma, 0.5), vp = edmScaling("VPPrecond", sigma, 0.5);
        QVERIFY(close(edm.skip, "edm.c_skip") && close(edm.out, "edm.c_out"));
        QVERIFY(close(edm.in, "edm.c_in") && close(edm.noise, "edm.c_noise"));
        QVERIFY(close(vp.in, "edm.vp.c_in") && close(vp.noise, "edm.vp.c_noise"));
        QVERIFY(close(edmScaling("VEPrecond", sigma, 0.5).noise, "edm.ve.c_noise"));
        QVERIFY(!close(vp.noise, "edm.c_noise"));
        auto grid = karrasLevels(18, 0.002, 80, 7);
        grid.push_back(0);
        QVERIFY(close(torch::tensor(grid, at::kDouble), "edm.grid"));
    }

    /// Each timestep is a noise level, from the clean end; the axis, noise and the network's time follow.
    void timestepsAreNoiseLevels()
    {
        const auto model = loadDiffusionModel(goldenFolder() / goldenNetworks[0]);
        VERIFY_OK(model);
        QVERIFY(model->warnings.empty());
        const auto& schedule = model->schedule;
        QVERIFY(schedule.hasNoiseLevels());
        QCOMPARE(schedule.steps(), 1000);
        QVERIFY(std::abs(schedule.sigma(0) - 0.002) < 1e-9 && std::abs(schedule.sigma(999) - 80) < 1e-6);
        const at::Tensor x0 = torch::ones({ 2, 3, 4, 4 }), e = torch::full({ 2, 3, 4, 4 }, 2.0F);
        const at::Tensor t = torch::tensor({ 0, 500 });
        const at::Tensor noisy = schedule.addNoise(x0, e, t);
        QVERIFY(std::abs(noisy[1].mean().item<double>() - (1 + 2 * schedule.sigma(500))) < 1e-4);
        QVERIFY(std::abs(schedule.told(t)[1].item<double>() - schedule.sigma(500)) < 1e-6);
        QVERIFY(at::equal(schedule.predictedX0(x0, noisy, t), x0)); // it gives the photo itself
        QVERIFY(at::allclose(schedule.predictedNoise(x0, noisy, t, PredictionType::sample), e, 1e-4, 1e-4));
    }
    /// DDAE counts its 18 noise levels from 1.
    void ddaesNumbersAreKept()
    {
        const auto edm = loadDiffusionModel(goldenFolder() / goldenNetworks[3]);
        VERIFY_OK(edm);
        QCOMPARE(edm->schedule.steps(), 19);
        const auto levels = karrasLevels(18, 0.002, 80, 7);
        QCOMPARE(edm->schedule.sigma(18), levels.front());
        QCOMPARE(edm->schedule.sigma(4), levels[14]);
        const auto ddpm = loadDiffusionModel(goldenFolder() / goldenNetworks[2]);
        VERIFY_OK(ddpm);
        QCOMPARE(ddpm->schedule.steps(), 1001);
        QCOMPARE(ddpm->schedule.sigma(0), 0.0);
        QVERIFY(std::abs(ddpm->schedule.alphaCumprod(1) - 0.9999F) < 1e-6F);
    }

    void everyKindRuns_data()
    {
        QTest::addColumn<QByteArray>("changes");
        for (const char* changes : { "{}", R"({"encoder_type":"residual"})", R"({"encoder_type":"skip"})",
                 R"({"decoder_type":"skip"})", R"({"encoder_type":"skip","decoder_type":"skip"})",
                 R"({"resample_filter":[1,3,3,1],"encoder_type":"residual"})",
                 R"({"embedding_type":"fourier","channel_mult_noise":2})",
                 R"({"model_type":"DhariwalUNet","channels_per_head":4,"num_heads":null})",
                 R"({"precond":"VPPrecond"})", R"({"precond":"VEPrecond"})" })
            QTest::newRow(changes) << QByteArray(changes);
    }
    /// Sizes fit, taps come in their order, an early exit gives the same numbers.
    void everyKindRuns()
    {
        QFETCH(QByteArray, changes);
        Json config = configOf(goldenNetworks[0]);
        config.update(Json::parse(changes.toStdString()));
        const auto network = made(config);
        const c10::InferenceMode guard;
        const at::Tensor x = torch::randn({ 2, 3, 8, 8 }), sigma = torch::tensor({ 0.3F, 5.0F });
        const auto names = network->knownTaps();
        std::vector<std::string> seen;
        std::map<std::string, at::Tensor> full;
        TapRequest all(
            { names.begin(), names.end() },
            [&](const auto& tap, const auto& value) {
                seen.push_back(tap);
                full[tap] = value.clone();
            },
            false);
        const at::Tensor out = network->forward(x, sigma, {}, all);
        QCOMPARE(out.sizes(), x.sizes());
        QVERIFY(at::isfinite(out).all().item<bool>());
        QCOMPARE(seen, names);
        for (const auto& name : network->blockTaps()) {
            at::Tensor got;
            TapRequest one(
                { name }, [&](const auto&, const auto& value) { got = value.clone(); }, true);
            QVERIFY2(!network->forward(x, sigma, {}, one).defined(), name.c_str());
            QVERIFY2(at::equal(got, full.at(name)), name.c_str());
        }
    }
    /// The filter halves and doubles without moving or losing anything: a constant stays one inside.
    void filtersKeepConstants()
    {
        const c10::InferenceMode guard;
        for (const std::vector<double>& taps : { std::vector<double> { 1, 1 }, { 1, 3, 3, 1 } }) {
            const at::Tensor x = torch::ones({ 1, 2, 12, 12 });
            const at::Tensor half = EdmConv(2, 2, 0, EdmResample::down, taps).forward(x);
            const at::Tensor twice = EdmConv(2, 2, 0, EdmResample::up, taps).forward(x);
            QCOMPARE(half.size(2), 6);
            QCOMPARE(twice.size(2), 24);
            const auto inner = [](const at::Tensor& y) { return y.slice(2, 2, -2).slice(3, 2, -2); };
            QVERIFY(at::allclose(inner(half), at::ones_like(inner(half))));
            QVERIFY(at::allclose(inner(twice), at::ones_like(inner(twice))));
            const at::Tensor ramp = torch::arange(12, at::kFloat).expand({ 1, 1, 12, 12 });
            const at::Tensor middle = EdmConv(1, 1, 0, EdmResample::down, taps).forward(ramp);
            QVERIFY(std::abs(middle[0][0][2][2].item<float>() - 4.5F) < 1e-5F); // between 4 and 5
        }
    }
    void classesAndAugmentationsAreHeard()
    {
        const auto network = made(ncsnpp());
        const c10::InferenceMode guard;
        const at::Tensor x = torch::randn({ 2, 3, 8, 8 }), sigma = torch::tensor({ 0.5F });
        const auto told = [&](const at::Tensor& label, const at::Tensor& augmentation) {
            TapRequest none;
            return network->forward(x, sigma, { label, {}, augmentation }, none);
        };
        const at::Tensor untold = told({}, {});
        QVERIFY(at::equal(untold, told(torch::zeros({ 1, 4 }), {})));
        QVERIFY(!at::allclose(untold, told(torch::eye(4).slice(0, 1, 2), {})));
        QVERIFY(at::allclose(untold, told({}, torch::zeros({ 1, 9 })), 1e-5, 1e-6));
        QVERIFY(!at::allclose(untold, told({}, torch::ones({ 1, 9 }))));
        QVERIFY(network->acceptsLabels(torch::zeros({ 2, 4 }), 2));
        QVERIFY(!network->acceptsLabels(torch::zeros({ 2, 3 }), 2));
        QVERIFY(!network->acceptsLabels(torch::tensor({ 1, 2 }), 2));
    }
    void keysOfNcsnppAreNvlabs()
    {
        const auto keys = made(ncsnpp())->parametersByKey();
        for (const char* key : { "model.map_noise.freqs", "model.map_label.weight", "model.map_label.bias",
                 "model.map_augment.weight", "model.enc.4x4_aux_residual.weight",
                 "model.enc.4x4_aux_residual.bias", "model.enc.4x4_aux_residual.resample_filter",
                 "model.dec.8x8_aux_norm.weight", "model.dec.8x8_aux_conv.bias" })
            QVERIFY2(keys.contains(key), key);
        QCOMPARE(keys.at("model.map_noise.freqs").size(0), 8);
        QCOMPARE(keys.at("model.enc.4x4_aux_residual.resample_filter").sizes().vec(),
            (std::vector<std::int64_t> { 1, 1, 4, 4 }));
    }

    void brokenConfigsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* key, const char* value, const char* code) {
            QTest::newRow(key) << QByteArray(key) << QByteArray(value) << QString(code);
        };
        row("precond", R"("iDDPMPrecond")", "model.unsupported-value");
        row("model_type", R"("StyleGAN")", "model.unknown-class");
        row("embedding_type", R"("learned")", "model.unsupported-value");
        row("num_heads", "2", "model.unsupported-value");
        row("img_resolution", "9", "model.bad-config");
        row("resample_filter", "[1,2,1]", "model.bad-config");
        row("channel_mult", "[]", "model.bad-config");
        row("sigma_max", "0.001", "model.bad-config");
        row("adaptive_scale", "true", "model.unsupported-key");
    }
    void brokenConfigsAreNamed()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        QFETCH(QString, code);
        const auto loaded = loadModel(
            m_copies.copyWith(goldenNetworks[0], key.constData(), Json::parse(value.toStdString())));
        QVERIFY(!loaded);
        QCOMPARE(QString::fromStdString(loaded.error().code), code);
    }

    void diagramsEqualTheNetworks()
    {
        for (const char* name : goldenNetworks) {
            const auto network = made(configOf(name));
            const auto diagram = modelDiagram(configOf(name));
            VERIFY_OK(diagram);
            QCOMPARE(diagram->taps(), network->knownTaps());
            const c10::InferenceMode guard;
            std::vector<std::string> blocks;
            for (const auto& layer : diagram->layers) {
                if (!layer.blockTap.empty())
                    blocks.push_back(layer.blockTap);
                if (layer.anyTap().empty())
                    continue;
                std::vector<std::int64_t> shape;
                TapRequest one(
                    { layer.anyTap() }, [&](const auto&, const auto& value) { shape = value.sizes().vec(); },
                    true);
                network->forward(torch::zeros({ 1, 3, 8, 8 }), torch::tensor({ 1 }), {}, one);
                QCOMPARE(shape, (std::vector<std::int64_t> { 1, layer.channels, layer.height, layer.width }));
                if (layer.skip >= 0)
                    QCOMPARE(diagram->layers[static_cast<std::size_t>(layer.skip)].height, layer.height);
            }
            QCOMPARE(blocks, network->blockTaps());
        }
    }
};

QTEST_APPLESS_MAIN(TestEdm)
#include "test_edm.moc"
