#include "GoldenCopy.h"
#include "SafetensorsEdit.h"
#include "TestSupport.h"
#include "engine/diffusion/ModelCheck.h"
#include "engine/models/NetworkRegistry.h"

#include <cstring>

using namespace minamo;

namespace {

const std::vector<const char*> goldenModels { "A_unet2d/1_ddpm_cifar_style", "A_unet2d/2_head_dim_key_absent",
    "A_unet2d/3_scale_shift_resnet_resample", "A_unet2d/4_class_conditional",
    "A_unet2d/5_nonsquare_odd_bottom", "A_unet2d/5b_odd_single_level", "A_unet2d/6_legacy_keys",
    "A_unet2d/7_sharded_and_fp16_variant", "A_unet2d/8_fourier_time", "A_unet2d/9_small_activations_eps",
    "A_unet2d/10_learned_time", "A_unet2d/11_class_timestep", "A_unet2d/12_class_identity",
    "A_unet2d/13_fourier_class_timestep", "F_pipelines/3_ddpm", "F_pipelines/4_ddpm_flat_layout" };

} // namespace

class TestVerify : public QObject {
    Q_OBJECT
    GoldenCopies m_copies;
    Path copyOf(const char* name) { return m_copies.copyOf(name); }
    static void setConfig(const Path& model, const char* key, const Json& value)
    {
        GoldenCopies::setConfig(model, key, value);
    }
    static Path weights(const Path& model) { return model / "diffusion_pytorch_model.safetensors"; }

private Q_SLOTS:
    void goldenModelsAgree_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : goldenModels)
            QTest::newRow(name) << QByteArray(name);
    }
    void goldenModelsAgree()
    {
        QFETCH(QByteArray, name);
        const auto report = verifyModel(goldenFolder() / name.toStdString(), 1e-4, 1e-5);
        VERIFY_OK(report);
        QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
        QCOMPARE(report->at("compared"), report->at("keys"));
        QVERIFY(report->at("keys").get<int>() >= 7);
        QVERIFY(report->at("missing").empty());
        QVERIFY(report->at("worst").at("ratio").get<double>() < 1);
    }

    void movedTapIsNoticed()
    {
        const Path model = copyOf("A_unet2d/2_head_dim_key_absent");
        rewrite(model / "golden.safetensors",
            [](auto& tensors) { tensors["tap.up_blocks.0"].view(-1)[5] += 1e-2; });
        const auto report = verifyModel(model, 1e-4, 1e-5);
        VERIFY_OK(report);
        QVERIFY(!report->at("ok").get<bool>());
        QCOMPARE(report->at("worst").at("name"), Json("tap.up_blocks.0"));
        QVERIFY(report->at("max_abs").get<double>() > 9e-3);
    }
    void wrongEpsIsNoticed()
    {
        const Path model = copyOf("A_unet2d/9_small_activations_eps");
        const double eps = readJson(model / "config.json").value()["norm_eps"];
        setConfig(model, "norm_eps", eps * 10);
        const auto report = verifyModel(model, 1e-4, 1e-5);
        VERIFY_OK(report);
        QVERIFY(!report->at("ok").get<bool>());
        QVERIFY(report->at("worst").at("ratio").get<double>() > 100);
    }
    void nullHeadDimIsNotAbsent()
    {
        const Path model = copyOf("A_unet2d/2_head_dim_key_absent");
        setConfig(model, "attention_head_dim", nullptr);
        QVERIFY(!verifyModel(model, 1e-4, 1e-5)->at("ok").get<bool>());
        const auto info = modelInfo(goldenFolder() / "A_unet2d/2_head_dim_key_absent");
        VERIFY_OK(info);
        QVERIFY(info->at("warnings").dump().find("model.head-dim-absent") != std::string::npos);
    }
    void unknownTapIsMissing()
    {
        const Path model = copyOf("A_unet2d/9_small_activations_eps");
        rewrite(model / "golden.safetensors",
            [](auto& tensors) { tensors["tap.somewhere.else"] = torch::zeros({ 2 }); });
        const auto report = verifyModel(model, 1e-4, 1e-5);
        VERIFY_OK(report);
        QVERIFY(!report->at("ok").get<bool>());
        QCOMPARE(report->at("missing"), Json({ "tap.somewhere.else" }));
        QCOMPARE(report->at("compared").get<int>() + 1, report->at("keys").get<int>());
    }
    void notANumberIsNoticed()
    {
        const Path model = copyOf("A_unet2d/9_small_activations_eps");
        rewrite(
            model / "golden.safetensors", [](auto& tensors) { tensors["output.sample"].view(-1)[0] = NAN; });
        QVERIFY(!verifyModel(model, 1e-4, 1e-5)->at("ok").get<bool>());
    }
    void wrongInputIsRefused()
    {
        const Path model = copyOf("A_unet2d/1_ddpm_cifar_style");
        rewrite(model / "golden.safetensors", [](auto& tensors) {
            tensors["input.sample"] = torch::zeros({ 2, 3, 9, 9 });
        });
        VERIFY_FAILS(verifyModel(model, 1e-4, 1e-5), "model.bad-input");
        std::filesystem::remove(model / "golden.safetensors");
        VERIFY_FAILS(verifyModel(model, 1e-4, 1e-5), "model.no-golden");
    }

    /// Each way to tell time and class is heard, and what does not fit it is refused.
    void timesAndClassesAreHeard_data()
    {
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("input");
        QTest::addColumn<bool>("lookedUp");
        const auto row = [](const char* model, const char* input, bool lookedUp) {
            QTest::addRow("%s %s", model, input) << QByteArray(model) << QByteArray(input) << lookedUp;
        };
        row("A_unet2d/4_class_conditional", "input.class_labels", true);
        row("A_unet2d/8_fourier_time", "input.timestep", false);
        row("A_unet2d/10_learned_time", "input.timestep", true);
        row("A_unet2d/11_class_timestep", "input.class_labels", false);
        row("A_unet2d/12_class_identity", "input.class_labels", false);
        row("A_unet2d/13_fourier_class_timestep", "input.class_labels", false);
    }
    void timesAndClassesAreHeard()
    {
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, input);
        QFETCH(bool, lookedUp);
        const auto verified = [&](const std::function<void(at::Tensor&)>& change) {
            const Path copy = copyOf(model.constData());
            rewrite(
                copy / "golden.safetensors", [&](auto& tensors) { change(tensors[input.toStdString()]); });
            return verifyModel(copy, 1e-4, 1e-5);
        };
        const auto swapped = verified([](at::Tensor& value) { value = value.flip(0); });
        VERIFY_OK(swapped);
        QVERIFY(!swapped->at("ok").get<bool>());
        VERIFY_FAILS(verified([](at::Tensor& value) { value = value.slice(0, 0, 1); }), "model.bad-input");
        if (lookedUp) {
            VERIFY_FAILS(verified([](at::Tensor& value) { value = value + 1000; }), "model.bad-input");
            VERIFY_FAILS(verified([](at::Tensor& value) { value = value - 1000; }), "model.bad-input");
        }
    }
    void settingsOfAnAverageAreNoSettingsOfTheNetwork()
    {
        const Path model = copyOf("A_unet2d/9_small_activations_eps");
        setConfig(model, "optimization_step", 1000);
        setConfig(model, "decay", 0.9999);
        const auto report = verifyModel(model, 1e-4, 1e-5);
        VERIFY_OK(report);
        QVERIFY(report->at("ok").get<bool>());
    }

    void bothFilesOfTheShardedModelAgree()
    {
        const Path model = copyOf("A_unet2d/7_sharded_and_fp16_variant");
        QVERIFY(modelInfo(model)->at("files").size() == 2);
        for (const auto& entry : std::filesystem::directory_iterator(model))
            if (entry.path().filename().string().find("-of-") != std::string::npos)
                std::filesystem::remove(entry.path());
        VERIFY_FAILS(loadModel(model), "model.missing-shard");
        std::filesystem::remove(model / "diffusion_pytorch_model.safetensors.index.json");
        const auto report = verifyModel(model, 1e-4, 1e-5);
        VERIFY_OK(report);
        QVERIFY(report->at("ok").get<bool>());
        QCOMPARE(modelInfo(model)->at("variant"), Json("fp16"));
    }

    void componentAndPipelineFoldersOpen()
    {
        const auto pipeline = loadDiffusionModel(goldenFolder() / "F_pipelines/3_ddpm");
        const auto component = loadDiffusionModel(goldenFolder() / "F_pipelines/3_ddpm/unet");
        VERIFY_OK(pipeline);
        VERIFY_OK(component);
        QCOMPARE(component->id, pipeline->id); // the component finds its pipeline's schedule
        QVERIFY(pipeline->warnings.empty());
    }

    void squareAttentionWeightsAreSqueezed()
    {
        const Path model = copyOf("A_unet2d/6_legacy_keys");
        rewrite(weights(model), [](auto& tensors) {
            for (auto& [name, tensor] : tensors)
                if (name.find(".query.weight") != std::string::npos
                    || name.find(".proj_attn.weight") != std::string::npos)
                    tensor = tensor.unsqueeze(2).unsqueeze(3);
        });
        QVERIFY(verifyModel(model, 1e-4, 1e-5)->at("ok").get<bool>());
    }

    // Bad models: a clear sentence and a next step each, nothing loaded.
    void brokenWeights_data()
    {
        QTest::addColumn<QString>("what");
        QTest::addColumn<QString>("code");
        QTest::newRow("missing") << "missing"
                                 << "model.missing-keys";
        QTest::newRow("surplus") << "surplus"
                                 << "model.unexpected-keys";
        QTest::newRow("nan") << "nan"
                             << "model.not-finite";
        QTest::newRow("infinity") << "infinity"
                                  << "model.not-finite";
        QTest::newRow("shape") << "shape"
                               << "model.wrong-shape";
        QTest::newRow("integer") << "integer"
                                 << "model.wrong-dtype";
        QTest::newRow("trailing") << "trailing"
                                  << "safetensors.trailing-bytes";
        QTest::newRow("truncated") << "truncated"
                                   << "safetensors.truncated";
        QTest::newRow("header") << "header"
                                << "safetensors.header-too-large";
        QTest::newRow("overlap") << "overlap"
                                 << "safetensors.bad-offsets";
        QTest::newRow("overflow") << "overflow"
                                  << "safetensors.overflow";
    }
    void brokenWeights()
    {
        QFETCH(QString, what);
        QFETCH(QString, code);
        const Path model = copyOf("A_unet2d/1_ddpm_cifar_style");
        const std::string key = "mid_block.resnets.0.conv1.weight";
        auto bytes = readFile(weights(model)).value();
        const auto put
            = [&](const std::string& content) { QVERIFY(writeFileAtomically(weights(model), content)); };
        if (what == "trailing")
            put(bytes + "x");
        else if (what == "truncated")
            put(bytes.substr(0, bytes.size() - 4));
        else if (what == "header")
            put(std::string(8, '\x7f') + bytes.substr(8));
        else if (what == "overlap" || what == "overflow") {
            put(withHeader(bytes, [&](Json& header) {
                Json& entry = header[key];
                if (what == "overflow")
                    entry["shape"] = { std::uint64_t(1) << 40, std::uint64_t(1) << 40 };
                else
                    for (Json& offset : entry["data_offsets"])
                        offset = offset.get<int>() - 4;
            }));
        } else
            rewrite(weights(model), [&](auto& tensors) {
                if (what == "missing")
                    tensors.erase(key);
                if (what == "surplus")
                    tensors["mid_block.extra.weight"] = torch::zeros({ 1 });
                if (what == "nan")
                    tensors[key].view(-1)[3] = NAN;
                if (what == "infinity")
                    tensors[key].view(-1)[3] = INFINITY;
                if (what == "shape")
                    tensors[key] = tensors[key].transpose(0, 1).slice(0, 0, 4);
                if (what == "integer")
                    tensors[key] = tensors[key].to(at::kInt);
            });
        const auto loaded = loadModel(model);
        QVERIFY(!loaded);
        QCOMPARE(QString::fromStdString(loaded.error().code), code);
        if (what == "missing")
            QCOMPARE(loaded.error().values.at("keys"), Json({ key }));
    }

    void brokenConfigs_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* key, const char* value, const char* code) {
            QTest::newRow(key) << QByteArray(key) << QByteArray(value) << QString(code);
        };
        row("down_block_types", R"(["DownBlock2D","AttnSkipDownBlock2D","DownBlock2D"])",
            "model.unknown-block");
        row("up_block_types", R"(["UpBlock2D","SkipUpBlock2D","UpBlock2D"])", "model.unknown-block");
        row("mid_block_type", R"("UNetMidBlock2DCrossAttn")", "model.unsupported-value");
        row("addition_embed_type", R"("text_time")", "model.unsupported-key");
        row("class_embed_type", R"("projection")", "model.unsupported-value");
        row("resnet_time_scale_shift", R"("ada_group")", "model.unsupported-value");
        row("time_embedding_type", R"("spline")", "model.unsupported-value");
        row("act_fn", R"("tanh")", "model.unsupported-value");
        row("norm_num_groups", "3", "model.bad-config");
        row("block_out_channels", "[8]", "model.bad-config");
        row("block_out_channels ", "[8]", "model.unsupported-key");
        row("attention_head_dim", "1024", "model.bad-config");
        row("layers_per_block", "-1", "model.bad-config");
        row("norm_eps", R"("small")", "model.bad-config");
        row("sample_size", "[8]", "model.bad-config");
        row("_class_name", R"("UNet3DConditionModel")", "model.unknown-class");
    }
    void brokenConfigs()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        QFETCH(QString, code);
        const Path model = copyOf("A_unet2d/1_ddpm_cifar_style");
        setConfig(model, key.constData(), Json::parse(value.toStdString()));
        const auto loaded = loadModel(model);
        QVERIFY(!loaded);
        QCOMPARE(QString::fromStdString(loaded.error().code), code);
        QCOMPARE(loaded.error().values.at("path"), Json((model / "config.json").string()));
        if (code != "model.unknown-class")
            QCOMPARE(loaded.error().values.at("key").get<std::string>(), key.toStdString());
    }

    void picklesAreNeverOpened()
    {
        const Path model = copyOf("A_unet2d/1_ddpm_cifar_style");
        std::filesystem::rename(weights(model), model / "diffusion_pytorch_model.bin");
        VERIFY_FAILS(loadModel(model), "model.pickle");
        VERIFY_FAILS(loadModel(model / "diffusion_pytorch_model.bin"), "model.pickle");
        VERIFY_FAILS(loadModel(model / "nothing"), "model.not-a-folder");
        std::filesystem::remove(model / "diffusion_pytorch_model.bin");
        VERIFY_FAILS(loadModel(model), "model.no-weights");
        std::filesystem::remove(model / "config.json");
        VERIFY_FAILS(loadModel(model), "model.no-config");
    }

    void shardNamesStayInTheFolder()
    {
        for (const char* name :
            { "../secret.safetensors", "/etc/passwd", "a/b.safetensors", "..", "x.bin" }) {
            const Path model = copyOf("A_unet2d/7_sharded_and_fp16_variant");
            std::filesystem::remove(model / "diffusion_pytorch_model.fp16.safetensors");
            const Path index = model / "diffusion_pytorch_model.safetensors.index.json";
            auto json = readJson(index).value();
            json["weight_map"]["conv_in.bias"] = name;
            QVERIFY(writeJson(index, json));
            VERIFY_FAILS(loadModel(model), "model.bad-shard-name");
        }
    }
};

QTEST_APPLESS_MAIN(TestVerify)
#include "test_verify.moc"
