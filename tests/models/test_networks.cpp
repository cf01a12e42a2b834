#include "TestSupport.h"
#include "engine/models/NetworkRegistry.h"
#include "engine/models/NormKernel.h"
#include "engine/models/SaveModel.h"
#include "engine/models/UNet2DModel.h"
#include "engine/models/Weights.h"

using namespace minamo;

namespace {

Json tinyConfig()
{
    return { { "_class_name", "UNet2DModel" }, { "sample_size", 16 }, { "block_out_channels", { 8, 16, 16 } },
        { "down_block_types", { "DownBlock2D", "AttnDownBlock2D", "DownBlock2D" } },
        { "up_block_types", { "UpBlock2D", "AttnUpBlock2D", "UpBlock2D" } }, { "layers_per_block", 1 },
        { "norm_num_groups", 4 }, { "attention_head_dim", 8 } };
}

std::shared_ptr<UNet2DModel> network(const Json& config)
{
    torch::manual_seed(3);
    return std::make_shared<UNet2DModel>(UNet2DConfig::fromJson(config).value());
}

Json with(Json config, const Json& changes)
{
    config.update(changes);
    return config;
}

} // namespace

class TestNetworks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keyListsOfFullSizeModels_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("cifar") << QByteArray("unet2d_ddpm-cifar10-32");
        QTest::newRow("church") << QByteArray("unet2d_ddpm-church-256");
    }
    void keyListsOfFullSizeModels()
    {
        QFETCH(QByteArray, name);
        const Json list = readJson(goldenFolder() / "I_key_lists" / (name.toStdString() + ".json")).value();
        Json config = list.at("config");
        config["_class_name"] = list.at("class");
        const auto made = makeNetwork(config);
        VERIFY_OK(made);
        const auto parameters = (*made)->parametersByKey();
        QCOMPARE(Json(parameters.size()), list.at("num_tensors"));
        QCOMPARE(Json((*made)->parameterCount()), list.at("num_parameters"));
        for (const auto& [key, shape] : list.at("state_dict").items()) {
            QVERIFY2(parameters.contains(key), key.c_str());
            QCOMPARE(Json(parameters.at(key).sizes().vec()), shape);
        }
    }

    void earlyExitEqualsTheFullPass()
    {
        const auto net = network(tinyConfig());
        net->prepareForInference(at::kCPU, at::kFloat);
        const c10::InferenceMode guard;
        const at::Tensor x = torch::randn({ 3, 3, 16, 16 }), t = torch::tensor({ 5, 50, 500 });
        std::map<std::string, at::Tensor> full;
        const auto names = net->knownTaps();
        TapRequest all(
            { names.begin(), names.end() }, [&](const auto& tap, const auto& v) { full[tap] = v.clone(); },
            false);
        QVERIFY(net->forward(x, t, {}, all).defined());
        QCOMPARE(full.size(), names.size());
        for (const auto& name : names) {
            at::Tensor got;
            TapRequest one(
                { name }, [&](const auto&, const auto& v) { got = v.clone(); }, true);
            const at::Tensor output = net->forward(x, t, {}, one);
            QVERIFY2(!output.defined(), name.c_str());
            QVERIFY2(at::equal(got, full.at(name)), name.c_str());
        }
    }

    void tapListsAreInNetworkOrder()
    {
        const auto net = network(tinyConfig());
        QCOMPARE(net->blockTaps(),
            (std::vector<std::string> { "down_blocks.0", "down_blocks.1", "down_blocks.2", "mid_block",
                "up_blocks.0", "up_blocks.1", "up_blocks.2" }));
        const auto all = net->allTaps();
        QVERIFY(std::ranges::find(all, "up_blocks.1.attentions.1") != all.end());
        QVERIFY(std::ranges::find(all, "down_blocks.1.attentions.0") == all.end());
        QVERIFY(std::ranges::find(all, "up_blocks.2.resnets.1") == all.end()); // equals up_blocks.2
        QVERIFY(std::ranges::find(all, "up_blocks.2.resnets.0") != all.end());
    }

    void fastPathEqualsThePlainOne_data()
    {
        QTest::addColumn<QByteArray>("changes");
        for (const char* changes : { "{}", R"({"resnet_time_scale_shift":"scale_shift"})",
                 R"({"act_fn":"gelu"})", R"({"block_out_channels":[12,20,36],"attention_head_dim":null})",
                 R"({"downsample_padding":0})", R"({"downsample_type":"resnet","upsample_type":"resnet"})",
                 R"({"mid_block_type":null})",
                 R"({"mid_block_scale_factor":1.5,"add_attention":false,"center_input_sample":true})",
                 R"({"time_embedding_type":"learned","num_train_timesteps":600})",
                 R"({"time_embedding_type":"fourier"})",
                 R"({"block_out_channels":[32,48,64],"norm_num_groups":16})" })
            QTest::newRow(changes) << QByteArray(changes);
    }
    void fastPathEqualsThePlainOne()
    {
        QFETCH(QByteArray, changes);
        const auto net = network(with(tinyConfig(), Json::parse(changes.toStdString())));
        net->eval();
        const at::Tensor x = torch::randn({ 2, 3, 16, 16 }), t = torch::tensor({ 5, 500 });
        const at::Tensor plain = net->forward(x, t).detach(); // gradients on: only ATen's own operations
        net->prepareForInference(at::kCPU, at::kFloat);
        const c10::InferenceMode guard;
        const at::Tensor fast = net->forward(x, t);
        QVERIFY(at::allclose(fast, plain, 1e-4, 1e-5));
        QVERIFY(!at::allclose(net->forward(x, t - 1), plain, 1e-4, 1e-5)); // the timestep is heard
    }

    void fusedNormEqualsAten()
    {
        const torch::NoGradGuard guard;
        for (const int channels : { 4, 16, 24, 48 })
            for (const bool far : { false, true }) {
                const at::Tensor x
                    = (torch::randn({ 3, channels, 9, 7 }) * (far ? 1e-3 : 1.0) + (far ? 5.0 : 0.0))
                          .contiguous(at::MemoryFormat::ChannelsLast);
                const at::Tensor w = torch::randn({ channels }), b = torch::randn({ channels });
                const at::Tensor add = torch::randn({ 3, channels }) * (far ? 1e-3 : 1.0),
                                 scale = torch::randn({ 1, channels }), shift = torch::randn({ 1, channels });
                QVERIFY(canFuseNorm(x));
                const auto grid = [](const at::Tensor& v) { return v.unsqueeze(2).unsqueeze(3); };
                const at::Tensor exact = at::group_norm(
                    x.to(at::kDouble) + grid(add), 4, w.to(at::kDouble), b.to(at::kDouble), 1e-8);
                const at::Tensor expected = at::silu(exact * (1 + grid(scale)) + grid(shift));
                const at::Tensor got = fusedGroupNorm(x, { 4, 1e-8, w, b, add, scale, shift, true });
                QVERIFY(at::allclose(got.to(at::kDouble), expected, 1e-4, far ? 5e-3 : 1e-5));
                const at::Tensor bare = fusedGroupNorm(x, { 4, 1e-8, w, b, {}, {}, {}, false });
                const at::Tensor exactBare
                    = at::group_norm(x.to(at::kDouble), 4, w.to(at::kDouble), b.to(at::kDouble), 1e-8);
                QVERIFY(at::allclose(bare.to(at::kDouble), exactBare, 1e-4, far ? 5e-3 : 1e-5));
            }
        const at::Tensor extreme
            = torch::tensor({ -200.0f, -90.0f, -20.0f, 0.0f, 20.0f, 90.0f, 200.0f, 1e4f })
                  .repeat(2)
                  .reshape({ 1, 16, 1, 1 })
                  .contiguous(at::MemoryFormat::ChannelsLast);
        const at::Tensor one = torch::ones({ 16 }), zero = torch::zeros({ 16 });
        const at::Tensor got = fusedGroupNorm(extreme, { 1, 1e-5, one * 100, zero, {}, {}, {}, true });
        QVERIFY(at::isfinite(got).all().item<bool>());
    }

    void gradientsReachEveryParameter()
    {
        const auto net = network(with(tinyConfig(), { { "dropout", 0.1 }, { "num_class_embeds", 4 } }));
        net->train();
        TapRequest none;
        const at::Tensor out = net->forward(
            torch::randn({ 2, 3, 16, 16 }), torch::tensor({ 5, 500 }), { torch::tensor({ 1, 3 }), {} }, none);
        out.pow(2).mean().backward();
        for (const auto& [key, parameter] : net->parametersByKey())
            QVERIFY2(
                parameter.grad().defined() && at::isfinite(parameter.grad()).all().item<bool>(), key.c_str());
    }

    void initialisationIsLikePytorch()
    {
        const auto net = network(tinyConfig());
        const auto parameters = net->parametersByKey();
        const at::Tensor conv = parameters.at("mid_block.resnets.0.conv1.weight").detach(); // fan-in 16 x 9
        QVERIFY(conv.abs().max().item<double>() <= 1.0 / 12 + 1e-6);
        QVERIFY(conv.abs().max().item<double>() > 0.07);
        QVERIFY(at::equal(parameters.at("conv_norm_out.weight").detach(), torch::ones({ 8 })));
    }

    void savedFoldersComeBack()
    {
        QTemporaryDir dir;
        const Path folder = Path(dir.path().toStdString()) / "model";
        const auto net = network(tinyConfig());
        VERIFY_OK(saveDiffusersFolder(*net, { { "beta_schedule", "scaled_linear" } }, folder));
        const auto loaded = loadModel(folder);
        VERIFY_OK(loaded);
        QCOMPARE(loaded->network->configJson(), net->configJson());
        QCOMPARE(loaded->folder.scheduler.at("beta_schedule"), Json("scaled_linear"));
        for (const auto& [key, parameter] : loaded->network->parametersByKey())
            QVERIFY2(at::equal(parameter, net->parametersByKey().at(key)), key.c_str());
        const auto id = modelId(folder);
        VERIFY_OK(id);
        VERIFY_OK(saveDiffusersFolder(*net, { { "beta_schedule", "linear" } }, folder));
        QVERIFY(*modelId(folder) != *id);
    }
};

QTEST_APPLESS_MAIN(TestNetworks)
#include "test_networks.moc"
