#pragma once
#include "base/Result.h"

#include <ATen/core/Tensor.h>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// What a network's output means: the noise e, the clean photo x0, or v = sqrt(abar) e - sqrt(1 - abar) x0.
enum class PredictionType { epsilon, sample, vPrediction };

/// Settings of DDPMScheduler / DDIMScheduler as in scheduler_config.json. Only the first seven matter for
/// features.
struct ScheduleSettings {
    int numTrainTimesteps = 1000;
    double betaStart = 0.0001, betaEnd = 0.02;
    std::string betaSchedule
        = "linear"; ///< "linear", "scaled_linear", "squaredcos_cap_v2", "sigmoid", "laplace"
    std::vector<double> trainedBetas;
    /// Noise levels > 0 of the timesteps of a network that is told noise levels; empty: it is told timesteps.
    std::vector<double> noiseLevels;
    bool rescaleBetasZeroSnr = false;
    PredictionType prediction = PredictionType::epsilon;
    bool clipSample = true;
    double clipSampleRange = 1;
    std::string varianceType
        = "fixed_small"; ///< of DDPM's step: "fixed_small", "fixed_large", "learned_range" ...
    std::string timestepSpacing = "leading"; ///< "leading", "linspace", "trailing"
    int stepsOffset = 0;
    bool setAlphaToOne = true; ///< DDIM: abar before the first step is 1
    std::string className; ///< "" if no schedule was given: the defaults of DDPM

    /// Unknown keys are ignored: sampling options of other schedulers do not change the noise.
    /// Errors: "model.bad-schedule" {key, value}.
    static Result<ScheduleSettings> fromJson(const Json& config);
};

/// x_t = sqrt(abar_t) x0 + sqrt(1 - abar_t) e with abar = cumprod(1 - beta), all in fp32 as diffusers
/// computes it; for noise levels x_t = x0 + sigma_t e.
class NoiseSchedule {
public:
    /// Errors: "model.bad-schedule".
    static Result<NoiseSchedule> make(const ScheduleSettings& settings);

    const ScheduleSettings& settings() const { return m_settings; }
    int steps() const;
    bool hasNoiseLevels() const { return !m_settings.noiseLevels.empty(); }
    const std::vector<float>& betas() const { return m_betas; }
    const std::vector<float>& alphasCumprod() const { return m_alphasCumprod; }
    float alphaCumprod(int timestep) const { return m_alphasCumprod[static_cast<std::size_t>(timestep)]; }
    /// What the network is told of these timesteps: the numbers themselves, or their noise levels (fp32).
    at::Tensor told(const at::Tensor& timesteps) const;
    /// Noise level sqrt((1 - abar) / abar): what timesteps of different schedules are compared by.
    double sigma(int timestep) const;

    /// x0 and noise [B,...] fp32, timesteps int64 [B] (or [1] for all) on any device.
    at::Tensor addNoise(const at::Tensor& x0, const at::Tensor& noise, const at::Tensor& timesteps) const;
    /// v = sqrt(abar) e - sqrt(1 - abar) x0.
    at::Tensor velocity(const at::Tensor& x0, const at::Tensor& noise, const at::Tensor& timesteps) const;
    /// The clean photo that an output of this prediction type means; not clipped.
    at::Tensor predictedX0(const at::Tensor& output, const at::Tensor& x, const at::Tensor& timesteps,
        PredictionType type) const;
    at::Tensor predictedX0(const at::Tensor& output, const at::Tensor& x, const at::Tensor& timesteps) const;
    /// The noise that such an output means.
    at::Tensor predictedNoise(const at::Tensor& output, const at::Tensor& x, const at::Tensor& timesteps,
        PredictionType type) const;

private:
    struct Roots {
        at::Tensor signal, noise;
    };
    Roots roots(const at::Tensor& timesteps, const at::Tensor& like) const;
    ScheduleSettings m_settings;
    std::vector<float> m_betas, m_alphasCumprod;
    at::Tensor m_table; ///< abar, or noise levels
};

} // namespace minamo
