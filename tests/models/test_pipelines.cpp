#include "TestSupport.h"
#include "engine/diffusion/ModelReport.h"
#include "engine/diffusion/PromptContext.h"

using namespace minamo;
namespace fs = std::filesystem;

/// Whole pipelines: every part is found, counts, and is named where it is wrong.
class TestPipelines : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;
    Path copyOf(const char* name)
    {
        const Path to = Path(m_dir.path().toStdString()) / std::to_string(m_count++);
        fs::copy(goldenFolder() / "F_pipelines" / name, to, fs::copy_options::recursive);
        return to;
    }
    Path stableDiffusion() { return copyOf("1_stable_diffusion"); }
    static void change(const Path& file, const std::function<void(Json&)>& edit)
    {
        Json json = readJson(file).value();
        edit(json);
        QVERIFY(writeJson(file, json));
    }
    static void setComponent(const Path& pipeline, const char* name, const Json& entry)
    {
        change(pipeline / "model_index.json", [&](Json& index) { index[name] = entry; });
    }

private Q_SLOTS:
    /// From the photo to the latent, the noisy latent, every tap, the clean latent and back to a photo.
    void wholeChainsAgree()
    {
        for (const char* name : { "1_stable_diffusion", "2_dit", "3_ddpm", "4_ddpm_flat_layout" }) {
            const auto report = verifyModel(goldenFolder() / "F_pipelines" / name);
            VERIFY_OK(report);
            QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
            QCOMPARE(report->at("compared"), report->at("keys"));
            QVERIFY(report->at("keys").get<int>() >= 10);
        }
    }
    void wrongPartsAreNoticed_data()
    {
        QTest::addColumn<QByteArray>("pipeline");
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        const auto row = [](const char* pipeline, const char* file, const char* key, const char* value) {
            QTest::addRow("%s %s %s", pipeline, file, key)
                << QByteArray(pipeline) << QByteArray(file) << QByteArray(key) << QByteArray(value);
        };
        row("1_stable_diffusion", "vae/config.json", "scaling_factor", "1.0");
        row("1_stable_diffusion", "vae/config.json", "shift_factor", "0.1");
        row("1_stable_diffusion", "text_encoder/config.json", "hidden_act", R"("gelu")");
        row("1_stable_diffusion", "tokenizer/tokenizer_config.json", "pad_token", R"("!")");
        row("1_stable_diffusion", "scheduler/scheduler_config.json", "beta_schedule", R"("linear")");
        row("1_stable_diffusion", "scheduler/scheduler_config.json", "prediction_type", R"("v_prediction")");
        row("1_stable_diffusion", "unet/config.json", "attention_head_dim", "4");
        row("2_dit", "vae/config.json", "scaling_factor", "1.0");
        row("2_dit", "scheduler/scheduler_config.json", "beta_schedule", R"("scaled_linear")");
    }
    void wrongPartsAreNoticed()
    {
        QFETCH(QByteArray, pipeline);
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        const Path model = copyOf(pipeline.constData());
        change(model / file.toStdString(),
            [&](Json& config) { config[key.toStdString()] = Json::parse(value.toStdString()); });
        const auto report = verifyModel(model);
        VERIFY_OK(report);
        QVERIFY(!report->at("ok").get<bool>());
        QVERIFY2(report->at("worst").at("ratio").get<double>() > 50, report->dump().c_str());
    }
    /// Hub folders have vocab.json and merges.txt, today's transformers writes tokenizer.json alone.
    void eitherFormOfTheTokenizerWillDo()
    {
        for (const auto& names :
            { std::vector { "tokenizer.json" }, std::vector { "vocab.json", "merges.txt" } }) {
            const Path model = stableDiffusion();
            for (const char* name : names)
                fs::remove(model / "tokenizer" / name);
            const auto report = verifyModel(model);
            VERIFY_OK(report);
            QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
        }
    }

    /// What decides a feature is in the model's identity; what does not is not.
    void identityCoversEveryPart()
    {
        const auto id = modelId(stableDiffusion());
        VERIFY_OK(id);
        for (const char* file : { "unet/config.json", "vae/config.json", "text_encoder/config.json",
                 "scheduler/scheduler_config.json" }) {
            const Path model = stableDiffusion();
            change(model / file, [](Json& config) { config["_changed"] = 1; });
            QVERIFY2(modelId(model).value() != *id, file);
        }
        for (const char* file : { "unet/diffusion_pytorch_model.safetensors",
                 "vae/diffusion_pytorch_model.safetensors", "text_encoder/model.safetensors" }) {
            const Path model = stableDiffusion();
            std::string bytes = readFile(model / file).value();
            bytes.back() = static_cast<char>(bytes.back() ^ 1);
            QVERIFY(writeFileAtomically(model / file, bytes));
            QVERIFY2(modelId(model).value() != *id, file);
        }
        const Path model = stableDiffusion();
        setComponent(model, "safety_checker", { "stable_diffusion", "StableDiffusionSafetyChecker" });
        setComponent(model, "feature_extractor", { "transformers", "CLIPImageProcessor" });
        QCOMPARE(modelId(model).value(), *id);
    }
    /// The network's own folder is enough where it lies in its pipeline.
    void aComponentFindsItsPipeline()
    {
        for (const auto& [name, component] : { std::pair("1_stable_diffusion", "unet"),
                 std::pair("2_dit", "transformer"), std::pair("3_ddpm", "unet") }) {
            const Path model = copyOf(name);
            const auto inside = openModelFolder(model / component), whole = openModelFolder(model);
            VERIFY_OK(inside);
            VERIFY_OK(whole);
            QCOMPARE(modelId(*inside).value(), modelId(*whole).value());
            QCOMPARE(inside->autoencoder.has_value(), whole->autoencoder.has_value());
            QCOMPARE(inside->textEncoder.has_value(), whole->textEncoder.has_value());
        }
        const auto alone = openModelFolder(stableDiffusion() / "vae"); // no network: it is opened for itself
        VERIFY_OK(alone);
        QVERIFY(!alone->autoencoder.has_value());
    }

    void whatIsMissingOrUnknownIsNamed()
    {
        const auto refusal = [](const Path& model) {
            const auto opened = openModelFolder(model);
            return opened ? std::string("opened") : opened.error().code;
        };
        Path model = stableDiffusion();
        fs::rename(model / "text_encoder/model.safetensors", model / "text_encoder/pytorch_model.bin");
        QCOMPARE(refusal(model), std::string("model.pickle"));
        model = stableDiffusion();
        fs::rename(
            model / "unet/diffusion_pytorch_model.safetensors", model / "unet/diffusion_pytorch_model.bin");
        QCOMPARE(refusal(model), std::string("model.pickle"));
        model = stableDiffusion();
        fs::remove_all(model / "vae");
        QCOMPARE(refusal(model), std::string("model.no-config"));
        model = stableDiffusion();
        fs::remove(model / "vae/diffusion_pytorch_model.safetensors");
        QCOMPARE(refusal(model), std::string("model.no-weights"));
        for (const auto& [name, className] :
            { std::pair("vae", "VQModel"), std::pair("text_encoder", "T5EncoderModel"),
                std::pair("text_encoder_2", "CLIPTextModelWithProjection"),
                std::pair("controlnet", "ControlNetModel") }) {
            model = stableDiffusion();
            setComponent(model, name, { "diffusers", className });
            const auto opened = openModelFolder(model);
            VERIFY_FAILS(opened, "model.unknown-component");
            QCOMPARE(opened.error().values.at("component"), Json(name));
            QCOMPARE(opened.error().values.at("class"), Json(className));
        }
        model = stableDiffusion();
        setComponent(model, "unet", { "diffusers", "UNet3DConditionModel" });
        QCOMPARE(refusal(model), std::string("model.no-network"));
    }
    void shardsOfATextEncoderStayInTheFolder()
    {
        const auto withIndex = [&](const char* shard) {
            const Path model = stableDiffusion();
            fs::rename(model / "text_encoder/model.safetensors",
                model / "text_encoder/model-00001-of-00001.safetensors");
            const Json index { { "weight_map", { { "text_model.final_layer_norm.bias", shard } } } };
            if (!writeJson(model / "text_encoder/model.safetensors.index.json", index))
                qFatal("cannot write");
            return openModelFolder(model);
        };
        VERIFY_OK(withIndex("model-00001-of-00001.safetensors"));
        VERIFY_FAILS(withIndex("model-00002-of-00002.safetensors"), "model.missing-shard");
        for (const char* name :
            { "../vae/diffusion_pytorch_model.safetensors", "/etc/passwd", "..", "a\\b", "x.bin" })
            VERIFY_FAILS(withIndex(name), "model.bad-shard-name");
    }

    void promptsAreToldOnlyWhereTheyAreTaken()
    {
        auto model = loadDiffusionModel(stableDiffusion());
        VERIFY_OK(model);
        QVERIFY(model->prompt.is_null());
        VERIFY_OK(tellPrompt(*model, "a cat", nullptr));
        QCOMPARE(model->prompt.at("text"), Json("a cat"));
        QCOMPARE(model->conditioning.context.sizes().vec(), (std::vector<std::int64_t> { 1, 77, 16 }));
        const auto cat = model->conditioning.context;
        VERIFY_OK(tellPrompt(*model, "", nullptr));
        QVERIFY(!at::equal(cat, model->conditioning.context));
        VERIFY_FAILS(tellPrompt(*model, std::string(3000, 'x'), nullptr), "prompt.too-long");
        auto ddpm = loadDiffusionModel(goldenFolder() / "F_pipelines/3_ddpm");
        VERIFY_OK(ddpm);
        VERIFY_OK(tellPrompt(*ddpm, "", nullptr));
        QVERIFY(!ddpm->conditioning.context.defined() && ddpm->prompt.is_null());
        VERIFY_FAILS(tellPrompt(*ddpm, "a cat", nullptr), "prompt.not-taken");
    }
    void encodersThatDoNotFitAreNamed()
    {
        const auto told = [](const Path& folder) -> std::string {
            auto model = loadDiffusionModel(folder);
            if (!model)
                return model.error().code;
            const auto done = tellPrompt(*model, "", nullptr);
            return done ? "told" : done.error().code;
        };
        Path model = stableDiffusion();
        setComponent(model, "text_encoder", { nullptr, nullptr });
        QCOMPARE(told(model), std::string("model.no-text-encoder"));
        model = stableDiffusion();
        fs::remove_all(model / "tokenizer");
        QCOMPARE(told(model), std::string("tokenizer.none")); // not CLIP's vocabulary
        model = stableDiffusion();
        fs::copy(goldenFolder() / "E_clip_text/1_sd1_quick_gelu", model / "text_encoder",
            fs::copy_options::recursive | fs::copy_options::overwrite_existing);
        QCOMPARE(told(model), std::string("prompt.bad-token")); // 60 words only
    }
};

QTEST_APPLESS_MAIN(TestPipelines)
#include "test_pipelines.moc"
