#pragma once
#include "engine/diffusion/NoiseSchedule.h"

#include <functional>

namespace minamo {

struct StepResult {
    at::Tensor previous; ///< x at the next smaller timestep
    at::Tensor x0; ///< predicted clean photo (clipped if the schedule says so)
};

/// One reverse step of DDPM from t to s = `previous` (-1: to the clean photo), usually t - 1:
/// x_s = c0 x0 + c1 x_t + sigma z, c0 = sqrt(abar_s) (1 - a) / (1 - abar_t),
/// c1 = sqrt(a) (1 - abar_s) / (1 - abar_t), a = abar_t / abar_s. With a learned variance `output` has twice
/// the channels. `noise` is z; not used at t = 0. Errors: "model.bad-schedule" for an unknown variance_type.
Result<StepResult> ddpmStep(const NoiseSchedule& schedule, const at::Tensor& output, int timestep,
    const at::Tensor& x, const at::Tensor& noise, int previous);
inline Result<StepResult> ddpmStep(const NoiseSchedule& schedule, const at::Tensor& output, int timestep,
    const at::Tensor& x, const at::Tensor& noise)
{
    return ddpmStep(schedule, output, timestep, x, noise, timestep - 1);
}

/// The `count` timesteps DDIM visits, from noisy to clean. Errors: "model.bad-schedule" for an unknown
/// spacing.
Result<std::vector<int>> ddimTimesteps(const NoiseSchedule& schedule, int count);

/// One deterministic DDIM step (eta 0) of `count` steps:
/// x_prev = sqrt(abar_prev) x0 + sqrt(1 - abar_prev) e.
StepResult ddimStep(
    const NoiseSchedule& schedule, const at::Tensor& output, int timestep, int count, const at::Tensor& x);

/// Photos from noise with DDIM: calls `predict(x, timesteps [B])` count times, starting at `noise`.
using Predictor = std::function<at::Tensor(const at::Tensor& x, const at::Tensor& timesteps)>;
Result<at::Tensor> ddimSample(
    const NoiseSchedule& schedule, const Predictor& predict, at::Tensor noise, int count);

} // namespace minamo
