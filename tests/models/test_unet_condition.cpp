#include "TestSupport.h"
#include "engine/diffusion/Golden.h"
#include "engine/diffusion/ModelReport.h"
#include "engine/models/NetworkRegistry.h"
#include "engine/models/TransformerLayers.h"
#include "engine/models/UNet2DConditionModel.h"
#include "engine/models/Weights.h"

using namespace minamo;

namespace {

const std::vector<const char*> goldenModels { "1_sd15_style", "2_sd21_style", "3_odd_latent",
    "4_upcast_attention", "6_small_activations_eps", "7_lists_per_block", "8_plain_middle" };

Path folderOf(const std::string& name)
{
    return goldenFolder() / "B_unet2d_condition" / name;
}

/// A network of the class, but from a plan in which something is wrong.
class Spoilt : public UNet2D {
public:
    explicit Spoilt(const UNetPlan& plan) : UNet2D(plan) { }
    std::string className() const override { return "UNet2DConditionModel"; }
    Json configJson() const override { return {}; }
    int sizeStep() const override { return 1; }
};

std::shared_ptr<DiffusionNetwork> filled(std::shared_ptr<DiffusionNetwork> network, const Path& folder)
{
    if (!loadWeights(*network, { folder / "diffusion_pytorch_model.safetensors" }))
        qFatal("weights of %s", folder.c_str());
    network->prepareForInference(at::kCPU, at::kFloat);
    return network;
}

UNetPlan planOf(const std::string& name)
{
    const Json config = readJson(folderOf(name) / "config.json").value();
    return UNet2DConditionConfig::fromJson(config).value().plan();
}

using Spoil = std::function<void(UNetPlan&)>;

/// Largest error in tolerances over all taps and the output.
double worstRatio(const std::string& name, const Spoil& spoil)
{
    const c10::InferenceMode guard;
    UNetPlan plan = planOf(name);
    spoil(plan);
    const auto network = filled(std::make_shared<Spoilt>(plan), folderOf(name));
    const auto golden = Golden::open(folderOf(name)).value();
    NamedTensors results;
    TapRequest taps = golden.taps("tap.", results);
    results["output.sample"] = network->forward(golden.input("input.sample", DType::f32, 4).value(),
        golden.input("input.timestep", DType::i64, 1).value(),
        { {}, golden.input("input.encoder_hidden_states", DType::f32, 3).value() }, taps);
    const Json report = golden.compare(results, 1e-4, 1e-5);
    return report.at("missing").empty() ? report.at("worst").at("ratio").get<double>() : -1;
}

void everyMixing(UNetPlan& plan, const std::function<void(UNetMixing&)>& change)
{
    for (auto* blocks : { &plan.down, &plan.up })
        for (auto& block : *blocks)
            change(block.mixing);
    change(plan.mid->mixing);
}

void headsTimes(UNetMixing& mixing, int heads)
{
    const int inner = mixing.heads * mixing.headDim;
    mixing.heads = heads;
    mixing.headDim = heads > 0 ? inner / heads : 0;
}

} // namespace

Q_DECLARE_METATYPE(Spoil)

class TestUNetCondition : public QObject {
    Q_OBJECT

