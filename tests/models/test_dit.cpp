#include "GoldenCopy.h"
#include "engine/diffusion/Golden.h"
#include "engine/diffusion/ModelCheck.h"
#include "engine/models/DiTTransformer2DModel.h"
#include "engine/models/NetworkRegistry.h"
#include "models/ModelDiagram.h"

#include <torch/types.h>

using namespace minamo;

namespace {

constexpr const char* plain = "C_dit/1_dit";
constexpr const char* olderName = "C_dit/2_dit_named_Transformer2DModel";

std::shared_ptr<DiTTransformer2DModel> loaded(const Path& folder)
{
    auto model = loadModel(folder);
    if (!model)
        qFatal("%s", model.error().code.c_str());
    model->network->prepareForInference(at::kCPU, at::kFloat);
    return std::dynamic_pointer_cast<DiTTransformer2DModel>(model->network);
}

/// Parameters that are really held, in elements.
std::int64_t heldElements(const DiffusionNetwork& network)
{
    std::map<const void*, std::int64_t> held;
    for (const auto& parameter : network.parameters())
        held[parameter.const_data_ptr()] = parameter.numel();
    std::int64_t sum = 0;
    for (const auto& [at, elements] : held)
        sum += elements;
    return sum;
}

std::string listFile()
{
    return (goldenFolder() / "I_key_lists/dit_xl-2-256.json").string();
}

} // namespace

class TestDiT : public QObject {
    Q_OBJECT
    GoldenCopies m_copies;

    /// The golden comparison of a network that was built and spoilt by hand, with a DiT's own tolerance.
    static bool agrees(DiTTransformer2DModel& network)
    {
        const c10::InferenceMode guard;
        network.prepareForInference(at::kCPU, at::kFloat);
        const auto golden = Golden::open(goldenFolder() / plain).value();
        NamedTensors results;
        TapRequest taps = golden.taps("tap.", results);
        const Conditioning classes { golden.input("input.class_labels", DType::i64, 1).value(), {}, {} };
        results["output.sample"] = network.forward(golden.input("input.hidden_states", DType::f32, 4).value(),
            golden.input("input.timestep", DType::i64, 1).value(), classes, taps);
        return golden.compare(results, 2e-5, 2e-6).at("ok").get<bool>();
    }
    static std::shared_ptr<DiTTransformer2DModel> made(const std::function<void(DiTConfig&)>& change)
    {
        const Path folder = goldenFolder() / plain;
        auto config = DiTConfig::fromJson(readJson(folder / "config.json").value()).value();
        change(config);
        auto network = std::make_shared<DiTTransformer2DModel>(config);
        if (!loadWeights(*network, { folder / "diffusion_pytorch_model.safetensors" }))
            qFatal("cannot load");
        return network;
    }

private Q_SLOTS:
    void goldenModelsAgree()
    {
        for (const char* name : { plain, olderName }) {
            const auto report = verifyModel(goldenFolder() / name);
            VERIFY_OK(report);
            QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
            QCOMPARE(report->at("compared"), report->at("keys"));
        }
        QVERIFY(verifyModel(goldenFolder() / plain)->at("keys").get<int>() > 15);
    }

