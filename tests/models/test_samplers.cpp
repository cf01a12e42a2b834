#include "TestSupport.h"
#include "engine/diffusion/Samplers.h"
#include "engine/models/TensorViews.h"
#include "models/EdmConfig.h"
#include "models/NoiseLevels.h"

#include <cmath>
#include <torch/types.h>

using namespace minamo;

namespace {

NoiseSchedule scheduleOf(const Json& json)
{
    return NoiseSchedule::make(ScheduleSettings::fromJson(json).value()).value();
}

Json stableDiffusion(const Json& changes)
{
    Json json { { "beta_start", 0.00085 }, { "beta_end", 0.012 }, { "beta_schedule", "scaled_linear" },
        { "clip_sample", false } };
    json.update(changes);
    return json;
}

NoiseSchedule levels()
{
    auto rising = karrasLevels(100, 0.002, 80, 7);
    std::ranges::reverse(rising);
    return scheduleOf(noiseLevelSchedule(rising));
}

/// Posterior mean of a photo drawn from N(mean, deviation^2).
at::Tensor gaussianMean(
    const at::Tensor& x, double sigma, const at::Tensor& mean, const at::Tensor& deviation)
{
    const at::Tensor variance = deviation * deviation;
    return (variance * x + sigma * sigma * mean) / (variance + sigma * sigma);
}

} // namespace

class TestSamplers : public QObject {
    Q_OBJECT
    SafetensorsFile m_file
        = SafetensorsFile::open(goldenFolder() / "G_schedulers/schedulers.safetensors").value();
    Json m_settings = readJson(goldenFolder() / "G_schedulers/schedulers.json").value();

    at::Tensor golden(const std::string& name) { return tensorFromView(*m_file.find(name)); }
    bool agrees(const at::Tensor& got, const std::string& name, double rtol = 1e-4, double atol = 1e-5)
    {
        const at::Tensor expected = golden(name);
        return got.sizes() == expected.sizes()
            && at::allclose(got.to(at::kDouble), expected.to(at::kDouble), rtol, atol);
    }
    static SigmaGrid edmGrid(int count)
    {
        SigmaGrid grid;
        grid.sigmas = grid.timesteps = karrasLevels(count, 0.002, 80, 7);
        grid.sigmas.push_back(0);
        grid.initial = 80;
        return grid;
    }
    Denoiser gaussian()
    {
        const at::Tensor mean = golden("heun.input.mu"), deviation = golden("heun.input.s");
        return [=](const at::Tensor& x, double sigma, double) -> Result<at::Tensor> {
            return gaussianMean(x, sigma, mean, deviation);
        };
    }
    /// Where the probability flow from sigma = 80 really ends.
    at::Tensor exactEnd()
    {
        const at::Tensor mean = golden("heun.input.mu"), s = golden("heun.input.s"),
                         x = golden("heun.input.z") * 80;
        return mean + (x - mean) * s / at::sqrt(s * s + 80 * 80);
    }

private Q_SLOTS:
    void eulersGridsAndSteps()
    {
        const std::map<std::string, Json> kinds { { "linspace", { { "timestep_spacing", "linspace" } } },
            { "leading_offset1", { { "timestep_spacing", "leading" }, { "steps_offset", 1 } } },
            { "trailing", { { "timestep_spacing", "trailing" } } },
            { "karras", { { "timestep_spacing", "linspace" } } },
            { "zero_snr_trailing_v",
                { { "timestep_spacing", "trailing" }, { "rescale_betas_zero_snr", true },
                    { "prediction_type", "v_prediction" } } } };
        for (const auto& [kind, changes] : kinds) {
            const auto schedule = scheduleOf(stableDiffusion(changes));
            const auto grid = sigmaGrid(schedule, 20, kind == "karras");
            VERIFY_OK(grid);
            const std::string name = "euler." + kind + ".";
            const auto told = [&](const char* what) { return QByteArray::fromStdString(name + what); };
            QVERIFY2(agrees(torch::tensor(grid->sigmas), name + "sigmas"), told("sigmas"));
            QVERIFY2(
                agrees(torch::tensor(grid->timesteps), name + "timesteps", 1e-5, 2e-3), told("timesteps"));
            QVERIFY2(agrees(torch::tensor(grid->initial), name + "init_noise_sigma"), told("init"));
            SigmaGrid one;
            one.sigmas = { grid->sigmas[3], grid->sigmas[4] };
            one.timesteps = { grid->timesteps[3] };
            at::Tensor scaled;
            const auto denoise = denoiserOf(schedule, [&](const at::Tensor& x, const at::Tensor&) {
                scaled = x;
                return golden("step.input.model_output");
            });
            const at::Tensor x = golden("step.input.sample");
            const auto next = eulerSample(denoise, one, x);
            VERIFY_OK(next);
            QVERIFY2(agrees(scaled, name + "scaled_input_step3"), told("scaled"));
            QVERIFY2(agrees(*next, name + "prev_sample_step3"), told("prev"));
            const auto clean = denoise(x, one.sigmas[0], one.timesteps[0]);
            QVERIFY2(agrees(*clean, name + "pred_original_sample_step3"), told("x0"));
        }
    }
    void zeroTerminalSnrHasALevel()
    {
        const auto with = sigmaGrid(scheduleOf(stableDiffusion({ { "timestep_spacing", "trailing" },
                                        { "rescale_betas_zero_snr", true } })),
            10);
        const auto without
            = sigmaGrid(scheduleOf(stableDiffusion({ { "timestep_spacing", "trailing" } })), 10);
        QVERIFY(std::abs(with->sigmas.front() - std::sqrt(std::ldexp(1.0, 24) - 1)) < 1);
        QVERIFY(std::abs(without->sigmas.front() - 14.6) < 0.1);
    }

