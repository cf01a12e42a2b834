#include "TestSupport.h"
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/Weights.h"
#include "models/ModelDiagram.h"
#include "models/ModelFolder.h"

using namespace minamo;
namespace fs = std::filesystem;

/// The drawing is made from the config alone; here it is held against the networks themselves.
class TestModelDiagram : public QObject {
    Q_OBJECT

    static void addFolders(const Path& folder)
    {
        for (const auto& entry : fs::directory_iterator(folder))
            QTest::newRow(entry.path().filename().string().c_str())
                << QByteArray::fromStdString(entry.path().string());
    }

private Q_SLOTS:
    void equalsTheNetwork_data()
    {
        QTest::addColumn<QByteArray>("folder");
        addFolders(goldenFolder() / "A_unet2d");
        addFolders(goldenFolder() / "B_unet2d_condition");
        addFolders(goldenFolder() / "F_pipelines");
        QTest::newRow("built-in") << QByteArray::fromStdString(
            (goldenFolder().parent_path().parent_path() / "resources/model").string());
    }
    /// Names, order, channels, sizes, heads and what each resnet is joined with.
    void equalsTheNetwork()
    {
        QFETCH(QByteArray, folder);
        const auto loaded = loadModel(folder.toStdString());
        VERIFY_OK(loaded);
        auto& network = *loaded->network;
        network.prepareForInference(at::kCPU, at::kFloat);
        const int step = network.sizeStep(), given = step == 1 ? 7 : 3 * step;
        const int side = network.sampleSize() > 0 ? network.sampleSize() : given;
        const auto diagram = modelDiagram(loaded->folder.config, side, side);
        VERIFY_OK(diagram);
        QCOMPARE(diagram->taps(), network.knownTaps());
        compareOutputs(*diagram, network, side);
        compareWeights(*diagram, network);
        for (const auto& layer : diagram->layers)
            if (layer.part == ModelPart::mid && layer.heads > 0)
                QCOMPARE(layer.heads, network.midAttentionHeads());
        std::vector<std::string> blocks;
        for (const auto& layer : diagram->layers)
            if (!layer.blockTap.empty())
                blocks.push_back(layer.blockTap);
        QCOMPARE(blocks, network.blockTaps());
    }

    void readsWithoutWeights_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<int>("layers");
        // conv_in, 4 x 2 resnets + 2 attentions + 3 halvings, 3, 4 x 3 resnets + 3 attentions + 3 doublings,
        // conv_out
        QTest::newRow("cifar") << QByteArray("unet2d_ddpm-cifar10-32") << 1 + 13 + 3 + 18 + 1;
        QTest::newRow("church") << QByteArray("unet2d_ddpm-church-256") << 1 + 19 + 3 + 26 + 1;
    }
    void readsWithoutWeights()
    {
        QFETCH(QByteArray, name);
        QFETCH(int, layers);
        const Json list = readJson(goldenFolder() / "I_key_lists" / (name.toStdString() + ".json")).value();
        Json config = list.at("config");
        config["_class_name"] = "UNet2DModel";
        const auto diagram = modelDiagram(config);
        VERIFY_OK(diagram);
        QCOMPARE(static_cast<int>(diagram->layers.size()), layers);
        for (const auto& layer : diagram->layers)
            if (layer.kind == LayerKind::resnet)
                QCOMPARE(
                    list.at("state_dict").at(layer.module + ".conv1.weight").at(1), Json(layer.inChannels));
    }

    void refusesWhatItCannotDraw()
    {
        VERIFY_FAILS(modelDiagram(Json::array()), "model.unknown-class");
        VERIFY_FAILS(modelDiagram({ { "_class_name", "FluxTransformer2DModel" } }), "model.unknown-class");
        VERIFY_FAILS(
            modelDiagram({ { "_class_name", "UNet2DModel" }, { "down_block_types", { "SkipDownBlock2D" } } }),
            "model.unknown-block");
    }
    /// The comparison can fail: another config is not this network.
    void anotherConfigDiffers()
    {
        const auto loaded = loadModel(goldenFolder() / "A_unet2d/1_ddpm_cifar_style").value();
        Json other = loaded.folder.config;
        other["layers_per_block"] = 2;
        QVERIFY(modelDiagram(other)->taps() != loaded.network->knownTaps());
    }

private:
    static void compareOutputs(const ModelDiagram& diagram, DiffusionNetwork& network, int side)
    {
        const c10::InferenceMode guard;
        std::map<std::string, std::vector<std::int64_t>> seen;
        const auto taps = network.knownTaps();
        TapRequest request(
            { taps.begin(), taps.end() },
            [&](const auto& tap, const auto& value) { seen[tap] = asMaps(value).sizes().vec(); }, false);
        network.forward(torch::zeros({ 1, network.inChannels(), side, side }),
            torch::full({ 1 }, 1, at::kLong), blankConditioning(network), request);
        for (const auto& tap : taps) {
            const auto& layer = diagram.layers[static_cast<std::size_t>(diagram.find(tap))];
            QCOMPARE(
                seen.at(tap), (std::vector<std::int64_t> { 1, layer.channels, layer.height, layer.width }));
        }
    }
    static void compareWeights(const ModelDiagram& diagram, const DiffusionNetwork& network)
    {
        const auto parameters = network.parametersByKey();
        for (const auto& layer : diagram.layers) {
            const auto inputs
                = [&](const std::string& key) { return static_cast<int>(parameters.at(key).size(1)); };
            if (layer.kind == LayerKind::resnet)
                QCOMPARE(inputs(layer.module + ".conv1.weight"), layer.inChannels);
            if (layer.kind == LayerKind::convolution)
                QCOMPARE(inputs(layer.module + ".weight"), layer.inChannels);
            QCOMPARE(layer.skip >= 0, layer.part == ModelPart::up && layer.kind == LayerKind::resnet);
            if (layer.skip >= 0) {
                const auto& joined = diagram.layers[static_cast<std::size_t>(layer.skip)];
                QCOMPARE(joined.height, layer.height); // what is joined has the same size
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestModelDiagram)
#include "test_model_diagram.moc"
