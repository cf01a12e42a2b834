#include "engine/diffusion/Samplers.h"

#include <cmath>
#include <torch/types.h>

namespace minamo {
namespace {

at::Tensor photoChannels(const at::Tensor& output, const at::Tensor& x)
{
    return output.slice(1, 0, x.size(1)).to(x.scalar_type());
}

/// x0 from the output at x_t = (x0 + sigma e) / sqrt(sigma^2 + 1).
at::Tensor cleanOf(const at::Tensor& output, const at::Tensor& x, double sigma, PredictionType type)
{
    const double sum = sigma * sigma + 1;
    switch (type) {
    case PredictionType::sample:
        return output;
    case PredictionType::vPrediction:
        return x / sum - output * (sigma / std::sqrt(sum));
    default:
        return x - sigma * output;
    }
}

Result<at::Tensor> ddpm(const SamplerTask& task)
{
    const auto& schedule = task.schedule;
    MINAMO_TRY(auto steps, ddimTimesteps(schedule, task.steps));
    std::erase_if(steps, [&](int t) { return schedule.sigma(t) == 0; }); // nothing to take away
    at::Tensor x = task.noise(0);
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const int next = i + 1 < steps.size() ? steps[i + 1] : -1;
        const at::Tensor output = task.predict(x, torch::full({ x.size(0) }, steps[i], at::kLong));
        MINAMO_TRY(const auto step,
            ddpmStep(schedule, output.to(x.scalar_type()), steps[i], x, task.noise(static_cast<int>(i) + 1),
                next));
        x = step.previous;
    }
    return x;
}

Result<at::Tensor> ddim(const SamplerTask& task)
{
    const auto predict
        = [&](const at::Tensor& x, const at::Tensor& t) { return photoChannels(task.predict(x, t), x); };
    return ddimSample(task.schedule, predict, task.noise(0), task.steps);
}

template <auto sample> Result<at::Tensor> downTheGrid(const SamplerTask& task)
{
    MINAMO_TRY(const auto grid, sigmaGrid(task.schedule, task.steps));
    return sample(denoiserOf(task.schedule, task.predict), grid, task.noise(0) * grid.initial);
}

Result<at::Tensor> heun(const Denoiser& denoise, const SigmaGrid& grid, at::Tensor x)
{
    return heunSample(denoise, grid, std::move(x));
}

} // namespace

Denoiser denoiserOf(const NoiseSchedule& schedule, Predictor predict)
{
    return [&schedule, predict = std::move(predict)](
               const at::Tensor& x, double sigma, double timestep) -> Result<at::Tensor> {
        const bool levels = schedule.hasNoiseLevels();
        const at::Tensor input = levels ? x : x / std::sqrt(sigma * sigma + 1);
        const at::Tensor times = torch::full({ x.size(0) }, timestep, at::kFloat);
        const at::Tensor output = photoChannels(predict(input, times), x);
        return cleanOf(output, x, sigma, schedule.settings().prediction);
    };
}

Result<at::Tensor> eulerSample(const Denoiser& denoise, const SigmaGrid& grid, at::Tensor x)
{
    for (std::size_t i = 0; i < grid.timesteps.size(); ++i) {
        const double sigma = grid.sigmas[i], next = grid.sigmas[i + 1];
        MINAMO_TRY(const at::Tensor clean, denoise(x, sigma, grid.timesteps[i]));
        x = x + (x - clean) * ((next - sigma) / sigma);
    }
    return x;
}

Result<at::Tensor> heunSample(const Denoiser& denoise, const SigmaGrid& grid, at::Tensor x,
    const std::function<void(const at::Tensor&)>& seen)
{
    for (std::size_t i = 0; i < grid.timesteps.size(); ++i) {
        const double sigma = grid.sigmas[i], next = grid.sigmas[i + 1];
        MINAMO_TRY(const at::Tensor clean, denoise(x, sigma, grid.timesteps[i]));
        const at::Tensor slope = (x - clean) / sigma;
        at::Tensor reached = x + (next - sigma) * slope;
        if (next > 0) {
            MINAMO_TRY(const at::Tensor there, denoise(reached, next, grid.timesteps[i + 1]));
            reached = x + (next - sigma) * 0.5 * (slope + (reached - there) / next);
        }
        x = reached;
        if (seen)
            seen(x);
    }
    return x;
}

Result<at::Tensor> dpmSolverSample(const Denoiser& denoise, const SigmaGrid& grid, at::Tensor x)
{
    at::Tensor before;
    double stepBefore = 0;
    for (std::size_t i = 0; i < grid.timesteps.size(); ++i) {
        const double sigma = grid.sigmas[i], next = grid.sigmas[i + 1], ratio = next / sigma;
        MINAMO_TRY(const at::Tensor clean, denoise(x, sigma, grid.timesteps[i]));
        const double step = next > 0 ? std::log(sigma / next) : 0;
        const double q = before.defined() && next > 0 ? step / (2 * stepBefore) : 0;
        x = ratio * x + (1 - ratio) * (q > 0 ? (1 + q) * clean - q * before : clean);
        before = clean;
        stepBefore = step;
    }
    return x;
}

const std::map<std::string, Sampler>& samplers()
{
    static const std::map<std::string, Sampler> table { { "ddpm", ddpm }, { "ddim", ddim },
        { "euler", downTheGrid<eulerSample> }, { "dpm-solver++", downTheGrid<dpmSolverSample> },
        { "heun", downTheGrid<heun> } };
    return table;
}

std::string usualSampler(const NoiseSchedule& schedule)
{
    return schedule.hasNoiseLevels() ? "heun" : "ddim";
}

int usualSteps(const std::string& sampler, const NoiseSchedule& schedule)
{
    static const std::map<std::string, int> usual { { "ddim", 50 }, { "euler", 30 }, { "dpm-solver++", 20 },
        { "heun", 18 } };
    const auto found = usual.find(sampler);
    return std::min(found == usual.end() ? schedule.steps() : found->second, schedule.steps());
}

} // namespace minamo