    void heunEqualsTheReference()
    {
        std::vector<at::Tensor> seen { golden("heun.input.z") * 80 };
        const auto end = heunSample(
            gaussian(), edmGrid(18), seen.front(), [&](const at::Tensor& x) { seen.push_back(x); });
        VERIFY_OK(end);
        QVERIFY(agrees(at::stack(seen), "heun.trajectory", 1e-9, 1e-9));
        QVERIFY(agrees(*end, "heun.sample", 1e-9, 1e-9));
        QVERIFY(agrees(exactEnd(), "heun.exact_ode_solution", 1e-6, 1e-9));
    }
    void heunEqualsTheReferenceOnAMixture()
    {
        const auto& mixture = m_settings.at("heun.mixture");
        const auto part = [&](const char* name, std::size_t k) { return mixture.at(name)[k].get<double>(); };
        const Denoiser denoise = [&](const at::Tensor& x, double sigma, double) -> Result<at::Tensor> {
            at::Tensor sum = at::zeros_like(x), weights = at::zeros_like(x);
            for (std::size_t k = 0; k < 2; ++k) {
                const double mean = part("means", k), s = part("stds", k), v = s * s + sigma * sigma;
                const at::Tensor w
                    = at::exp(-(x - mean) * (x - mean) / (2 * v)) * (part("weights", k) / std::sqrt(v));
                sum = sum + w * (s * s * x + sigma * sigma * mean) / v;
                weights = weights + w;
            }
            return sum / weights;
        };
        const auto end = heunSample(denoise, edmGrid(18), golden("heun.input.z") * 80);
        VERIFY_OK(end);
        QVERIFY(agrees(*end, "heun.mixture.sample", 1e-7, 1e-9));
    }

    /// Twice as many steps: the error of a first-order sampler halves, that of a second-order one quarters.
    void ordersOfConvergence()
    {
        const at::Tensor exact = exactEnd(), start = golden("heun.input.z") * 80;
        const auto errorOf = [&](auto sampler, int steps) {
            return (*sampler(gaussian(), edmGrid(steps), start) - exact).abs().max().template item<double>();
        };
        const auto heun = [](const Denoiser& denoise, const SigmaGrid& grid, const at::Tensor& x) {
            return heunSample(denoise, grid, x);
        };
        const double eulers = errorOf(eulerSample, 40) / errorOf(eulerSample, 80);
        const double heuns = errorOf(heun, 40) / errorOf(heun, 80);
        const double solvers = errorOf(dpmSolverSample, 40) / errorOf(dpmSolverSample, 80);
        QVERIFY2(eulers > 1.6 && eulers < 2.6, QByteArray::number(eulers));
        QVERIFY2(heuns > 3.2, QByteArray::number(heuns));
        QVERIFY2(solvers > 3.0, QByteArray::number(solvers));
        QVERIFY(errorOf(dpmSolverSample, 20) < 0.5 * errorOf(eulerSample, 20));
    }

    /// A network that knows the photo: every sampler arrives at it, whatever its output means.
    void everySamplerArrives_data()
    {
        QTest::addColumn<QByteArray>("prediction");
        QTest::addColumn<bool>("isLevels");
        for (const char* prediction : { "epsilon", "sample", "v_prediction" })
            QTest::newRow(prediction) << QByteArray(prediction) << false;
        QTest::newRow("noise levels") << QByteArray("sample") << true;
    }
    void everySamplerArrives()
    {
        QFETCH(QByteArray, prediction);
        QFETCH(bool, isLevels);
        torch::manual_seed(6);
        const at::Tensor photo = torch::rand({ 2, 3, 4, 4 }) * 2 - 1;
        const auto schedule = isLevels
            ? levels()
            : scheduleOf(stableDiffusion(
                { { "prediction_type", prediction.toStdString() }, { "timestep_spacing", "trailing" } }));
        const auto predict = [&](const at::Tensor& x, const at::Tensor& times) -> at::Tensor {
            if (prediction == "sample")
                return at::cat({ photo, photo }, 1); // the second half is a variance nobody asked for
            const auto t = times.round().to(at::kLong);
            const at::Tensor zero = at::zeros_like(x), one = at::ones_like(x);
            const at::Tensor signal = schedule.addNoise(one, zero, t),
                             level = schedule.addNoise(zero, one, t);
            const at::Tensor noise = (x - signal * photo) / level;
            return prediction == "epsilon" ? noise : signal * noise - level * photo;
        };
        for (const auto& [name, sampler] : samplers()) {
            if (isLevels && name.starts_with("dd"))
                continue;
            const SamplerTask task { schedule, predict, [&](int) { return torch::randn_like(photo); }, 25 };
            const auto end = sampler(task);
            VERIFY_OK(end);
            QVERIFY2(at::allclose(*end, photo, 1e-2, 1e-2), name.c_str());
        }
    }
    void theUsualSamplers()
    {
        QCOMPARE(usualSampler(levels()), std::string("heun"));
        const auto ddpm = scheduleOf(stableDiffusion(Json::object()));
        QCOMPARE(usualSampler(ddpm), std::string("ddim"));
        QCOMPARE(usualSteps("ddpm", ddpm), 1000);
        QCOMPARE(usualSteps("heun", levels()), 18);
        VERIFY_FAILS(sigmaGrid(scheduleOf(stableDiffusion({ { "timestep_spacing", "odd" } })), 5),
            "model.bad-schedule");
    }
};

QTEST_APPLESS_MAIN(TestSamplers)
#include "test_samplers.moc"
