#include "BackboneFixture.h"
#include "TestSupport.h"

using namespace minamo;

namespace {

Path golden(const std::string& name)
{
    return goldenFolder() / "H_backbones" / name;
}

NamedTensors weightsOf(const Json& model)
{
    NamedTensors tensors;
    for (const auto& [name, shape] : model.at("state_dict").items())
        tensors[name] = FormulaTensors::make(name, shape.get<std::vector<std::int64_t>>());
    return tensors;
}

double worst(const at::Tensor& found, const at::Tensor& expected)
{
    return (found - expected).abs().max().item<double>() / expected.abs().max().item<double>();
}

} // namespace

/// Classifiers made elsewhere give the answers that timm gives.
class TestBackbone : public QObject {
    Q_OBJECT
    QTemporaryDir m_dir;
    Json m_models;

    Path write(const NamedTensors& tensors)
    {
        const auto file = Path(m_dir.path().toStdString()) / "model.safetensors";
        if (!writeCheckpoint(file, { tensors, {} }))
            qFatal("cannot write");
        return file;
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_dir.isValid());
        const auto keys = readJson(golden("keys.json"));
        VERIFY_OK(keys);
        m_models = keys->at("models");
        const auto first = FormulaTensors::make("conv1.weight", { 64, 3, 7, 7 });
        QCOMPARE(first.data_ptr<float>()[0], 0.018213026225566864F); // formula_check of the fixture
    }

    void equalsTimm_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("name");
        QTest::newRow("ResNet-18") << "timm_resnet18"
                                   << "resnet18";
        QTest::newRow("ResNet-50") << "timm_resnet50"
                                   << "resnet50";
        QTest::newRow("ViT") << "timm_vit_tiny_patch16_224"
                             << "vit";
    }
    void equalsTimm()
    {
        QFETCH(QString, model);
        QFETCH(QString, name);
        const auto& described = m_models.at(model.toStdString());
        const auto expected = readCheckpoint(golden(model.toStdString() + ".safetensors"));
        VERIFY_OK(expected);
        auto weights = weightsOf(described);
        const auto backbone = Backbone::open(write(weights));
        VERIFY_OK(backbone);
        QCOMPARE(QString::fromStdString(backbone->name()), name);
        QCOMPARE(backbone->classes(), std::int64_t(1000));
        const torch::NoGradGuard noGrad;
        const auto input
            = FormulaTensors::input(described.at("input_shape").get<std::vector<std::int64_t>>());
        const auto output = backbone->forward(input);
        const auto pooled = worst(output.pooled, expected->tensors.at("output.pooled"));
        const auto logits = worst(output.logits, expected->tensors.at("output.logits"));
        QVERIFY2(pooled <= 1e-4, std::to_string(pooled).c_str());
        QVERIFY2(logits <= 1e-4, std::to_string(logits).c_str());
        // Negative control: a small change in one early tensor is seen.
        auto& early = weights.at(name == "vit" ? "blocks.0.mlp.fc1.weight" : "bn1.weight");
        early *= 1.05;
        const auto other = Backbone::open(write(weights));
        VERIFY_OK(other);
        QVERIFY(worst(other->forward(input).logits, expected->tensors.at("output.logits")) > 1e-3);
    }

    void whatDoesNotFitIsRefused()
    {
        const auto whole = weightsOf(m_models.at("timm_resnet18"));
        VERIFY_OK(Backbone::open(write(whole)));
        const auto refused = [&](const std::function<void(NamedTensors&)>& change) {
            auto tensors = whole;
            change(tensors);
            const auto opened = Backbone::open(write(tensors));
            return opened ? std::string() : opened.error().code;
        };
        QCOMPARE(refused([](auto& t) { t.erase("layer3.1.bn2.running_var"); }),
            std::string("classifier.bad-tensor"));
        QCOMPARE(
            refused([](auto& t) { t["extra"] = torch::zeros({ 2 }); }), std::string("classifier.bad-tensor"));
        QCOMPARE(refused([](auto& t) {
            t["fc.weight"] = torch::zeros({ 10, 3 });
        }),
            std::string("classifier.bad-tensor"));
        QCOMPARE(refused([](auto& t) {
            t["layer2.0.conv1.weight"] = torch::zeros({ 128, 32, 3, 3 });
        }),
            std::string("classifier.bad-tensor"));
        QCOMPARE(refused([](auto& t) {
            t = { { "weight", torch::zeros({ 2, 2 }) } };
        }),
            std::string("classifier.unknown-model"));
    }
};

QTEST_GUILESS_MAIN(TestBackbone)
#include "test_backbone.moc"
