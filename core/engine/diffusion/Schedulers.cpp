#include "engine/diffusion/Schedulers.h"

#include <algorithm>
#include <cmath>
#include <torch/types.h>

namespace minamo {
namespace {

/// The spacing rounds half to even, as numpy does.
std::int64_t roundHalfEven(double value)
{
    return static_cast<std::int64_t>(std::nearbyint(value));
}

at::Tensor clipped(const NoiseSchedule& schedule, at::Tensor x0)
{
    const auto& s = schedule.settings();
    return s.clipSample ? x0.clamp(-s.clipSampleRange, s.clipSampleRange) : x0;
}

at::Tensor timestepTensor(int timestep, const at::Tensor& like)
{
    return torch::tensor({ static_cast<std::int64_t>(timestep) }, at::TensorOptions().device(like.device()));
}

/// sigma z of DDPM's step.
Result<at::Tensor> stepNoise(const NoiseSchedule& schedule, int timestep, int previous,
    const at::Tensor& predictedVariance, const at::Tensor& noise)
{
    const float bar = schedule.alphaCumprod(timestep),
                before = previous >= 0 ? schedule.alphaCumprod(previous) : 1.0f;
    const float beta = 1 - bar / before;
    const float small = std::max((1 - before) / (1 - bar) * beta, 1e-20f);
    const std::string& type = schedule.settings().varianceType;
    if (type == "fixed_small" || type == "fixed_small_log")
        return noise * std::sqrt(small);
    if (type == "fixed_large")
        return noise * std::sqrt(beta);
    if (type == "learned_range" && predictedVariance.defined()) {
        const at::Tensor share = (predictedVariance + 1) / 2;
        return at::exp(0.5 * (share * std::log(beta) + (1 - share) * std::log(small))) * noise;
    }
    if (type == "learned" && predictedVariance.defined())
        return predictedVariance.sqrt() * noise;
    return fail("model.bad-schedule", { { "key", "variance_type" }, { "value", type } });
}

} // namespace

Result<StepResult> ddpmStep(const NoiseSchedule& schedule, const at::Tensor& output, int timestep,
    const at::Tensor& x, const at::Tensor& noise, int previous)
{
    const at::Tensor prediction = output.slice(1, 0, x.size(1));
    at::Tensor variance;
    if (output.size(1) == 2 * x.size(1) && schedule.settings().varianceType.starts_with("learned"))
        variance = output.slice(1, x.size(1));
    const float bar = schedule.alphaCumprod(timestep),
                before = previous >= 0 ? schedule.alphaCumprod(previous) : 1.0f;
    const float alpha = bar / before;
    StepResult result;
    result.x0 = clipped(schedule, schedule.predictedX0(prediction, x, timestepTensor(timestep, x)));
    result.previous = result.x0 * (std::sqrt(before) * (1 - alpha) / (1 - bar))
        + x * (std::sqrt(alpha) * (1 - before) / (1 - bar));
    if (timestep > 0) {
        MINAMO_TRY(const at::Tensor added, stepNoise(schedule, timestep, previous, variance, noise));
        result.previous = result.previous + added;
    }
    return result;
}

Result<std::vector<int>> ddimTimesteps(const NoiseSchedule& schedule, int count)
{
    const auto& s = schedule.settings();
    const int total = schedule.steps();
    std::vector<int> steps;
    if (s.timestepSpacing == "linspace") {
        for (int i = count - 1; i >= 0; --i)
            steps.push_back(
                static_cast<int>(roundHalfEven(count == 1 ? 0 : (total - 1.0) * i / (count - 1))));
    } else if (s.timestepSpacing == "leading") {
        for (int i = count - 1; i >= 0; --i)
            steps.push_back(std::min(i * (total / count) + s.stepsOffset, total - 1));
    } else if (s.timestepSpacing == "trailing") {
        for (int i = 0; i < count; ++i)
            steps.push_back(
                static_cast<int>(roundHalfEven(total - i * (static_cast<double>(total) / count))) - 1);
    } else {
        return fail("model.bad-schedule", { { "key", "timestep_spacing" }, { "value", s.timestepSpacing } });
    }
    return steps;
}

StepResult ddimStep(
    const NoiseSchedule& schedule, const at::Tensor& output, int timestep, int count, const at::Tensor& x)
{
    const int next = timestep - schedule.steps() / count;
    const float end = schedule.settings().setAlphaToOne ? 1.0f : schedule.alphaCumprod(0);
    const float before = next >= 0 ? schedule.alphaCumprod(next) : end;
    const auto type = schedule.settings().prediction;
    const at::Tensor t = timestepTensor(timestep, x);
    StepResult result;
    result.x0 = clipped(schedule, schedule.predictedX0(output, x, t, type));
    const at::Tensor noise = schedule.predictedNoise(output, x, t, type);
    result.previous = std::sqrt(before) * result.x0 + std::sqrt(1 - before) * noise;
    return result;
}

Result<at::Tensor> ddimSample(
    const NoiseSchedule& schedule, const Predictor& predict, at::Tensor noise, int count)
{
    MINAMO_TRY(const auto steps, ddimTimesteps(schedule, count));
    at::Tensor x = std::move(noise);
    for (const int step : steps) {
        const at::Tensor t = timestepTensor(step, x).expand({ x.size(0) });
        x = ddimStep(schedule, predict(x, t).to(at::kFloat), step, count, x).previous;
    }
    return x;
}

} // namespace minamo
