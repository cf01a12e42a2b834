#include "TestSupport.h"
#include "engine/diffusion/Schedulers.h"
#include "engine/models/TensorViews.h"

using namespace minamo;

class TestSchedules : public QObject {
    Q_OBJECT
    SafetensorsFile m_file;
    Json m_settings;

    at::Tensor golden(const std::string& name) const
    {
        const auto* view = m_file.find(name);
        if (!view)
            qFatal("no %s", name.c_str());
        return tensorFromView(*view);
    }
    bool agrees(const at::Tensor& got, const std::string& name, double rtol = 1e-4, double atol = 1e-5) const
    {
        const at::Tensor expected = golden(name).to(at::kDouble);
        const bool same
            = got.sizes() == expected.sizes() && at::allclose(got.to(at::kDouble), expected, rtol, atol);
        if (!same)
            qWarning("%s differs by %g", name.c_str(),
                got.sizes() == expected.sizes() ? (got.to(at::kDouble) - expected).abs().max().item<double>()
                                                : -1.0);
        return same;
    }
    static NoiseSchedule schedule(Json json)
    {
        return NoiseSchedule::make(ScheduleSettings::fromJson(json).value()).value();
    }
    Json ddim(Json extra) const
    {
        Json json = m_settings.at("scaled_linear");
        json["clip_sample"] = false;
        json.update(extra);
        return json;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_file = SafetensorsFile::open(goldenFolder() / "G_schedulers/schedulers.safetensors").value();
        m_settings = readJson(goldenFolder() / "G_schedulers/schedulers.json").value();
    }

    void noiseLevels_data()
    {
        QTest::addColumn<QByteArray>("name");
        for (const char* name : { "linear", "scaled_linear", "squaredcos_cap_v2", "zero_snr", "sigmoid" })
            QTest::newRow(name) << QByteArray(name);
    }
    void noiseLevels()
    {
        QFETCH(QByteArray, name);
        const std::string n = name.toStdString();
        const NoiseSchedule s = schedule(m_settings.at(n));
        const at::Tensor t = golden("input.t"), x0 = golden("input.x0"), noise = golden("input.noise");
        QVERIFY(agrees(torch::tensor(s.alphasCumprod()), n + ".alphas_cumprod_f32", 1e-6, 1e-7));
        QVERIFY(agrees(torch::tensor(s.betas()), n + ".betas_f32", 1e-6, n == "zero_snr" ? 5e-6 : 1e-7));
        const at::Tensor xt = s.addNoise(x0, noise, t);
        QVERIFY(agrees(xt, n + ".x_t"));
        const at::Tensor v = s.velocity(x0, noise, t);
        QVERIFY(agrees(v, n + ".v"));
        QVERIFY(
            agrees(s.predictedX0(v, golden(n + ".x_t"), t, PredictionType::vPrediction), n + ".x0_from_v"));
        QVERIFY(agrees(
            s.predictedNoise(v, golden(n + ".x_t"), t, PredictionType::vPrediction), n + ".eps_from_v"));
        // Where almost no signal is left (abar <= 1e-4) the golden file holds 0: dividing by it is
        // meaningless.
        const at::Tensor seen = torch::tensor(s.alphasCumprod()).index_select(0, t) > 1e-4;
        at::Tensor fromNoise = s.predictedX0(noise, golden(n + ".x_t"), t, PredictionType::epsilon);
        fromNoise = at::where(seen.reshape({ -1, 1, 1, 1 }), fromNoise, at::zeros_like(fromNoise));
        QVERIFY(agrees(fromNoise, n + ".x0_from_eps", 1e-3, 1e-4));
        QVERIFY(agrees(s.predictedNoise(x0, golden(n + ".x_t"), t, PredictionType::sample),
            n + ".eps_from_x0", 1e-3, 1e-3));
        // negative control: the neighbouring timestep is another noise level
        QVERIFY(
            !at::allclose(s.addNoise(x0, noise, at::clamp(t + 5, 0, 990)), golden(n + ".x_t"), 1e-4, 1e-5));
    }
    void oneTimestepServesTheBatch()
    {
        const NoiseSchedule s = schedule(m_settings.at("linear"));
        const at::Tensor x0 = golden("input.x0"), noise = golden("input.noise");
        const at::Tensor all = s.addNoise(x0, noise, at::full({ 8 }, 50, at::kLong));
        QVERIFY(at::equal(s.addNoise(x0, noise, at::full({ 1 }, 50, at::kLong)), all));
        QVERIFY(std::abs(s.sigma(50) - 0.176) < 1e-3);
        QVERIFY(std::abs(s.sigma(500) - 3.443) < 1e-3);
    }

