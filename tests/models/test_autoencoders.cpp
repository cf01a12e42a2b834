#include "GoldenCopy.h"
#include "TestSupport.h"
#include "engine/diffusion/ModelReport.h"
#include "engine/models/AutoencoderKL.h"
#include "engine/models/InferenceMemory.h"
#include "engine/models/Layers.h"
#include "engine/models/Weights.h"
#include "models/AutoencoderClasses.h"

using namespace minamo;

namespace {

const char* const sd = "D_autoencoder/1_kl_sd";

std::shared_ptr<AutoencoderKL> loadKL(const Path& folder, AutoencoderParts parts = AutoencoderParts::both)
{
    const auto loaded = loadAutoencoder(openComponent(folder).value(), parts);
    if (!loaded)
        qFatal("%s", explain(loaded).constData());
    prepareModule(**loaded, at::kCPU, at::kFloat);
    return std::dynamic_pointer_cast<AutoencoderKL>(*loaded);
}

std::map<std::string, at::Tensor> tensorsOf(const Path& file)
{
    std::map<std::string, at::Tensor> tensors;
    const auto opened = SafetensorsFile::open(file).value();
    for (const auto& view : opened.tensors())
        tensors[view.name] = tensorFromView(view);
    return tensors;
}

std::shared_ptr<Autoencoder> listed(const Json& list, AutoencoderParts parts)
{
    const WithoutInitialisation onlyShapesMatter;
    Json config = list.at("config");
    config["_class_name"] = list.at("class");
    return makeAutoencoder(config, parts).value();
}

std::int64_t countOf(const Autoencoder& autoencoder)
{
    std::int64_t count = 0;
    for (const auto& parameter : autoencoder.parameters())
        count += parameter.numel();
    return count;
}

Result<Json> verified(const Path& folder)
{
    return verifyModel(folder, 1e-4, 1e-5);
}

} // namespace

