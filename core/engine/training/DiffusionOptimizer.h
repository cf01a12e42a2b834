#pragma once
#include <ATen/core/Tensor.h>
#include <cstdint>
#include <vector>

namespace minamo {

/// AdamW (Loshchilov & Hutter 2019) with a gradient clip and a moving average of the weights, all state in
/// plain tensors so that it can be kept in safetensors and go on bit by bit:
///   m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2, w = w - lr (m' / (sqrt v' + eps) + decay w),
///   ema = d ema + (1 - d) w with d = min(emaDecay, (1 + step) / (10 + step)).
class DiffusionOptimizer {
public:
    struct Settings {
        double weightDecay = 0.01, emaDecay = 0.9995, clip = 1;
    };
    DiffusionOptimizer(std::vector<at::Tensor> parameters, const Settings& settings);

    /// One step with the gradients in place; clears them afterwards.
    void step(double learningRate);
    std::int64_t stepsDone() const { return m_steps; }
    void setStepsDone(std::int64_t steps);

    /// In the order of the parameters.
    const std::vector<at::Tensor>& parameters() const { return m_parameters; }
    const std::vector<at::Tensor>& means() const { return m_means; }
    const std::vector<at::Tensor>& squares() const { return m_squares; }
    const std::vector<at::Tensor>& averages() const { return m_averages; }
    double emaDecayAt(std::int64_t step) const;

private:
    Settings m_settings;
    std::vector<at::Tensor> m_parameters, m_means, m_squares, m_averages, m_counts;
    std::int64_t m_steps = 0;
};

} // namespace minamo