    void ddpmSteps()
    {
        const at::Tensor x = golden("step.input.sample"), noise = golden("step.input.variance_noise");
        int checked = 0;
        for (const char* prediction : { "epsilon", "v_prediction", "sample" })
            for (const char* variance : { "fixed_small", "fixed_large", "learned_range" })
                for (const bool clip : { true, false })
                    for (const int t : { 0, 1, 50, 500, 999 }) {
                        Json json = m_settings.at("linear");
                        json.update({ { "prediction_type", prediction }, { "variance_type", variance },
                            { "clip_sample", clip } });
                        const std::string name = std::string("ddpm.linear.") + prediction + "." + variance
                            + (clip ? ".clip.t" : ".noclip.t") + std::to_string(t);
                        if (!m_file.find(name + ".prev_sample"))
                            continue;
                        const auto output = golden(std::string(variance) == "learned_range"
                                ? "step.input.model_output_with_variance"
                                : "step.input.model_output");
                        const auto step = ddpmStep(schedule(json), output, t, x, noise);
                        VERIFY_OK(step);
                        QVERIFY(agrees(step->previous, name + ".prev_sample"));
                        QVERIFY(agrees(step->x0, name + ".pred_original_sample"));
                        ++checked;
                    }
        QCOMPARE(2 * checked, int(std::ranges::count_if(m_file.tensors(), [](const TensorView& v) {
            return v.name.starts_with("ddpm.");
        })));
    }

    void ddimSteps()
    {
        const std::map<std::string, Json> kinds {
            { "leading_offset0_alpha1true",
                { { "timestep_spacing", "leading" }, { "steps_offset", 0 }, { "set_alpha_to_one", true } } },
            { "leading_offset1_alpha1false",
                { { "timestep_spacing", "leading" }, { "steps_offset", 1 }, { "set_alpha_to_one", false } } },
            { "linspace", { { "timestep_spacing", "linspace" } } },
            { "trailing", { { "timestep_spacing", "trailing" } } }
        };
        const at::Tensor x = golden("step.input.sample"), output = golden("step.input.model_output");
        int checked = 0;
        for (const auto& [kind, extra] : kinds) {
            const auto steps = ddimTimesteps(schedule(ddim(extra)), 50);
            VERIFY_OK(steps);
            const at::Tensor expected = golden("ddim." + kind + ".timesteps");
            QVERIFY(at::equal(torch::tensor(*steps).to(at::kLong), expected));
            ++checked;
            for (const char* prediction : { "epsilon", "v_prediction" })
                for (const int i : { 0, 25, 49 }) {
                    Json json = ddim(extra);
                    json["prediction_type"] = prediction;
                    const auto step = ddimStep(schedule(json), output, (*steps)[i], 50, x);
                    const std::string name = "ddim." + kind + "." + prediction + ".step" + std::to_string(i);
                    QVERIFY(agrees(step.previous, name + ".prev_sample"));
                    QVERIFY(agrees(step.x0, name + ".pred_original_sample"));
                    checked += 2;
                }
        }
        QCOMPARE(checked, int(std::ranges::count_if(m_file.tensors(), [](const TensorView& v) {
            return v.name.starts_with("ddim.");
        })));
    }

    void trainedBetasAreTaken()
    {
        const NoiseSchedule s = schedule({ { "trained_betas", { 0.1, 0.5 } } });
        QCOMPARE(s.steps(), 2);
        QVERIFY(std::abs(s.alphaCumprod(1) - 0.45f) < 1e-6f);
    }
    void badSchedulesAreNamed()
    {
        VERIFY_FAILS(ScheduleSettings::fromJson({ { "num_train_timesteps", 0 } }), "model.bad-schedule");
        VERIFY_FAILS(ScheduleSettings::fromJson({ { "beta_end", "x" } }), "model.bad-schedule");
        VERIFY_FAILS(ScheduleSettings::fromJson({ { "prediction_type", "score" } }), "model.bad-schedule");
        const auto settings = ScheduleSettings::fromJson({ { "beta_schedule", "exp" } });
        VERIFY_OK(settings);
        VERIFY_FAILS(NoiseSchedule::make(*settings), "model.bad-schedule");
    }
    void samplingRemovesNoise()
    {
        // A predictor that knows the photo: DDIM must arrive at it.
        const NoiseSchedule s = schedule(ddim({ { "prediction_type", "sample" } }));
        const at::Tensor x0 = golden("step.input.sample").clamp(-1, 1);
        const auto photo = ddimSample(
            s, [&](const at::Tensor&, const at::Tensor&) { return x0; }, torch::randn_like(x0), 20);
        VERIFY_OK(photo);
        QVERIFY(at::allclose(*photo, x0, 1e-3, 1e-3));
    }
};

QTEST_APPLESS_MAIN(TestSchedules)
#include "test_schedules.moc"
