#include "TestSupport.h"
#include "engine/classify/EncoderTraining.h"
#include "engine/classify/ResNet.h"
#include "engine/training/Checkpoint.h"

#include <cmath>
#include <torch/nn/modules/linear.h>
#include <torch/utils.h>

using namespace minamo;

namespace {

/// u(NAME, i) of the golden folder's recipe: FNV-1a of the name, SplitMix64, 24 bits.
double formula(const std::string& name, std::uint64_t index)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char byte : name)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    std::uint64_t x = hash + index + 0x9E3779B97F4A7C15;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
    return double((x ^ (x >> 31)) >> 40) / 8388608.0 - 1;
}

void fill(const std::string& name, at::Tensor tensor, const std::function<double(double)>& value)
{
    const torch::NoGradGuard noGrad;
    auto values = at::empty(tensor.sizes());
    for (std::int64_t i = 0; i < values.numel(); ++i)
        values.data_ptr<float>()[i] = float(value(formula(name, std::uint64_t(i))));
    tensor.copy_(values);
}

void fillByFormula(torch::nn::Module& module)
{
    for (auto& entry : module.named_parameters()) {
        const auto& name = entry.key();
        if (entry.value().dim() >= 2) {
            const double scale = std::sqrt(6.0 / double(entry.value().numel() / entry.value().size(0)));
            fill(name, entry.value(), [=](double u) { return u * scale; });
        } else if (name.ends_with("weight"))
            fill(name, entry.value(), [](double u) { return 0.75 + 0.2 * u; });
        else
            fill(name, entry.value(), [](double u) { return 0.1 * u; });
    }
    for (auto& entry : module.named_buffers()) {
        if (entry.key().ends_with("running_mean"))
            fill(entry.key(), entry.value(), [](double u) { return 0.1 * u; });
        else if (entry.key().ends_with("running_var"))
            fill(entry.key(), entry.value(), [](double u) { return 1 + 0.5 * std::abs(u); });
    }
}

bool agrees(const at::Tensor& found, const at::Tensor& expected)
{
    return at::allclose(found, expected, 1e-4, 1e-5);
}

} // namespace

/// The encoder is timm's resnet18 key by key and number by number.
class TestResNet : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTimm()
    {
        ResNet net(ResNetConfig { .width = 64 });
        torch::nn::Linear fc(512, 1000);
        fillByFormula(*net);
        fill("fc.weight", fc->weight, [](double u) { return u * std::sqrt(6.0 / 512); });
        fill("fc.bias", fc->bias, [](double u) { return 0.1 * u; });
        net->eval();
        const torch::NoGradGuard noGrad;
        auto input = at::empty({ 2, 3, 64, 96 });
        fill("input", input, [](double u) { return 1.5 * u; });
        const auto golden = readCheckpoint(goldenFolder() / "H_backbones/timm_resnet18.safetensors");
        VERIFY_OK(golden);
        const auto pooled = net(input);
        QVERIFY(agrees(pooled, golden->tensors.at("output.pooled")));
        QVERIFY(agrees(fc(pooled), golden->tensors.at("output.logits")));
        // Two blocks exchanged must not pass.
        auto* first = net->layer1->children().front()->as<BasicBlockImpl>();
        auto* second = net->layer1->children().back()->as<BasicBlockImpl>();
        const auto kept = first->conv1->weight.clone();
        first->conv1->weight.copy_(second->conv1->weight);
        second->conv1->weight.copy_(kept);
        QVERIFY(!agrees(net(input), golden->tensors.at("output.pooled")));
    }
    void defaultEncoderIsLargeEnough()
    {
        EncoderNet net(EncoderOptions {}.width, 6, true, 64);
        std::int64_t parameters = 0;
        for (const auto& parameter : net->parameters())
            parameters += parameter.numel();
        QVERIFY(parameters > 1'000'000);
    }
    void smallPhotosKeepTheirDetail()
    {
        // The last stage shall see 4 x 4 of 64 px and of 128 px: without the pool a stage has twice the side.
        const torch::NoGradGuard noGrad;
        EncoderNet small(8, 3, false, 64), large(8, 3, false, 128);
        for (auto* net : { &small, &large }) {
            initialiseByName(**net, 4);
            (*net)->eval();
        }
        const auto photos = at::rand({ 2, 3, 64, 64 }), twice = at::upsample_nearest2d(photos, { 128, 128 });
        QVERIFY(!at::allclose(small(photos, at::Tensor()), large(photos, at::Tensor())));
        QVERIFY(at::equal(large->encoder(photos), large->encoder(photos)));
        QCOMPARE(small->encoder(photos).size(1), large->encoder(twice).size(1));
    }
    void startDependsOnNameAndSeedAlone()
    {
        EncoderNet a(8, 3, false, 64), b(8, 3, true, 64), c(8, 3, false, 64);
        initialiseByName(*a, 4);
        at::rand({ 100 });
        initialiseByName(*b, 4);
        initialiseByName(*c, 5);
        QVERIFY(at::equal(a->encoder->conv1->weight, b->encoder->conv1->weight)); // ERM and GUIDE start alike
        QVERIFY(!at::equal(a->encoder->conv1->weight, c->encoder->conv1->weight));
        const double deviation = a->encoder->conv1->weight.std().item<double>();
        QVERIFY(std::abs(deviation / std::sqrt(2.0 / (8 * 49)) - 1) < 0.1);
    }
};

QTEST_APPLESS_MAIN(TestResNet)
#include "test_resnet.moc"
