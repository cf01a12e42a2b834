#include "SafetensorsEdit.h"
#include "TestSupport.h"
#include "engine/diffusion/ModelReport.h"
#include "engine/models/ClipTextModel.h"
#include "engine/models/TensorViews.h"

using namespace minamo;

namespace {

const std::vector<const char*> goldenEncoders { "E_clip_text/1_sd1_quick_gelu", "E_clip_text/2_sd2_gelu" };

/// Who may hear whom.
enum class Hearing { causal, everybody, notPadding };

/// A CLIP text encoder written out plainly, with the mistakes that can be made in its attention.
class PlainEncoder {
public:
    PlainEncoder(const ClipTextModel& model, Hearing hearing) : m_config(model.config()), m_hearing(hearing)
    {
        for (const auto& item : model.named_parameters())
            m_weights.emplace(item.key(), item.value());
    }
    at::Tensor forward(const at::Tensor& ids, std::int64_t end) const
    {
        at::Tensor x = at::embedding(at("embeddings.token_embedding.weight"), ids)
            + at("embeddings.position_embedding.weight");
        const at::Tensor mask = maskFor(ids, end);
        for (int i = 0; i < m_config.layers; ++i) {
            const std::string layer = "encoder.layers." + std::to_string(i);
            x = x + attend(layer + ".self_attn", norm(layer + ".layer_norm1", x), mask);
            const at::Tensor wide = linear(layer + ".mlp.fc1", norm(layer + ".layer_norm2", x));
            x = x + linear(layer + ".mlp.fc2", wide * at::sigmoid(1.702 * wide));
        }
        return norm("final_layer_norm", x);
    }

private:
    const at::Tensor& at(const std::string& key) const { return m_weights.at(key); }
    at::Tensor linear(const std::string& key, const at::Tensor& x) const
    {
        return at::linear(x, at(key + ".weight"), at(key + ".bias"));
    }
    at::Tensor norm(const std::string& key, const at::Tensor& x) const
    {
        return at::layer_norm(
            x, { x.size(2) }, at(key + ".weight"), at(key + ".bias"), m_config.layerNormEps);
    }
    at::Tensor maskFor(const at::Tensor& ids, std::int64_t end) const
    {
        const auto n = ids.size(1);
        at::Tensor open = torch::ones({ ids.size(0), 1, n, n }, at::kBool);
        if (m_hearing != Hearing::everybody)
            open = open.tril();
        if (m_hearing == Hearing::notPadding) // the first end token is the text's own
            open = open.logical_and(ids.eq(end).cumsum(1).le(1).reshape({ ids.size(0), 1, 1, n }));
        return open;
    }
    at::Tensor attend(const std::string& key, const at::Tensor& x, const at::Tensor& mask) const
    {
        const auto heads = [&](const char* part) {
            return linear(key + part, x).view({ x.size(0), x.size(1), m_config.heads, -1 }).transpose(1, 2);
        };
        const at::Tensor q = heads(".q_proj"), k = heads(".k_proj"), v = heads(".v_proj");
        const at::Tensor scores = q.matmul(k.transpose(2, 3)) / std::sqrt(static_cast<double>(q.size(3)));
        const at::Tensor mixed = scores.masked_fill(mask.logical_not(), -1e9).softmax(3).matmul(v);
        return linear(key + ".out_proj", mixed.transpose(1, 2).reshape(x.sizes()));
    }
    const ClipTextConfig& m_config;
    std::map<std::string, at::Tensor> m_weights;
    Hearing m_hearing;
};

} // namespace

class TestClipText : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    int m_count = 0;
    Path copyOf(const char* name)
    {
        const Path to = Path(m_dir.path().toStdString()) / std::to_string(m_count++);
        std::filesystem::copy(goldenFolder() / name, to);
        return to;
    }
    static void setConfig(const Path& model, const char* key, const Json& value)
    {
        auto config = readJson(model / "config.json").value();
        config[key] = value;
        QVERIFY(writeJson(model / "config.json", config));
    }