/// AutoencoderKL and AutoencoderTiny against diffusers (golden D_autoencoder, I_key_lists).
class TestAutoencoders : public QObject {
    Q_OBJECT
    GoldenCopies m_copies;

private Q_SLOTS:
    void goldenAutoencodersAgree_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : { "1_kl_sd", "2_kl_shift_factor_no_quant_conv_logvar_clamp",
                 "3_kl_latents_mean_std", "4_tiny", "5_kl_small_activations_eps" })
            QTest::newRow(name) << QByteArray(name);
    }
    void goldenAutoencodersAgree()
    {
        QFETCH(QByteArray, name);
        const auto report = verified(goldenFolder() / "D_autoencoder" / name.toStdString());
        VERIFY_OK(report);
        QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
        QCOMPARE(report->at("compared"), report->at("keys"));
        QVERIFY(report->at("keys").get<int>() >= 13);
    }

    void spoiltConfigsAreNoticed_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("worst");
        const auto row = [](const char* name, const char* key, const char* value, const char* worst) {
            QTest::addRow("%s %s", name, key)
                << QByteArray(name) << QByteArray(key) << QByteArray(value) << QByteArray(worst);
        };
        row(sd, "scaling_factor", "0.2", "output.latent");
        row(sd, "norm_num_groups", "1", "");
        row(sd, "act_fn", "\"gelu\"", "");
        row("D_autoencoder/2_kl_shift_factor_no_quant_conv_logvar_clamp", "shift_factor", "null",
            "output.latent");
        row("D_autoencoder/3_kl_latents_mean_std", "latents_std", "[1.1, 0.9, 1.3, 0.6]",
            "output.latent_mean_std");
        row("D_autoencoder/3_kl_latents_mean_std", "latents_mean", "[0.1, -0.2, 0.3, 0.2]",
            "output.latent_mean_std");
        row("D_autoencoder/4_tiny", "latent_magnitude", "2", "output.scaled_0_1");
        row("D_autoencoder/4_tiny", "act_fn", "\"silu\"", "");
    }
    void spoiltConfigsAreNoticed()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, worst);
        const Path model
            = m_copies.copyWith(name.constData(), key.constData(), Json::parse(value.toStdString()));
        const auto report = verified(model);
        VERIFY_OK(report);
        QVERIFY(!report->at("ok").get<bool>());
        QVERIFY(report->at("worst").at("ratio").get<double>() > 100);
        if (!worst.isEmpty())
            QCOMPARE(report->at("worst").at("name"), Json(worst.toStdString()));
    }
    void movedWeightIsNoticed()
    {
        const Path model = m_copies.copyOf(sd);
        rewrite(model / "diffusion_pytorch_model.safetensors",
            [](auto& tensors) { tensors["encoder.down_blocks.0.downsamplers.0.conv.bias"] += 0.01; });
        const auto report = verified(model);
        VERIFY_OK(report);
        QVERIFY(!report->at("ok").get<bool>());
    }
    /// No key of a config says eps: the fixture of small activations does.
    void wrongEpsIsNoticed()
    {
        const Path folder = goldenFolder() / "D_autoencoder/5_kl_small_activations_eps";
        const auto component = openComponent(folder).value();
        const auto golden = tensorsOf(folder / "golden.safetensors");
        const auto worst = [&](double eps) {
            auto config = AutoencoderKLConfig::fromJson(component.config).value();
            config.normEps = eps;
            AutoencoderKL vae(config, AutoencoderParts::encoder);
            const KeyRule rule = [](const std::string&) { return std::string(); };
            if (!loadWeights(vae, component.weights, rule))
                qFatal("cannot load");
            prepareModule(vae, at::kCPU, at::kFloat);
            const c10::InferenceMode guard;
            TapRequest none;
            const at::Tensor mean = vae.moments(2 * golden.at("input.image") - 1, none).mean,
                             expected = golden.at("output.mean");
            return ((mean - expected).abs() / (1e-5 + 1e-4 * expected.abs())).max().item<double>();
        };
        QVERIFY(worst(1e-6) < 1);
        QVERIFY(worst(1e-5) > 100);
    }

    void keyListsOfFullSizeModels_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("KL") << QByteArray("autoencoderkl_sd");
        QTest::newRow("Tiny") << QByteArray("autoencodertiny_taesd");
    }
    void keyListsOfFullSizeModels()
    {
        QFETCH(QByteArray, name);
        const Json list = readJson(goldenFolder() / "I_key_lists" / (name.toStdString() + ".json")).value();
        const auto made = listed(list, AutoencoderParts::both);
        const auto parameters = made->named_parameters();
        QCOMPARE(Json(parameters.size()), list.at("num_tensors"));
        QCOMPARE(Json(countOf(*made)), list.at("num_parameters"));
        for (const auto& [key, shape] : list.at("state_dict").items()) {
            QVERIFY2(parameters.contains(key), key.c_str());
            QCOMPARE(Json(parameters[key].sizes().vec()), shape);
        }
        QCOMPARE(made->downscale(), 8);
        Json config = list.at("config");
        config["_class_name"] = list.at("class");
        const auto shape = autoencoderShape(config);
        VERIFY_OK(shape);
        QCOMPARE(shape->downscale, made->downscale());
        QCOMPARE(shape->latentChannels, made->latentChannels());
        config["_class_name"] = "VQModel";
        VERIFY_FAILS(autoencoderShape(config), "model.unknown-class");
    }
    void encoderAlone()
    {
        const Json list = readJson(goldenFolder() / "I_key_lists/autoencoderkl_sd.json").value();
        QCOMPARE(countOf(*listed(list, AutoencoderParts::encoder)), std::int64_t { 34163664 });
        const c10::InferenceMode guard;
        const auto half = loadKL(goldenFolder() / sd, AutoencoderParts::encoder),
                   whole = loadKL(goldenFolder() / sd);
        const at::Tensor image
            = tensorsOf(goldenFolder() / sd / "golden.safetensors").at("input.image") * 2 - 1;
        QVERIFY(at::equal(half->encode(image), whole->encode(image)));
        QVERIFY(!half->decodes() && whole->decodes());
    }
    /// What encode() shifts and scales decode() takes back.
    void latentsAreTakenBack()
    {
        const c10::InferenceMode guard;
        for (const char* name : { "2_kl_shift_factor_no_quant_conv_logvar_clamp", "3_kl_latents_mean_std" }) {
            const Path folder = goldenFolder() / "D_autoencoder" / name;
            const auto vae = loadKL(folder);
            const auto golden = tensorsOf(folder / "golden.safetensors");
            const at::Tensor decoded = vae->decode(vae->encode(2 * golden.at("input.image") - 1));
            QVERIFY(at::allclose(decoded, golden.at("output.decoded"), 1e-4, 1e-5));
        }
    }
    void olderNamesOfAttention()
    {
        const Path model = m_copies.copyOf(sd);
        rewrite(model / "diffusion_pytorch_model.safetensors", [](auto& tensors) {
            const std::map<std::string, std::string> older { { "to_q", "query" }, { "to_k", "key" },
                { "to_v", "value" }, { "to_out.0", "proj_attn" } };
            for (const char* half : { "encoder", "decoder" })
                for (const auto& [now, then] : older)
                    for (const char* part : { ".weight", ".bias" }) {
                        const std::string at = std::string(half) + ".mid_block.attentions.0.";
                        auto node = tensors.extract(at + now + part);
                        node.key() = at + then + part;
                        tensors.insert(std::move(node));
                    }
        });
        const auto report = verified(model);
        VERIFY_OK(report);
        QVERIFY(report->at("ok").get<bool>());
    }

    void largeImagesGoInSquares()
    {
        const c10::InferenceMode guard;
        const auto golden = tensorsOf(goldenFolder() / sd / "tiled.safetensors");
        const at::Tensor image = golden.at("input.image");
        const auto vae = loadKL(goldenFolder() / sd);
        TapRequest none;
        const at::Tensor whole = vae->moments(image, none).mean;
        QVERIFY(!at::allclose(whole, golden.at("output.mean"), 1e-4, 1e-3));
        vae->setTiling(32, 16);
        const at::Tensor mean = vae->moments(image, none).mean;
        QVERIFY(at::allclose(mean, golden.at("output.mean"), 1e-4, 1e-5));
        QVERIFY(at::allclose(vae->decodeMean(mean, none), golden.at("output.decoded"), 1e-4, 1e-5));
        vae->setTiling(40, 16); // no side is above
        QVERIFY(at::equal(vae->moments(image, none).mean, whole));
    }

    void whatIsNotKnownIsRefused_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* name, const char* key, const char* value, const char* code) {
            QTest::addRow("%s %s", name, key)
                << QByteArray(name) << QByteArray(key) << QByteArray(value) << QString(code);
        };
        row(sd, "down_block_types",
            R"(["DownEncoderBlock2D", "AttnDownEncoderBlock2D", "DownEncoderBlock2D"])",
            "model.unknown-block");
        row(sd, "up_block_types", R"(["UpDecoderBlock2D"])", "model.bad-config");
        row(sd, "norm_num_groups", "3", "model.bad-config");
        row(sd, "latents_mean", "[0, 0, 0, 0]", "model.bad-config");
        row(sd, "latents_std", "[1, 1]", "model.bad-config");
        row(sd, "temporal_downsample", "true", "model.unsupported-key");
        row(sd, "mid_block_add_attention", "false", "model.unexpected-keys");
        row(sd, "use_quant_conv", "false", "model.unexpected-keys");
        row("D_autoencoder/4_tiny", "upsample_fn", "\"bilinear\"", "model.unsupported-value");
        row("D_autoencoder/4_tiny", "upsampling_scaling_factor", "4", "model.bad-config");
        row("D_autoencoder/4_tiny", "encoder_block_out_channels", "[4, 4, 8, 8]", "model.bad-config");
    }
    void whatIsNotKnownIsRefused()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        QFETCH(QString, code);
        const auto refused = verified(
            m_copies.copyWith(name.constData(), key.constData(), Json::parse(value.toStdString())));
        QVERIFY(!refused);
        QCOMPARE(QString::fromStdString(refused.error().code), code);
    }
};

QTEST_APPLESS_MAIN(TestAutoencoders)
#include "test_autoencoders.moc"