    /// Each of the mistakes that a port makes is seen at the tolerance that verify takes by itself.
    void mistakesAreSeen_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("erf gelu") << QByteArray("activation_fn") << QByteArray(R"("gelu")");
        QTest::newRow("eps before the feed-forward") << QByteArray("norm_eps") << QByteArray("1e-6");
        QTest::newRow("frequencies / 128") << QByteArray("_minamo_original_dit") << QByteArray("true");
        QTest::newRow("heads") << QByteArray("num_attention_heads") << QByteArray("1");
        QTest::newRow("base size") << QByteArray("sample_size") << QByteArray("16");
    }
    void mistakesAreSeen()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        const Path model = m_copies.copyWith(plain, key.constData(), Json::parse(value.toStdString()));
        if (key == "num_attention_heads")
            GoldenCopies::setConfig(model, "attention_head_dim", 16);
        const auto report = verifyModel(model);
        VERIFY_OK(report);
        QVERIFY(!report->at("ok").get<bool>());
    }
    void wrongEpsOfTheModulatedNormsIsSeen()
    {
        QVERIFY(agrees(*made([](DiTConfig&) {})));
        QVERIFY(!agrees(*made([](DiTConfig& config) { config.modulatedEps = 1e-5; })));
    }
    void positionsWithTheRowFirstAreSeen()
    {
        const auto network = made([](DiTConfig&) {});
        at::Tensor table = network->named_buffers()["positions"];
        table.copy_(table.view({ 1, 4, 4, 16 }).transpose(1, 2).reshape({ 1, 16, 16 }).clone());
        QVERIFY(!agrees(*network));
    }
    void originalNumbersAreFacebooks()
    {
        DiTConfig config;
        config.originalDit = true;
        QCOMPARE(config.frequencyShift(), 0);
        QCOMPARE(config.feedForwardEps(), 1e-6);
        QCOMPARE(DiTConfig::fromJson(config.toJson())->originalDit, true);
        QCOMPARE(DiTConfig {}.frequencyShift(), 1);
        QCOMPARE(DiTConfig {}.feedForwardEps(), 1e-5);
    }

    void keyListOfTheFullSizeModel()
    {
        const Json list = readJson(listFile()).value();
        Json config = list.at("config");
        config["_class_name"] = list.at("class");
        const WithoutInitialisation namesOnly;
        const auto network = makeNetwork(config);
        VERIFY_OK(network);
        const auto parameters = (*network)->parametersByKey();
        QCOMPARE(parameters.size(), 538u);
        QCOMPARE(Json(parameters.size()), list.at("num_tensors"));
        QCOMPARE((*network)->parameterCount(), 749'826'464);
        for (const auto& [key, shape] : list.at("state_dict").items()) {
            QVERIFY2(parameters.contains(key), key.c_str());
            QCOMPARE(Json(parameters.at(key).sizes().vec()), shape);
        }
        dynamic_cast<DiTTransformer2DModel&>(**network).shareEmbedder();
        QCOMPARE(heldElements(**network), 674'834'720);
        QCOMPARE((*network)->parametersByKey().size(), 538u); // every key is still there
    }

    void equalEmbeddersAreHeldOnce()
    {
        const auto together = loaded(goldenFolder() / plain);
        QVERIFY(heldElements(*together) < together->parameterCount());
        const Path model = m_copies.copyOf(plain);
        rewrite(model / "diffusion_pytorch_model.safetensors", [](auto& tensors) {
            tensors["transformer_blocks.1.norm1.emb.class_embedder.embedding_table.weight"].view(-1)[0]
                += 1e-6;
        });
        const auto apart = loaded(model);
        QCOMPARE(heldElements(*apart), apart->parameterCount());
    }
    /// Each block is modulated by its own embedder, the end by the first one's.
    void unequalEmbeddersAreKeptApart()
    {
        const auto outputWith = [&](int block) {
            const Path model = m_copies.copyOf(plain);
            rewrite(model / "diffusion_pytorch_model.safetensors", [&](auto& tensors) {
                tensors["transformer_blocks." + std::to_string(block)
                    + ".norm1.emb.timestep_embedder.linear_2.bias"]
                    += 1;
            });
            std::map<std::string, at::Tensor> seen;
            TapRequest taps(
                { "transformer_blocks.0", "transformer_blocks.2", "proj_out_1" },
                [&](const auto& tap, const auto& value) { seen[tap] = value.clone(); }, false);
            const c10::InferenceMode guard;
            torch::manual_seed(1);
            const auto network = loaded(model);
            network->forward(torch::randn({ 1, 4, 8, 8 }), torch::tensor({ 5 }), {}, taps);
            return seen;
        };
        const auto first = outputWith(0), last = outputWith(2);
        QVERIFY(!at::allclose(first.at("transformer_blocks.0"), last.at("transformer_blocks.0")));
        QVERIFY(!at::allclose(first.at("transformer_blocks.2"), last.at("transformer_blocks.2")));
        QVERIFY(!at::allclose(first.at("proj_out_1"), last.at("proj_out_1")));
        const auto middle = outputWith(1);
        QVERIFY(at::equal(middle.at("proj_out_1"), last.at("proj_out_1"))); // block 0's embedder only
    }

    void aStoredTableOfPositionsIsPassedOver()
    {
        const Path model = m_copies.copyOf(plain);
        rewrite(model / "diffusion_pytorch_model.safetensors", [](auto& tensors) {
            tensors["pos_embed.pos_embed"] = torch::zeros({ 1, 16, 16 });
        });
        QVERIFY(verifyModel(model)->at("ok").get<bool>());
    }
    void positionsOfOtherSizes()
    {
        // Twice as many patches lie at half the distance: every second one where it was.
        const at::Tensor base = patchPositions(16, 4, 4).view({ 4, 4, 16 });
        const at::Tensor twice = patchPositions(16, 8, 4).view({ 8, 8, 16 });
        QVERIFY(at::allclose(twice.slice(0, 0, 8, 2).slice(1, 0, 8, 2), base, 1e-6, 1e-7));
        QVERIFY(at::allclose(twice[0][1][0], at::sin(torch::tensor(0.5F))));
        QVERIFY(at::allclose(twice[1][0][8], at::sin(torch::tensor(0.5F)))); // the row's half comes second
        QCOMPARE(twice[1][0][0].item<float>(), 0.0f);
        const auto network = loaded(goldenFolder() / plain);
        const c10::InferenceMode guard;
        const at::Tensor large = network->forward(torch::randn({ 2, 4, 12, 12 }), torch::tensor({ 7 }));
        QCOMPARE(large.sizes().vec(), (std::vector<std::int64_t> { 2, 8, 12, 12 }));
    }
    void onlySquaresAreTaken()
    {
        const auto network = loaded(goldenFolder() / plain);
        QVERIFY(network->fits(12, 12) && !network->fits(8, 12) && !network->fits(9, 9));
        const Path model = m_copies.copyOf(plain);
        rewrite(model / "golden.safetensors", [](auto& tensors) {
            tensors["input.hidden_states"] = torch::zeros({ 2, 4, 8, 12 });
        });
        VERIFY_FAILS(verifyModel(model), "model.bad-input");
    }

    void theNullClassIsTheLast()
    {
        const auto network = loaded(goldenFolder() / plain);
        const c10::InferenceMode guard;
        torch::manual_seed(2);
        const at::Tensor x = torch::randn({ 2, 4, 8, 8 }), t = torch::tensor({ 5 });
        TapRequest none;
        const auto told = [&](const std::vector<std::int64_t>& labels) {
            return network->forward(x, t, { torch::tensor(labels), {}, {} }, none);
        };
        const at::Tensor untold = network->forward(x, t);
        QVERIFY(at::equal(untold, told({ 10 })));
        QVERIFY(at::allclose(untold, told({ 10, 10 }), 2e-5, 2e-6)); // one row for all, or one for each
        QVERIFY(!at::allclose(untold, told({ 3 }), 2e-5, 2e-6));
        QVERIFY(network->acceptsLabels(torch::tensor({ 10, 0 }), 2));
        QVERIFY(!network->acceptsLabels(torch::tensor({ 11, 0 }), 2));
    }
    void earlyExitEqualsTheFullPass()
    {
        const auto network = loaded(goldenFolder() / plain);
        const c10::InferenceMode guard;
        const at::Tensor x = torch::randn({ 2, 4, 8, 8 }), t = torch::tensor({ 5, 500 });
        std::map<std::string, at::Tensor> full;
        const auto names = network->knownTaps();
        TapRequest all(
            { names.begin(), names.end() }, [&](const auto& tap, const auto& v) { full[tap] = v.clone(); },
            false);
        QVERIFY(network->forward(x, t, {}, all).defined());
        QCOMPARE(full.size(), names.size());
        for (const auto& name : names) {
            at::Tensor got;
            TapRequest one(
                { name }, [&](const auto&, const auto& v) { got = v.clone(); }, true);
            QVERIFY2(!network->forward(x, t, {}, one).defined(), name.c_str());
            QVERIFY2(at::equal(got, full.at(name)), name.c_str());
        }
    }

    void othersOfItsNameAreRefused_data()
    {
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("PixArt") << QByteArray("norm_type") << QByteArray(R"("ada_norm_single")");
        QTest::newRow("affine") << QByteArray("norm_elementwise_affine") << QByteArray("true");
        QTest::newRow("geglu") << QByteArray("activation_fn") << QByteArray(R"("geglu")");
    }
    void othersOfItsNameAreRefused()
    {
        QFETCH(QByteArray, key);
        QFETCH(QByteArray, value);
        const Json wanted = Json::parse(value.toStdString());
        const auto refused = loadModel(m_copies.copyWith(olderName, key.constData(), wanted));
        VERIFY_FAILS(refused, "model.unsupported-value");
        QCOMPARE(refused.error().values.at("key"), Json(key.toStdString()));
        QCOMPARE(refused.error().values.at("value"), wanted);
        VERIFY_FAILS(
            loadModel(m_copies.copyWith(olderName, "caption_channels", 4096)), "model.unsupported-key");
    }

    void diagramEqualsTheNetwork()
    {
        const auto network = loaded(goldenFolder() / plain);
        const auto diagram = modelDiagram(readJson(goldenFolder() / olderName / "config.json").value());
        VERIFY_OK(diagram);
        QVERIFY(diagram->isColumn);
        QCOMPARE(diagram->taps(), network->knownTaps());
        const c10::InferenceMode guard;
        std::vector<std::string> blocks;
        for (const auto& layer : diagram->layers) {
            if (!layer.blockTap.empty())
                blocks.push_back(layer.blockTap);
            if (layer.anyTap().empty())
                continue;
            TapRequest one(
                { layer.anyTap() },
                [&](const auto&, const auto& value) {
                    QCOMPARE(value.sizes().vec(),
                        (std::vector<std::int64_t> { 1, layer.height * layer.width, layer.channels }));
                },
                true);
            network->forward(torch::zeros({ 1, 4, 8, 8 }), torch::tensor({ 5 }), {}, one);
            QVERIFY(one.missing().empty());
        }
        QCOMPARE(blocks, network->blockTaps());
    }
};

QTEST_APPLESS_MAIN(TestDiT)
#include "test_dit.moc"
