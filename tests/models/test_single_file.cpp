#include "TestSupport.h"
#include "engine/diffusion/ModelCheck.h"
#include "engine/models/ClipTextModel.h"
#include "engine/models/NetworkRegistry.h"
#include "engine/models/TensorViews.h"
#include "io/Gzip.h"
#include "models/SingleFile.h"
#include "models/UNet2DConditionConfig.h"

#include <QRegularExpression>
#include <fstream>

using namespace minamo;

namespace {

using Tensors = std::map<std::string, at::Tensor>;

/// The name that Stable Diffusion's original code gives to a tensor of a U-Net with `layers` per block, of
/// which those of `attending` up blocks have attentions.
std::string originalUNetName(const std::string& key, int layers, const std::set<int>& attending)
{
    static const std::map<QString, QString> inside { { "norm1", "in_layers.0" }, { "conv1", "in_layers.2" },
        { "time_emb_proj", "emb_layers.1" }, { "norm2", "out_layers.0" }, { "conv2", "out_layers.3" },
        { "conv_shortcut", "skip_connection" } };
    static const std::map<QString, QString> whole { { "conv_in", "input_blocks.0.0" },
        { "time_embedding.linear_1", "time_embed.0" }, { "time_embedding.linear_2", "time_embed.2" },
        { "conv_norm_out", "out.0" }, { "conv_out", "out.2" } };
    static const QRegularExpression block("^(down|up|mid)_blocks?(?:\\.(\\d+))?\\.(resnets|attentions|"
                                          "downsamplers|upsamplers)\\.(\\d+)\\.(.*)$");
    const QString name = QString::fromStdString(key);
    const QString module = name.section('.', 0, -2), kind = name.section('.', -1);
    if (whole.contains(module))
        return (whole.at(module) + '.' + kind).toStdString();
    const auto match = block.match(name);
    const QString part = match.captured(1), what = match.captured(3);
    QString rest = match.captured(5);
    const int number = match.captured(2).toInt(), layer = match.captured(4).toInt();
    if (what == "resnets")
        rest = inside.at(rest.section('.', 0, 0)) + '.' + kind;
    if (part == "mid")
        return QString("middle_block.%1.%2")
            .arg(what == "attentions" ? 1 : 2 * layer)
            .arg(rest)
            .toStdString();
    const QString place = what == "attentions" ? "1" : "0";
    if (part == "down") {
        const int first = 1 + number * (layers + 1);
        return what == "downsamplers"
            ? QString("input_blocks.%1.0.op.%2").arg(first + layers).arg(kind).toStdString()
            : QString("input_blocks.%1.%2.%3").arg(first + layer).arg(place, rest).toStdString();
    }
    const int first = number * (layers + 1);
    return what == "upsamplers"
        ? QString("output_blocks.%1.%2.conv.%3")
              .arg(first + layers)
              .arg(attending.contains(number) ? 2 : 1)
              .arg(kind)
              .toStdString()
        : QString("output_blocks.%1.%2.%3").arg(first + layer).arg(place, rest).toStdString();
}

/// The same of an autoencoder with so many levels.
std::string originalAutoencoderName(const std::string& key, int levels)
{
    QString name = QString::fromStdString(key);
    static const QRegularExpression up("^decoder\\.up_blocks\\.(\\d+)\\.");
    if (const auto match = up.match(name); match.hasMatch())
        name.replace(
            0, match.capturedLength(), QString("decoder.up.%1.").arg(levels - 1 - match.captured(1).toInt()));
    for (const auto& [today, old] :
        { std::pair("down_blocks.", "down."), std::pair("conv_norm_out", "norm_out"),
            std::pair("mid_block.resnets.0", "mid.block_1"), std::pair("mid_block.resnets.1", "mid.block_2"),
            std::pair("mid_block.attentions.0.group_norm", "mid.attn_1.norm"),
            std::pair("mid_block.attentions.0.to_q", "mid.attn_1.q"),
            std::pair("mid_block.attentions.0.to_k", "mid.attn_1.k"),
            std::pair("mid_block.attentions.0.to_v", "mid.attn_1.v"),
            std::pair("mid_block.attentions.0.to_out.0", "mid.attn_1.proj_out"),
            std::pair(".resnets.", ".block."), std::pair("conv_shortcut", "nin_shortcut"),
            std::pair("downsamplers.0", "downsample"), std::pair("upsamplers.0", "upsample") })
        name.replace(today, old);
    return name.toStdString();
}

/// The same of a text encoder, in OpenCLIP's words; queries, keys and values are still apart.
std::string openClipName(const std::string& key)
{
    QString name = QString::fromStdString(key);
    if (name == "embeddings.position_embedding.weight")
        return "positional_embedding";
    for (const auto& [today, old] : { std::pair("embeddings.token_embedding", "token_embedding"),
             std::pair("final_layer_norm", "ln_final"), std::pair("encoder.layers", "transformer.resblocks"),
             std::pair("layer_norm1", "ln_1"), std::pair("layer_norm2", "ln_2"),
             std::pair("self_attn", "attn"), std::pair("mlp.fc1", "mlp.c_fc"),
             std::pair("mlp.fc2", "mlp.c_proj") })
        name.replace(today, old);
    return name.toStdString();
}

void fuse(Tensors& tensors, const std::string& prefix, int layers)
{
    for (int i = 0; i < layers; ++i)
        for (const std::string kind : { "weight", "bias" }) {
            const std::string base = prefix + "transformer.resblocks." + std::to_string(i) + ".attn.";
            std::vector<at::Tensor> parts;
            for (const char* part : { "q_proj.", "k_proj.", "v_proj." }) {
                parts.push_back(tensors.at(base + part + kind));
                tensors.erase(base + part + kind);
            }
            tensors[base + "in_proj_" + kind] = at::cat(parts, 0);
        }
}

Tensors tensorsOf(const torch::nn::Module& module)
{
    Tensors all;
    for (const auto& item : module.named_parameters())
        all[item.key()] = item.value().detach();
    return all;
}

void save(const Path& file, Tensors tensors)
{
    std::vector<TensorView> views;
    for (auto& [name, tensor] : tensors) {
        tensor = tensor.contiguous();
        views.push_back(viewOfTensor(name, tensor));
    }
    if (!writeSafetensors(file, views))
        qFatal("cannot write");
}

/// A small Stable Diffusion of the first or the second kind.
struct Original {
    explicit Original(bool second) : isSecond(second)
    {
        torch::manual_seed(5);
        unetConfig = { { "_class_name", "UNet2DConditionModel" }, { "block_out_channels", { 64, 128 } },
            { "down_block_types", { "CrossAttnDownBlock2D", "DownBlock2D" } },
            { "up_block_types", { "UpBlock2D", "CrossAttnUpBlock2D" } }, { "layers_per_block", 2 },
            { "cross_attention_dim", 64 }, { "use_linear_projection", second },
            { "attention_head_dim", second ? Json { 1, 2 } : Json(8) } };
        unet = makeNetwork(unetConfig).value();
        const Json autoencoderConfig { { "_class_name", "AutoencoderKL" },
            { "block_out_channels", { 32, 64 } },
            { "down_block_types", { "DownEncoderBlock2D", "DownEncoderBlock2D" } },
            { "up_block_types", { "UpDecoderBlock2D", "UpDecoderBlock2D" } } };
        autoencoder = makeAutoencoder(autoencoderConfig, AutoencoderParts::both).value();
        ClipTextConfig config;
        config.vocabSize = 100;
        config.hiddenSize = 64;
        config.intermediateSize = 96;
        config.layers = second ? 3 : 2;
        config.heads = 1;
        config.hiddenAct = second ? "gelu" : "quick_gelu";
        clip = std::make_shared<ClipTextModel>(config);
        for (auto* module :
            std::initializer_list<torch::nn::Module*> { unet.get(), autoencoder.get(), clip.get() })
            for (auto& parameter : module->parameters())
                parameter.set_data(torch::randn_like(parameter));
    }
    /// Everything under its original name, with what stands beside a model in published files.
    Tensors stored() const
    {
        Tensors all { { "betas", torch::rand({ 10 }) }, { "alphas_cumprod", torch::rand({ 10 }) },
            { "model_ema.decay", torch::tensor(0.9999F) } };
        for (const auto& [key, value] : tensorsOf(*unet))
            all["model.diffusion_model." + originalUNetName(key, 2, { 1 })] = value;
        for (const auto& [key, value] : tensorsOf(*autoencoder)) {
            const std::string name = "first_stage_model." + originalAutoencoderName(key, 2);
            const bool convolution = name.find("attn_1") != std::string::npos && value.dim() == 2;
            all[name] = convolution ? value.unsqueeze(2).unsqueeze(3) : value;
        }
        const std::string clipPrefix
            = isSecond ? "cond_stage_model.model." : "cond_stage_model.transformer.text_model.";
        for (const auto& [key, value] : tensorsOf(*clip))
            all[clipPrefix + (isSecond ? openClipName(key) : key)] = value;
        if (isSecond) {
            fuse(all, clipPrefix, 3);
            all[clipPrefix + "text_projection"] = torch::randn({ 64, 64 });
            all[clipPrefix + "logit_scale"] = torch::tensor(4.6F);
        } else {
            all[clipPrefix + "embeddings.position_ids"] = torch::arange(77).unsqueeze(0);
        }
        return all;
    }
    bool isSecond;
    Json unetConfig;
    std::shared_ptr<DiffusionNetwork> unet;
    std::shared_ptr<Autoencoder> autoencoder;
    std::shared_ptr<ClipTextModel> clip;
};

/// A file with these shapes and no data: a hole on the disk.
void saveShapes(const Path& file, const std::map<std::string, Json>& shapes)
{
    Json header;
    std::int64_t end = 0;
    for (const auto& [name, shape] : shapes) {
        std::int64_t bytes = 2;
        for (const auto& extent : shape)
            bytes *= extent.get<std::int64_t>();
        header[name] = { { "dtype", "F16" }, { "shape", shape }, { "data_offsets", { end, end + bytes } } };
        end += bytes;
    }
    const std::string text = header.dump();
    const std::uint64_t size = text.size();
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(&size), 8) << text;
    std::filesystem::resize_file(file, 8 + size + static_cast<std::uint64_t>(end));
}

} // namespace