private Q_SLOTS:
    void goldenEncodersAgree()
    {
        for (const char* name : goldenEncoders) {
            const auto report = verifyModel(goldenFolder() / name, 1e-4, 1e-5);
            VERIFY_OK(report);
            QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
            QVERIFY(report->at("keys").get<int>() >= 11);
        }
    }
    void wrongConfigsAreNoticed()
    {
        for (const char* name : goldenEncoders) {
            const bool quick = QByteArray(name).contains("quick");
            for (const auto& [key, value] : { std::pair<const char*, Json>("layer_norm_eps", 1e-6),
                     std::pair<const char*, Json>("hidden_act", quick ? "gelu" : "quick_gelu"),
                     std::pair<const char*, Json>("num_attention_heads", 4) }) {
                const Path model = copyOf(name);
                setConfig(model, key, value);
                const auto report = verifyModel(model, 1e-4, 1e-5);
                VERIFY_OK(report);
                QVERIFY2(!report->at("ok").get<bool>(), key);
                QVERIFY2(report->at("worst").at("ratio").get<double>() > 50, report->dump().c_str());
            }
        }
    }
    /// The golden values tell a causal encoder from one that hears everything and from one with a padding
    /// mask.
    void attentionHearsTheRightTokens()
    {
        const c10::InferenceMode guard;
        const Path folder = goldenFolder() / "E_clip_text/1_sd1_quick_gelu";
        const auto model = loadClipText(openComponent(folder).value());
        VERIFY_OK(model);
        const auto golden = SafetensorsFile::open(folder / "golden.safetensors");
        const at::Tensor ids = tensorFromView(*golden->find("input.ids_empty"));
        const at::Tensor expected = tensorFromView(*golden->find("output.empty.last_hidden_state"));
        const auto worst = [&](const at::Tensor& found) {
            return ((found - expected).abs() / (1e-5 + 1e-4 * expected.abs())).max().item<double>();
        };
        const auto plain = [&](Hearing hearing) {
            return PlainEncoder(**model, hearing).forward(ids, (*model)->config().eosToken);
        };
        TapRequest none;
        QVERIFY(worst((*model)->forward(ids, none)) < 1);
        QVERIFY(worst(plain(Hearing::causal)) < 1);
        QVERIFY(worst(plain(Hearing::everybody)) > 1000);
        QVERIFY(worst(plain(Hearing::notPadding)) > 1000);
    }
    void unsupportedConfigsAreNamed_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* key, const char* value, const char* code) {
            QTest::addRow("%s %s", key, value) << QByteArray(key) << QByteArray(value) << QString(code);
        };
        row("hidden_act", R"("gelu_new")", "model.unsupported-value");
        row("hidden_act", R"("relu")", "model.unsupported-value");
        row("model_type", R"("t5")", "model.unsupported-value");
        row("rope_theta", "10000", "model.unsupported-key");
        row("num_attention_heads", "3", "model.bad-config");
        row("hidden_size", "0", "model.bad-config");
        row("layer_norm_eps", R"("tiny")", "model.bad-config");
        row("num_hidden_layers", "3", "model.missing-keys");
        row("num_hidden_layers", "1", "model.unexpected-keys");
        row("vocab_size", "61", "model.wrong-shape");
    }
    void unsupportedConfigsAreNamed()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        QFETCH(QString, code);
        const Path model = copyOf("E_clip_text/1_sd1_quick_gelu");
        setConfig(model, key.constData(), Json::parse(value.toStdString()));
        const auto loaded = loadClipText(openComponent(model).value());
        QVERIFY(!loaded);
        QCOMPARE(QString::fromStdString(loaded.error().code), code);
        QVERIFY(loaded.error().values.contains("path"));
    }
    void wrongInputsAreRefused()
    {
        const Path model = copyOf("E_clip_text/2_sd2_gelu");
        const Path file = model / "golden.safetensors";
        const auto bytes = readFile(file).value();
        QVERIFY(writeFileAtomically(file, withHeader(bytes, [](Json& header) {
            header["input.ids_random"]["shape"] = { 1, 154 }; // more tokens than there are positions
        })));
        VERIFY_FAILS(verifyModel(model, 1e-4, 1e-5), "model.bad-input");
    }
    void keyListsOfFullSizeEncoders()
    {
        for (const char* name : { "clip_vit-l-14_text", "openclip-h_text_23" }) {
            const Json list
                = readJson(goldenFolder() / "I_key_lists" / (std::string(name) + ".json")).value();
            const auto config = ClipTextConfig::fromJson(list.at("config"));
            VERIFY_OK(config);
            const ClipTextModel model(*config);
            std::int64_t count = 0;
            const auto parameters = model.named_parameters();
            QCOMPARE(Json(parameters.size()), list.at("num_tensors"));
            for (const auto& [key, shape] : list.at("state_dict").items()) {
                const auto* found = parameters.find(key);
                QVERIFY2(found, key.c_str());
                QCOMPARE(Json(found->sizes().vec()), shape);
                count += found->numel();
            }
            QCOMPARE(Json(count), list.at("num_parameters"));
        }
    }
};

QTEST_APPLESS_MAIN(TestClipText)
#include "test_clip_text.moc"
