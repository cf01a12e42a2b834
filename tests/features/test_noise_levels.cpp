#include "TestSupport.h"
#include "engine/features/ActivationProbe.h"
#include "engine/features/ExtractPlan.h"

#include <torch/types.h>

using namespace minamo;

/// A model that is told noise levels is extracted and looked into like one of timesteps.
class TestNoiseLevels : public QObject {
    Q_OBJECT

    static DiffusionModel model()
    {
        auto model = loadDiffusionModel(goldenFolder() / "L_edm_ddae/2_dhariwal_adm").value();
        prepareForInference(model, at::kCPU, at::kFloat);
        return model;
    }

private Q_SLOTS:
    void cellsArePlanned()
    {
        const auto edm = model();
        ExtractOptions options;
        options.timesteps = { 10, 500 };
        const auto plan = planExtraction(edm, options, "pack", 40, 8);
        VERIFY_OK(plan);
        QCOMPARE(plan->cells.size(), 2 * edm.network->blockTaps().size());
        options.timesteps = { 1000 };
        VERIFY_FAILS(planExtraction(edm, options, "pack", 40, 8), "extract.bad-timestep");
    }
    /// Noise is added at the level of the timestep, the network is told that level, and its output is the
    /// photo.
    void thePhotoIsPredicted()
    {
        const auto edm = model();
        std::vector<std::uint8_t> pixels(3 * 8 * 8);
        for (std::size_t i = 0; i < pixels.size(); ++i)
            pixels[i] = static_cast<std::uint8_t>(i);
        ActivationProbe probe(edm);
        const std::atomic<bool> never { false };
        const ProbeQuestion question { { pixels, 7 }, 8, edm.network->blockTaps().back(), 400, 0, 3 };
        const auto maps = probe.ask(question, never);
        VERIFY_OK(maps);
        const c10::InferenceMode guard;
        const auto sigma = static_cast<float>(edm.schedule.sigma(400));
        const at::Tensor x0
            = torch::tensor(std::vector<float>(pixels.begin(), pixels.end())).reshape({ 3, 8, 8 }) / 127.5
            - 1;
        const double spread = (maps->noisy - x0).std().item<double>();
        QVERIFY2(std::abs(spread / sigma - 1) < 0.2, QByteArray::number(spread / sigma));
        const at::Tensor photo = edm.network->forward(maps->noisy.unsqueeze(0), torch::tensor({ sigma }))[0];
        QVERIFY(at::allclose(maps->predicted, photo, 1e-4, 1e-5));
        const at::Tensor other = edm.network->forward(maps->noisy.unsqueeze(0), torch::tensor({ 400.0F }))[0];
        QVERIFY(!at::allclose(maps->predicted, other, 1e-4, 1e-5)); // the level is heard, not the number
    }
};

QTEST_APPLESS_MAIN(TestNoiseLevels)
#include "test_noise_levels.moc"