class TestSingleFile : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;
    Path newFile()
    {
        const Path folder = Path(m_dir.path().toStdString()) / std::to_string(m_count++);
        std::filesystem::create_directory(folder);
        return folder / "model.safetensors";
    }
    static void compare(const torch::nn::Module& loaded, const Tensors& expected)
    {
        const auto found = tensorsOf(loaded);
        for (const auto& [key, value] : found) {
            QVERIFY2(expected.contains(key), key.c_str());
            QVERIFY2(at::equal(value, expected.at(key)), key.c_str());
        }
    }

private Q_SLOTS:
    void everyPartComesBack_data()
    {
        QTest::addColumn<bool>("second");
        QTest::newRow("Stable Diffusion 1") << false;
        QTest::newRow("Stable Diffusion 2") << true;
    }
    void everyPartComesBack()
    {
        QFETCH(bool, second);
        const Original original(second);
        const Path file = newFile();
        save(file, original.stored());
        const auto model = loadDiffusionModel(file, AutoencoderParts::both);
        VERIFY_OK(model);
        QCOMPARE(model->network->parametersByKey().size(), original.unet->parametersByKey().size());
        compare(*model->network, tensorsOf(*original.unet));
        Json config = model->network->configJson(), expected = original.unet->configJson();
        config.erase("sample_size");
        expected.erase("sample_size");
        QVERIFY2(config == expected, (config.dump() + "\n" + expected.dump()).c_str());
        QVERIFY(model->autoencoder);
        QCOMPARE(tensorsOf(*model->autoencoder).size(), tensorsOf(*original.autoencoder).size());
        compare(*model->autoencoder, tensorsOf(*original.autoencoder));
        QVERIFY(model->folder.textEncoder.has_value());
        const auto clip = loadClipText(*model->folder.textEncoder);
        VERIFY_OK(clip);
        compare(**clip, tensorsOf(*original.clip));
        QCOMPARE((*clip)->config().layers, 2); // OpenCLIP is read before its last layer
        QCOMPARE((*clip)->config().hiddenAct, original.clip->config().hiddenAct);
        QCOMPARE((*clip)->config().heads, 1);
        QVERIFY(model->schedule.settings().prediction
            == (second ? PredictionType::vPrediction : PredictionType::epsilon));
        QCOMPARE(model->schedule.settings().betaSchedule, std::string("scaled_linear"));
        QVERIFY(model->warnings.empty());
    }
    void encoderAloneLeavesTheDecoder()
    {
        const Original original(false);
        const Path file = newFile();
        save(file, original.stored());
        const auto model = loadDiffusionModel(file);
        VERIFY_OK(model);
        compare(*model->autoencoder, tensorsOf(*original.autoencoder));
        QVERIFY(tensorsOf(*model->autoencoder).size() < tensorsOf(*original.autoencoder).size());
    }
    void aScheduleBesideTheFileCounts()
    {
        const Original original(false);
        const Path file = newFile();
        save(file, original.stored());
        const auto before = modelId(file);
        VERIFY_OK(before);
        QVERIFY(writeJson(file.parent_path() / "scheduler_config.json",
            { { "beta_schedule", "linear" }, { "prediction_type", "v_prediction" } }));
        const auto model = openModelFolder(file);
        VERIFY_OK(model);
        QCOMPARE(model->scheduler.at("prediction_type"), Json("v_prediction"));
        QVERIFY(modelId(file).value() != *before);
    }

    /// The published sizes, from their lists of keys: what the shapes tell is the published config.
    void publishedShapesGiveThePublishedConfigs_data()
    {
        QTest::addColumn<QByteArray>("unet");
        QTest::addColumn<QByteArray>("clip");
        QTest::newRow("1.5") << QByteArray("unet2dcond_sd-1.5") << QByteArray("clip_vit-l-14_text");
        QTest::newRow("2.1") << QByteArray("unet2dcond_sd-2.1-base") << QByteArray("openclip-h_text_23");
    }
    void publishedShapesGiveThePublishedConfigs()
    {
        QFETCH(QByteArray, unet);
        QFETCH(QByteArray, clip);
        const auto listOf = [](const QByteArray& name) {
            const Path list = goldenFolder() / "I_key_lists" / (name.toStdString() + ".json");
            return readPackedJson(isFile(list) ? list : Path(list.string() + ".gz")).value();
        };
        const Json unetList = listOf(unet), clipList = listOf(clip),
                   autoencoderList = listOf("autoencoderkl_sd");
        const bool second = clip.startsWith("open");
        std::map<std::string, Json> shapes;
        for (const auto& [key, shape] : unetList.at("state_dict").items())
            shapes["model.diffusion_model." + originalUNetName(key, 2, { 1, 2, 3 })] = shape;
        for (const auto& [key, shape] : autoencoderList.at("state_dict").items())
            shapes["first_stage_model." + originalAutoencoderName(key, 4)] = shape;
        for (const auto& [key, shape] : clipList.at("state_dict").items())
            shapes[second ? "cond_stage_model.model." + openClipName(key)
                          : "cond_stage_model.transformer.text_model." + key]
                = shape;
        if (second) // the last layer is stored and not used
            for (const auto& [key, shape] : std::map(shapes))
                if (const auto at = key.find("resblocks.22."); at != std::string::npos)
                    shapes[std::string(key).replace(at, 12, "resblocks.23")] = shape;
        const Path file = newFile();
        saveShapes(file, shapes);
        const auto model = openModelFolder(file);
        VERIFY_OK(model);
        Json made = UNet2DConditionConfig::fromJson(model->config).value().toJson();
        Json expected = UNet2DConditionConfig::fromJson(unetList.at("config")).value().toJson();
        for (Json* config : { &made, &expected })
            config->erase("sample_size"); // 2.1 and its base cannot be told apart
        QVERIFY2(made == expected, (made.dump() + "\n" + expected.dump()).c_str());
        const auto text = ClipTextConfig::fromJson(model->textEncoder->config).value();
        const auto published2 = ClipTextConfig::fromJson(clipList.at("config")).value();
        QCOMPARE(text.layers, published2.layers);
        QCOMPARE(text.heads, published2.heads);
        QCOMPARE(text.hiddenSize, published2.hiddenSize);
        QCOMPARE(text.intermediateSize, published2.intermediateSize);
        QCOMPARE(text.hiddenAct, published2.hiddenAct);
        QCOMPARE(text.vocabSize, published2.vocabSize);
        QCOMPARE(model->autoencoder->config.at("block_out_channels"), Json({ 128, 256, 512, 512 }));
        QCOMPARE(model->autoencoder->config.at("layers_per_block"), Json(2));
    }

    void anythingElseIsRefusedByName()
    {
        const Original original(false);
        const auto refused = [&](const std::string& name) {
            auto tensors = original.stored();
            tensors[name] = torch::zeros({ 2 });
            const Path file = newFile();
            save(file, tensors);
            const auto model = openModelFolder(file);
            return model ? std::string()
                         : model.error().code + " " + model.error().values.value("tensor", "");
        };
        for (const char* name : { "model.diffusion_model.label_emb.0.0.weight",
                 "conditioner.embedders.0.transformer.text_model.final_layer_norm.bias",
                 "first_stage_model.encoder.down.0.attn.0.q.weight", "control_model.zero_convs.0.0.weight" })
            QCOMPARE(refused(name), std::string("model.unknown-tensor ") + name);
        QCOMPARE(refused("sqrt_alphas_cumprod"), std::string());
        const Path file = newFile();
        save(file, { { "conv_in.weight", torch::zeros({ 2, 2, 3, 3 }) } });
        VERIFY_FAILS(openModelFolder(file), "model.no-single-file");
    }
    void missingAndBrokenTensorsAreNamed()
    {
        auto tensors = Original(false).stored();
        tensors.erase("model.diffusion_model.middle_block.1.proj_in.bias");
        const Path file = newFile();
        save(file, tensors);
        const auto loaded = loadDiffusionModel(file);
        VERIFY_FAILS(loaded, "model.missing-keys");
        QCOMPARE(loaded.error().values.at("keys"), Json({ "mid_block.attentions.0.proj_in.bias" }));
        QVERIFY(writeFileAtomically(file, readFile(file).value() + "x"));
        VERIFY_FAILS(openModelFolder(file), "safetensors.trailing-bytes");
        std::filesystem::rename(file, file.parent_path() / "model.ckpt");
        VERIFY_FAILS(openModelFolder(file.parent_path() / "model.ckpt"), "model.pickle");
    }
};

QTEST_APPLESS_MAIN(TestSingleFile)
#include "test_single_file.moc"
