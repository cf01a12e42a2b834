#include "engine/training/DiffusionOptimizer.h"

#include <algorithm>

namespace minamo {

DiffusionOptimizer::DiffusionOptimizer(std::vector<at::Tensor> parameters, const Settings& settings) :
    m_settings(settings), m_parameters(std::move(parameters))
{
    for (const at::Tensor& parameter : m_parameters) {
        m_means.push_back(at::zeros_like(parameter));
        m_squares.push_back(at::zeros_like(parameter));
        m_averages.push_back(parameter.detach().clone());
        m_counts.push_back(at::zeros({}, parameter.options().dtype(at::kFloat)));
    }
}

double DiffusionOptimizer::emaDecayAt(std::int64_t step) const
{
    return std::min(
        m_settings.emaDecay, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
}

void DiffusionOptimizer::setStepsDone(std::int64_t steps)
{
    m_steps = steps;
    for (at::Tensor& count : m_counts)
        count.fill_(static_cast<double>(steps));
}

void DiffusionOptimizer::step(double learningRate)
{
    const at::NoGradGuard noGradient;
    std::vector<at::Tensor> gradients;
    for (at::Tensor& parameter : m_parameters) {
        if (!parameter.grad().defined())
            parameter.mutable_grad() = at::zeros_like(parameter);
        gradients.push_back(parameter.grad());
    }
    const at::Tensor norm = at::norm(at::stack(at::_foreach_norm(gradients)));
    at::_foreach_mul_(gradients, at::clamp_max(m_settings.clip / (norm + 1e-6), 1.0));
    at::_foreach_add_(m_counts, 1);
    at::_fused_adamw_(m_parameters, gradients, m_means, m_squares, {}, m_counts, learningRate, 0.9, 0.999,
        m_settings.weightDecay, 1e-8, false, false);
    ++m_steps;
    at::_foreach_lerp_(m_averages, m_parameters, 1 - emaDecayAt(m_steps));
    for (at::Tensor& parameter : m_parameters)
        parameter.mutable_grad().reset();
}

} // namespace minamo
