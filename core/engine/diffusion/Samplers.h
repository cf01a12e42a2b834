#pragma once
#include "engine/diffusion/Schedulers.h"
#include "engine/diffusion/SigmaGrid.h"

#include <map>

namespace minamo {

/// The clean photos in x = x0 + sigma e, as a network sees them; timestep: what it is told.
using Denoiser = std::function<Result<at::Tensor>(const at::Tensor& x, double sigma, double timestep)>;
/// Denoiser of a network that gives `predict(x_t, timesteps [B])` in the form of its schedule. Channels
/// behind those of x (a learned variance) are left out.
Denoiser denoiserOf(const NoiseSchedule& schedule, Predictor predict);

/// Goes down the grid: x from noise of standard deviation grid.initial to a photo. Deterministic.
/// x_next = x + (sigma_next - sigma) (x - D(x)) / sigma.
Result<at::Tensor> eulerSample(const Denoiser& denoise, const SigmaGrid& grid, at::Tensor x);
/// Heun's second-order step of Karras et al. 2022 (algorithm 1, no churn): Euler's, then the mean of the
/// slopes at both ends. `seen` gets x after every step.
Result<at::Tensor> heunSample(const Denoiser& denoise, const SigmaGrid& grid, at::Tensor x,
    const std::function<void(const at::Tensor&)>& seen = {});
/// DPM-Solver++ (2M) of Lu et al. 2022: x_next = r x + (1 - r) ((1 + q) D - q D_before) with r = sigma_next /
/// sigma and q = h / (2 h_before), h = ln(sigma / sigma_next); first order in the first and the last step.
Result<at::Tensor> dpmSolverSample(const Denoiser& denoise, const SigmaGrid& grid, at::Tensor x);

/// What a sampler of any kind needs.
struct SamplerTask {
    const NoiseSchedule& schedule;
    Predictor predict; ///< the network's whole output; throws or returns like the network
    std::function<at::Tensor(int number)>
        noise; ///< standard normal like the pictures; 0 = what it begins with
    int steps = 0;
};
using Sampler = Result<at::Tensor> (*)(const SamplerTask& task);
/// By name: "ddpm", "ddim", "euler", "dpm-solver++", "heun".
const std::map<std::string, Sampler>& samplers();
/// The one that suits a schedule if nobody chose: "heun" for noise levels, else "ddim"; and its usual steps.
std::string usualSampler(const NoiseSchedule& schedule);
int usualSteps(const std::string& sampler, const NoiseSchedule& schedule);

} // namespace minamo