    /// Weights at random, but the same ones each time.
    static std::shared_ptr<DiffusionNetwork> network(const std::string& name)
    {
        return filled(makeNetwork(readJson(folderOf(name) / "config.json").value()).value(), folderOf(name));
    }
    static at::Tensor run(DiffusionNetwork& network, const at::Tensor& x, const at::Tensor& context)
    {
        TapRequest none;
        return network.forward(x, torch::full({ 1 }, 100, at::kLong), { {}, context }, none);
    }

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
        const auto report = verifyModel(folderOf(name.toStdString()), 1e-4, 1e-5);
        VERIFY_OK(report);
        QVERIFY2(report->at("ok").get<bool>(), report->dump().c_str());
        QVERIFY(report->at("keys").get<int>() >= 10);
        qInfo("worst %.3f of the tolerance at %s", report->at("worst").at("ratio").get<double>(),
            report->at("worst").at("name").get<std::string>().c_str());
    }

    /// What golden/README.md says a mistake costs, from the same weights.
    void mistakesAreNoticed_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<Spoil>("spoil");
        QTest::addColumn<double>("atLeast");
        const auto row = [](const char* what, const char* name, const Spoil& spoil, double atLeast) {
            QTest::newRow(what) << QByteArray(name) << spoil << atLeast;
        };
        const auto oneHead = [](UNetPlan& plan) { everyMixing(plan, [](auto& m) { headsTimes(m, 1); }); };
        row("one head, 1.5", "1_sd15_style", oneHead, 1e4);
        row("one head, 2.1", "2_sd21_style", oneHead, 1e4);
        row(
            "a decoder's heads doubled", "2_sd21_style",
            [](UNetPlan& plan) { headsTimes(plan.up[1].mixing, 2 * plan.up[1].mixing.heads); }, 1e3);
        row(
            "heads not reversed in the decoder", "2_sd21_style",
            [](UNetPlan& plan) { headsTimes(plan.up[2].mixing, 2); }, 1e3);
        row(
            "eps of the transformers' GroupNorm", "6_small_activations_eps",
            [](UNetPlan& plan) { everyMixing(plan, [](auto& m) { m.eps = 1e-5; }); }, 1e4);
        row(
            "eps of LayerNorm", "6_small_activations_eps",
            [](UNetPlan& plan) { everyMixing(plan, [](auto& m) { m.tokenEps = 1e-6; }); }, 1e4);
        row(
            "eps of resnets", "6_small_activations_eps", [](UNetPlan& plan) { plan.normEps = 1e-6; }, 1e5);
    }
    void mistakesAreNoticed()
    {
        QFETCH(QByteArray, name);
        QFETCH(Spoil, spoil);
        QFETCH(double, atLeast);
        const double right = worstRatio(name.toStdString(), [](UNetPlan&) {});
        QVERIFY(right >= 0 && right <= 1);
        const double wrong = worstRatio(name.toStdString(), spoil);
        QVERIFY2(wrong > atLeast, QByteArray::number(wrong).constData());
    }
    void feedForwardTakesTheExactGelu()
    {
        const c10::InferenceMode guard;
        FeedForward net("ff", 3, FeedForward::Kind::gegluErf);
        TapRequest none;
        const at::Tensor x = torch::randn({ 2, 5, 3 });
        const auto parameters = net.named_parameters();
        const auto expected = [&](const char* kind) {
            const auto halves
                = at::linear(x, parameters["net.0.proj.weight"], parameters["net.0.proj.bias"]).chunk(2, -1);
            return at::linear(
                halves[0] * at::gelu(halves[1], kind), parameters["net.2.weight"], parameters["net.2.bias"]);
        };
        const at::Tensor got = net.forward(x, none);
        QVERIFY(at::allclose(got, expected("none"), 1e-5, 1e-6));
        QVERIFY(!at::allclose(got, expected("tanh"), 1e-5, 1e-6));
    }

    void whatItDoesNotKnowIsRefused_data()
    {
        QTest::addColumn<QByteArray>("changes");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("code");
        const auto row = [](const char* changes, const char* key, const char* code) {
            QTest::newRow(changes) << QByteArray(changes) << QByteArray(key) << QString("model.") + code;
        };
        row(R"({"addition_embed_type":"text_time"})", "addition_embed_type", "unsupported-key");
        row(R"({"encoder_hid_dim":768})", "encoder_hid_dim", "unsupported-key");
        row(R"({"encoder_hid_dim_type":"text_proj"})", "encoder_hid_dim_type", "unsupported-key");
        row(R"({"dual_cross_attention":true})", "dual_cross_attention", "unsupported-key");
        row(R"({"class_embed_type":"projection"})", "class_embed_type", "unsupported-value");
        row(R"({"class_embeddings_concat":true})", "class_embeddings_concat", "unsupported-key");
        row(R"({"time_cond_proj_dim":256})", "time_cond_proj_dim", "unsupported-key");
        row(R"({"time_embedding_type":"fourier"})", "time_embedding_type", "unsupported-value");
        row(R"({"timestep_post_act":"silu"})", "timestep_post_act", "unsupported-key");
        row(R"({"num_attention_heads":2})", "num_attention_heads", "unsupported-key");
        row(R"({"cross_attention_norm":"group_norm"})", "cross_attention_norm", "unsupported-key");
        row(R"({"attention_type":"gated"})", "attention_type", "unsupported-value");
        row(R"({"resnet_skip_time_act":true})", "resnet_skip_time_act", "unsupported-key");
        row(R"({"resnet_out_scale_factor":2.0})", "resnet_out_scale_factor", "unsupported-value");
        row(R"({"mid_block_type":"UNetMidBlock2DSimpleCrossAttn"})", "mid_block_type", "unsupported-value");
        row(R"({"down_block_types":["SimpleCrossAttnDownBlock2D","DownBlock2D"]})", "down_block_types",
            "unknown-block");
        row(R"({"up_block_types":["UpBlock2D","SkipUpBlock2D"]})", "up_block_types", "unknown-block");
        row(R"({"attention_head_dim":[1,2,3]})", "attention_head_dim", "bad-config");
        row(R"({"attention_head_dim":16})", "attention_head_dim", "bad-config");
        row(R"({"attention_head_dim":null})", "attention_head_dim", "bad-config");
        row(R"({"layers_per_block":[1,1,1]})", "layers_per_block", "bad-config");
        row(R"({"transformer_layers_per_block":[[1],[1]]})", "transformer_layers_per_block", "bad-config");
        row(R"({"only_cross_attention":[true]})", "only_cross_attention", "bad-config");
        row(R"({"only_cross_attention":[true,false,true]})", "only_cross_attention", "bad-config");
        row(R"({"cross_attention_dim":[12,8]})", "cross_attention_dim", "bad-config");
        row(R"({"norm_num_groups":null})", "norm_num_groups", "bad-config");
        row(R"({"conv_in_kernel":2})", "conv_in_kernel", "bad-config");
        row(R"({"block_out_channels":[8,12,16]})", "block_out_channels", "bad-config");
    }
    void whatItDoesNotKnowIsRefused()
    {
        QFETCH(QByteArray, changes);
        QFETCH(QByteArray, key);
        QFETCH(QString, code);
        Json config = readJson(folderOf("1_sd15_style") / "config.json").value();
        VERIFY_OK(UNet2DConditionConfig::fromJson(config));
        config.update(Json::parse(changes.toStdString()));
        const auto made = makeNetwork(config);
        QVERIFY(!made);
        QCOMPARE(QString::fromStdString(made.error().code), code);
        QCOMPARE(made.error().values.at("key").get<std::string>(), key.toStdString());
        QVERIFY(made.error().values.contains("value"));
    }
    void configsComeBack()
    {
        for (const char* name : goldenModels) {
            const Json config = readJson(folderOf(name) / "config.json").value();
            const Json again = makeNetwork(config).value()->configJson();
            for (const auto& [key, value] : again.items())
                if (key != "_diffusers_version" && config.at(key).is_array() == value.is_array())
                    QVERIFY2(config.at(key) == value, key.c_str());
            QCOMPARE(makeNetwork(again).value()->configJson(), again);
        }
    }

    void earlyExitEqualsTheFullPass()
    {
        for (const char* name : { "2_sd21_style", "3_odd_latent" }) {
            const auto net = network(name);
            const c10::InferenceMode guard;
            const at::Tensor x = torch::randn({ 2, 4, 7, 9 });
            const Conditioning told { {}, torch::randn({ 1, 5, net->contextWidth() }) };
            const at::Tensor t = torch::tensor({ 5, 500 });
            NamedTensors full;
            const auto names = net->knownTaps();
            TapRequest all(
                { names.begin(), names.end() },
                [&](const auto& tap, const auto& v) { full[tap] = v.clone(); }, false);
            QVERIFY(net->forward(x, t, told, all).defined());
            QCOMPARE(full.size(), names.size());
            for (const auto& tap : names) {
                at::Tensor got;
                TapRequest one(
                    { tap }, [&](const auto&, const auto& v) { got = v.clone(); }, true);
                QVERIFY2(!net->forward(x, t, told, one).defined(), tap.c_str());
                QVERIFY2(at::equal(got, full.at(tap)), tap.c_str());
            }
            QCOMPARE(net->blockTaps().size(), std::size_t(7));
            const auto layers = net->allTaps();
            QVERIFY(std::ranges::find(layers, "up_blocks.1.attentions.1") != layers.end());
            QVERIFY(std::ranges::find(layers, "up_blocks.2.attentions.1") == layers.end()); // is up_blocks.2
        }
    }

    void keptContextEqualsAFreshOne()
    {
        const auto net = network("1_sd15_style");
        const c10::InferenceMode guard;
        const at::Tensor x = torch::randn({ 3, 4, 8, 8 });
        const at::Tensor context = torch::randn({ 1, 5, 12 }), other = torch::randn({ 1, 5, 12 });
        const at::Tensor first = run(*net, x, context), second = run(*net, x, context);
        QVERIFY(at::equal(first, second));
        QVERIFY(at::equal(first, run(*net, x, context.clone()))); // another tensor: computed again
        QVERIFY(at::equal(run(*net, x, other), run(*network("1_sd15_style"), x, other)));
        QVERIFY(!at::equal(run(*net, x, other), first));
        QVERIFY(at::equal(first, run(*net, x, context)));
        QVERIFY(at::allclose(first, run(*net, x, context.expand({ 3, 5, 12 })), 1e-4, 1e-5));
    }
    void keysAndValuesOfAContextAreComputedOnce()
    {
        const auto net = network("1_sd15_style");
        const at::Tensor x = torch::randn({ 2, 4, 8, 8 }), context = torch::randn({ 1, 5, 12 });
        at::Tensor before, kept, prepared, trained;
        {
            const torch::NoGradGuard guard;
            before = run(*net, x, context);
            for (const auto& [key, parameter] : net->parametersByKey())
                if (key.find("attn2.to_k") != std::string::npos)
                    at::Tensor(parameter).mul_(3);
            kept = run(*net, x, context);
            net->prepareForInference(at::kCPU, at::kFloat);
            prepared = run(*net, x, context);
        }
        QVERIFY(at::equal(kept, before)); // to_k was not asked
        QVERIFY(!at::allclose(prepared, before, 1e-4, 1e-5));
        net->train();
        QVERIFY(at::allclose(run(*net, x, context).detach(), prepared, 1e-4, 1e-5));
    }

    void gradientsReachEveryParameter()
    {
        auto config = readJson(folderOf("2_sd21_style") / "config.json").value();
        const auto net = makeNetwork(config).value();
        net->train();
        run(*net, torch::randn({ 2, 4, 8, 8 }), torch::randn({ 2, 5, 12 })).pow(2).mean().backward();
        for (const auto& [key, parameter] : net->parametersByKey())
            QVERIFY2(
                parameter.grad().defined() && at::isfinite(parameter.grad()).all().item<bool>(), key.c_str());
    }
};

QTEST_APPLESS_MAIN(TestUNetCondition)
#include "test_unet_condition.moc"
