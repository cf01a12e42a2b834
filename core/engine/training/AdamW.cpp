#include "engine/training/AdamW.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <cmath>
#include <numbers>

namespace minamo {

AdamW::AdamW(const std::vector<at::Tensor>& parameters, double weightDecay) :
    m_groups { { "decayed.", weightDecay }, { "plain.", 0 } }
{
    for (const auto& parameter : parameters) {
        auto& group = m_groups[parameter.dim() >= 2 ? 0 : 1];
        group.parameters.push_back(parameter);
        group.means.push_back(at::zeros_like(parameter));
        group.squares.push_back(at::zeros_like(parameter));
        group.steps.push_back(at::zeros({}, parameter.options().dtype(at::kFloat)));
    }
}

void AdamW::step(double learningRate)
{
    const at::NoGradGuard noGradient;
    for (auto& group : m_groups) {
        std::vector<at::Tensor> gradients;
        for (auto& parameter : group.parameters)
            gradients.push_back(parameter.grad().defined() ? parameter.grad() : at::zeros_like(parameter));
        if (gradients.empty())
            continue;
        at::_foreach_add_(group.steps, 1);
        at::_fused_adamw_(group.parameters, gradients, group.means, group.squares, {}, group.steps,
            learningRate, 0.9, 0.999, group.weightDecay, 1e-8, false, false);
        for (auto& parameter : group.parameters)
            parameter.mutable_grad().reset();
    }
}

void AdamW::collect(const std::string& prefix, NamedTensors& into) const
{
    for (const auto& group : m_groups)
        for (std::size_t i = 0; i < group.parameters.size(); ++i) {
            const auto name = prefix + group.name + std::to_string(i);
            into[name + ".mean"] = group.means[i].clone();
            into[name + ".square"] = group.squares[i].clone();
            into[name + ".steps"] = group.steps[i].clone();
        }
}

Result<void> AdamW::restore(const std::string& prefix, const NamedTensors& from)
{
    for (auto& group : m_groups)
        for (std::size_t i = 0; i < group.parameters.size(); ++i) {
            const auto name = prefix + group.name + std::to_string(i);
            MINAMO_DO(copyTensor(group.means[i], name + ".mean", from));
            MINAMO_DO(copyTensor(group.squares[i], name + ".square", from));
            MINAMO_DO(copyTensor(group.steps[i], name + ".steps", from));
        }
    return {};
}

double cosineFactor(int step, int steps, int warmUp)
{
    if (step < warmUp)
        return (step + 1.0) / warmUp;
    const double share = static_cast<double>(step - warmUp) / std::max(1, steps - warmUp);
    return 0.5 * (1 + std::cos(std::numbers::pi * share));
}

} // namespace minamo
