#pragma once
#include "engine/models/UNet2DModel.h"
#include "engine/training/Checkpoint.h"
#include "engine/training/DiffusionOptimizer.h"
#include "stages/TrainDiffusionOptions.h"

#include <functional>

namespace minamo {

/// abar_t = prod_{s <= t} (1 - beta_s) of DDPM's linear betas (1e-4 to 0.02, 1000 steps), float32.
at::Tensor linearAlphasCumprod();

/// The network these options describe. Errors: "diffusion.bad-shape" {reason}.
Result<UNet2DConfig> diffusionConfig(const TrainDiffusionOptions& options);

/// Learns to predict the noise (Ho et al. 2020): minimises |e - f(sqrt(abar_t) x0 + sqrt(1 - abar_t) e,
/// t)|^2. Every random number of a step depends on (seed, step) alone, so that a resumed run equals an
/// unbroken one.
class DiffusionTrainer {
public:
    DiffusionTrainer(
        const TrainDiffusionOptions& options, const UNet2DConfig& config, const at::Device& device);

    /// One step on a random batch of `pictures` (uint8 [N, 3, S, S] on the device); the loss stays on the
    /// device.
    at::Tensor step(const at::Tensor& pictures);
    std::int64_t stepsDone() const { return m_optimizer.stepsDone(); }
    /// Warm-up, then a cosine down to finalRate; `step` counts from 0.
    double learningRateAt(std::int64_t step) const;

    /// Weights, moving average and optimiser as model.*, ema.*, optim.mean.* and optim.square.*.
    Checkpoint checkpoint() const;
    /// Errors: "checkpoint.missing-tensor", "checkpoint.wrong-shape" {name}.
    Result<void> restore(const Checkpoint& checkpoint);

    UNet2DModel& network() { return *m_network; }
    const DiffusionOptimizer& optimizer() const { return m_optimizer; }
    /// A copy of the network with the averaged weights, ready for inference.
    std::shared_ptr<UNet2DModel> averaged() const;

private:
    at::Tensor loss(const at::Tensor& pictures);
    void pullGradients();

    TrainDiffusionOptions m_options;
    UNet2DConfig m_config;
    at::Device m_device;
    std::shared_ptr<UNet2DModel> m_network;
    std::shared_ptr<UNet2DModel> m_half; ///< on a GPU: its bf16 copy, which does the work of each step
    std::vector<std::string> m_names; ///< of the optimiser's parameters
    DiffusionOptimizer m_optimizer;
    at::Tensor m_alphas; ///< abar on the device
};

/// Pictures from noise by DDIM (Song et al. 2021), eta 0, x0 clipped to [-1, 1]: [count, 3, side, side];
/// undefined once `stop` (heard every few pictures) says so.
at::Tensor sampleDdim(UNet2DModel& network, int count, int side, int steps, std::uint64_t seed,
    const std::function<bool()>& stop = {});

} // namespace minamo
