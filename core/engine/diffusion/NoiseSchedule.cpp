#include "engine/diffusion/NoiseSchedule.h"

#include <cmath>
#include <torch/types.h>
#include <torch/utils.h>

namespace minamo {
namespace {

/// Reads scheduler_config.json; null counts as absent.
class Reader {
public:
    explicit Reader(const Json& config) : m_config(config) { }
    template <class T> void read(const char* key, T& value)
    {
        if (!m_config.contains(key) || m_config.at(key).is_null())
            return;
        try {
            value = m_config.at(key).get<T>();
        } catch (const Json::exception&) {
            bad(key);
        }
    }
    void bad(const char* key)
    {
        if (result)
            result = fail("model.bad-schedule",
                { { "key", key }, { "value", m_config.contains(key) ? m_config.at(key) : Json() } });
    }
    Result<void> result;

private:
    const Json& m_config;
};

at::Tensor fromAlphaBar(int steps, double (*alphaBar)(double))
{
    std::vector<float> betas;
    for (int i = 0; i < steps; ++i) {
        const double t1 = static_cast<double>(i) / steps, t2 = static_cast<double>(i + 1) / steps;
        betas.push_back(static_cast<float>(std::min(1 - alphaBar(t2) / alphaBar(t1), 0.999)));
    }
    return torch::tensor(betas);
}

double cosineAlphaBar(double t)
{
    return std::pow(std::cos((t + 0.008) / 1.008 * M_PI / 2), 2);
}

double laplaceAlphaBar(double t)
{
    const double lambda = -0.5 * std::copysign(1.0, 0.5 - t) * std::log(1 - 2 * std::abs(0.5 - t) + 1e-6);
    const double snr = std::exp(lambda);
    return std::sqrt(snr / (1 + snr));
}

/// sqrt(abar) shifted and scaled so that the last is 0 and the first stays, then back to beta.
at::Tensor withZeroSnr(const at::Tensor& betas)
{
    at::Tensor root = at::sqrt(at::cumprod(1 - betas, 0));
    const at::Tensor first = root[0].clone(), last = root[-1].clone();
    root = (root - last) * (first / (first - last));
    const at::Tensor bar = root.pow(2);
    const at::Tensor alphas = at::cat({ bar.slice(0, 0, 1), bar.slice(0, 1) / bar.slice(0, 0, -1) });
    return 1 - alphas;
}

Result<at::Tensor> betasOf(const ScheduleSettings& s)
{
    if (!s.trainedBetas.empty())
        return torch::tensor(std::vector<float>(s.trainedBetas.begin(), s.trainedBetas.end()));
    if (s.betaSchedule == "linear")
        return torch::linspace(s.betaStart, s.betaEnd, s.numTrainTimesteps, at::kFloat);
    if (s.betaSchedule == "scaled_linear")
        return torch::linspace(std::sqrt(s.betaStart), std::sqrt(s.betaEnd), s.numTrainTimesteps, at::kFloat)
            .pow(2);
    if (s.betaSchedule == "squaredcos_cap_v2")
        return fromAlphaBar(s.numTrainTimesteps, cosineAlphaBar);
    if (s.betaSchedule == "sigmoid")
        return torch::linspace(-6, 6, s.numTrainTimesteps, at::kFloat).sigmoid() * (s.betaEnd - s.betaStart)
            + s.betaStart;
    if (s.betaSchedule == "laplace")
        return fromAlphaBar(s.numTrainTimesteps, laplaceAlphaBar);
    return fail("model.bad-schedule", { { "key", "beta_schedule" }, { "value", s.betaSchedule } });
}

std::vector<float> toVector(const at::Tensor& t)
{
    const at::Tensor dense = t.to(at::kFloat).contiguous();
    return { dense.const_data_ptr<float>(), dense.const_data_ptr<float>() + dense.numel() };
}

} // namespace

Result<ScheduleSettings> ScheduleSettings::fromJson(const Json& config)
{
    ScheduleSettings s;
    if (!config.is_object())
        return fail(
            "model.bad-schedule", { { "key", "scheduler_config.json" }, { "value", config.type_name() } });
    Reader reader(config);
    reader.read("num_train_timesteps", s.numTrainTimesteps);
    reader.read("beta_start", s.betaStart);
    reader.read("beta_end", s.betaEnd);
    reader.read("beta_schedule", s.betaSchedule);
    reader.read("trained_betas", s.trainedBetas);
    reader.read("noise_levels", s.noiseLevels);
    reader.read("rescale_betas_zero_snr", s.rescaleBetasZeroSnr);
    reader.read("clip_sample", s.clipSample);
    reader.read("clip_sample_range", s.clipSampleRange);
    reader.read("variance_type", s.varianceType);
    reader.read("timestep_spacing", s.timestepSpacing);
    reader.read("steps_offset", s.stepsOffset);
    reader.read("set_alpha_to_one", s.setAlphaToOne);
    reader.read("_class_name", s.className);
    std::string prediction = "epsilon";
    reader.read("prediction_type", prediction);
    if (prediction == "sample")
        s.prediction = PredictionType::sample;
    else if (prediction == "v_prediction")
        s.prediction = PredictionType::vPrediction;
    else if (prediction != "epsilon")
        reader.bad("prediction_type");
    if (s.numTrainTimesteps < 1 || s.numTrainTimesteps > 1'000'000)
        reader.bad("num_train_timesteps");
    for (const double beta : { s.betaStart, s.betaEnd })
        if (!(beta > 0 && beta < 1))
            reader.bad("beta_start");
    for (const double beta : s.trainedBetas)
        if (!(beta >= 0 && beta <= 1))
            reader.bad("trained_betas");
    for (const double level : s.noiseLevels)
        if (!(level > 0 && level < 1e9))
            reader.bad("noise_levels");
    MINAMO_DO(reader.result);
    return s;
}

Result<NoiseSchedule> NoiseSchedule::make(const ScheduleSettings& settings)
{
    const torch::NoGradGuard guard;
    NoiseSchedule schedule;
    schedule.m_settings = settings;
    if (schedule.hasNoiseLevels()) {
        schedule.m_table = torch::tensor(settings.noiseLevels, at::kDouble).to(at::kFloat);
        return schedule;
    }
    MINAMO_TRY(at::Tensor betas, betasOf(settings));
    if (settings.rescaleBetasZeroSnr)
        betas = withZeroSnr(betas);
    schedule.m_betas = toVector(betas);
    schedule.m_table = at::cumprod(1 - betas.to(at::kFloat), 0);
    schedule.m_alphasCumprod = toVector(schedule.m_table);
    return schedule;
}

int NoiseSchedule::steps() const
{
    return static_cast<int>(hasNoiseLevels() ? m_settings.noiseLevels.size() : m_alphasCumprod.size());
}

at::Tensor NoiseSchedule::told(const at::Tensor& timesteps) const
{
    return hasNoiseLevels() ? m_table.to(timesteps.device()).index_select(0, timesteps) : timesteps;
}

double NoiseSchedule::sigma(int timestep) const
{
    if (hasNoiseLevels())
        return m_settings.noiseLevels[static_cast<std::size_t>(timestep)];
    const double bar = alphaCumprod(timestep);
    return std::sqrt((1 - bar) / bar);
}

NoiseSchedule::Roots NoiseSchedule::roots(const at::Tensor& timesteps, const at::Tensor& like) const
{
    std::vector<std::int64_t> shape(static_cast<std::size_t>(like.dim()), 1);
    shape.front() = timesteps.numel();
    const at::Tensor bar
        = m_table.to(like.device()).index_select(0, timesteps.to(like.device()).reshape({ -1 }));
    if (hasNoiseLevels())
        return { at::ones_like(bar).reshape(shape), bar.reshape(shape) };
    return { at::sqrt(bar).reshape(shape), at::sqrt(1 - bar).reshape(shape) };
}

at::Tensor NoiseSchedule::addNoise(
    const at::Tensor& x0, const at::Tensor& noise, const at::Tensor& timesteps) const
{
    const auto [signal, level] = roots(timesteps, x0);
    return signal * x0 + level * noise;
}

at::Tensor NoiseSchedule::velocity(
    const at::Tensor& x0, const at::Tensor& noise, const at::Tensor& timesteps) const
{
    const auto [signal, level] = roots(timesteps, x0);
    return signal * noise - level * x0;
}

at::Tensor NoiseSchedule::predictedX0(
    const at::Tensor& output, const at::Tensor& x, const at::Tensor& timesteps, PredictionType type) const
{
    const auto [signal, level] = roots(timesteps, x);
    switch (type) {
    case PredictionType::sample:
        return output;
    case PredictionType::vPrediction:
        return signal * x - level * output;
    default:
        return (x - level * output) / signal;
    }
}

at::Tensor NoiseSchedule::predictedX0(
    const at::Tensor& output, const at::Tensor& x, const at::Tensor& timesteps) const
{
    return predictedX0(output, x, timesteps, m_settings.prediction);
}

at::Tensor NoiseSchedule::predictedNoise(
    const at::Tensor& output, const at::Tensor& x, const at::Tensor& timesteps, PredictionType type) const
{
    const auto [signal, level] = roots(timesteps, x);
    switch (type) {
    case PredictionType::sample:
        return (x - signal * output) / level;
    case PredictionType::vPrediction:
        return signal * output + level * x;
    default:
        return output;
    }
}

} // namespace minamo
