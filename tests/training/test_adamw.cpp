#include "TestSupport.h"
#include "engine/training/AdamW.h"

#include <torch/optim/adamw.h>

using namespace minamo;

namespace {

/// A linear layer with fixed start and fixed gradients.
struct Layer {
    Layer()
    {
        weight = at::linspace(-1, 1, 12).view({ 3, 4 }).clone().requires_grad_();
        bias = at::linspace(0.5, 1, 3).clone().requires_grad_();
    }
    void backward(int step) const
    {
        const auto x = at::linspace(0, 1 + 0.1 * step, 8).view({ 2, 4 });
        (at::linear(x, weight, bias).square().sum()).backward();
    }
    at::Tensor weight, bias;
};

} // namespace

class TestAdamW : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalsTorch()
    {
        Layer own, decayed, plain;
        AdamW optimizer({ own.weight, own.bias }, 0.1);
        torch::optim::AdamW weights({ decayed.weight }, torch::optim::AdamWOptions(0.02).weight_decay(0.1));
        torch::optim::AdamW biases({ decayed.bias }, torch::optim::AdamWOptions(0.02).weight_decay(0));
        torch::optim::AdamW never(
            { plain.weight, plain.bias }, torch::optim::AdamWOptions(0.02).weight_decay(0));
        for (int step = 0; step < 25; ++step) {
            for (const auto* layer : { &own, &decayed, &plain })
                layer->backward(step);
            optimizer.step(0.02);
            for (torch::optim::Optimizer* peer :
                std::initializer_list<torch::optim::Optimizer*> { &weights, &biases, &never }) {
                peer->step();
                peer->zero_grad();
            }
        }
        QVERIFY(at::allclose(own.weight, decayed.weight, 1e-5, 1e-6));
        QVERIFY(at::allclose(own.bias, decayed.bias, 1e-5, 1e-6));
        QVERIFY(!at::allclose(own.weight, plain.weight, 1e-5, 1e-6)); // the decay is there
    }
    void goesOnWhereItWasSaved()
    {
        Layer whole, halves;
        AdamW one({ whole.weight, whole.bias }, 0.1);
        for (int step = 0; step < 10; ++step) {
            whole.backward(step);
            one.step(0.02);
        }
        NamedTensors saved;
        {
            AdamW first({ halves.weight, halves.bias }, 0.1);
            for (int step = 0; step < 5; ++step) {
                halves.backward(step);
                first.step(0.02);
            }
            first.collect("adam.", saved);
        }
        AdamW second({ halves.weight, halves.bias }, 0.1);
        VERIFY_OK(second.restore("adam.", saved));
        for (int step = 5; step < 10; ++step) {
            halves.backward(step);
            second.step(0.02);
        }
        QVERIFY(at::equal(whole.weight, halves.weight));
        QVERIFY(at::equal(whole.bias, halves.bias));
        saved.erase("adam.plain.0.square");
        VERIFY_FAILS(second.restore("adam.", saved), "checkpoint.missing-tensor");
    }
    void rateRisesAndFalls()
    {
        QCOMPARE(cosineFactor(0, 100, 10), 0.1);
        QCOMPARE(cosineFactor(9, 100, 10), 1.0);
        QCOMPARE(cosineFactor(10, 100, 10), 1.0);
        QVERIFY(std::abs(cosineFactor(55, 100, 10) - 0.5) < 1e-12);
        QVERIFY(cosineFactor(99, 100, 10) < 0.001);
        QCOMPARE(cosineFactor(0, 1, 0), 1.0);
    }
};

QTEST_APPLESS_MAIN(TestAdamW)
#include "test_adamw.moc"
