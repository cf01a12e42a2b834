#include "engine/stages/LinearProbe.h"

#include <ATen/ATen.h>
#include <deque>

namespace minamo {
namespace {

/// Objective and gradient at W | b, laid out as [classes, D + 1].
struct Objective {
    const at::Tensor& rows; // [N, D + 1], last column 1
    const at::Tensor& labels;
    at::Tensor target; // one-hot
    double strength;

    double operator()(const at::Tensor& point, at::Tensor& gradient) const
    {
        const auto scores = rows.mm(point.t());
        const auto logs = scores - scores.logsumexp({ 1 }, true);
        const auto penalised = point.narrow(1, 0, point.size(1) - 1);
        gradient = strength * (logs.exp() - target).t().mm(rows);
        gradient.narrow(1, 0, point.size(1) - 1).add_(penalised);
        return 0.5 * penalised.square().sum().item<double>()
            - strength * logs.gather(1, labels.unsqueeze(1)).sum().item<double>();
    }
};

double innerProduct(const at::Tensor& a, const at::Tensor& b)
{
    return (a * b).sum().item<double>();
}

/// The last steps and gradient changes; gives the quasi-Newton direction (two-loop recursion, Nocedal 1980).
class Memory {
public:
    void add(const at::Tensor& step, const at::Tensor& change)
    {
        const double curvature = innerProduct(step, change);
        if (curvature <= 1e-12 * innerProduct(change, change))
            return;
        m_pairs.push_back({ step, change, 1 / curvature });
        if (m_pairs.size() > 12)
            m_pairs.pop_front();
    }
    at::Tensor direction(const at::Tensor& gradient) const
    {
        auto q = gradient.clone();
        std::vector<double> alphas(m_pairs.size());
        for (std::size_t i = m_pairs.size(); i-- > 0;) {
            alphas[i] = m_pairs[i].rho * innerProduct(m_pairs[i].step, q);
            q -= alphas[i] * m_pairs[i].change;
        }
        if (!m_pairs.empty())
            q *= 1 / (m_pairs.back().rho * innerProduct(m_pairs.back().change, m_pairs.back().change));
        for (std::size_t i = 0; i < m_pairs.size(); ++i)
            q += m_pairs[i].step * (alphas[i] - m_pairs[i].rho * innerProduct(m_pairs[i].change, q));
        return -q;
    }

private:
    struct Pair {
        at::Tensor step, change;
        double rho;
    };
    std::deque<Pair> m_pairs;
};

/// Halves the step until the value falls enough (Armijo). False if it does not: the point is the minimum to
/// rounding.
bool lineSearch(const Objective& objective, const at::Tensor& direction, double slope, double first,
    at::Tensor& point, at::Tensor& gradient, double& value)
{
    double length = first;
    for (int halving = 0; halving < 40; ++halving, length /= 2) {
        at::Tensor nextGradient;
        const auto next = point + length * direction;
        const double nextValue = objective(next, nextGradient);
        if (nextValue <= value + 1e-4 * length * slope) {
            point = next;
            gradient = nextGradient;
            value = nextValue;
            return true;
        }
    }
    return false;
}

} // namespace

LinearProbe fitLinearProbe(const at::Tensor& features, const at::Tensor& labels, std::int64_t classes,
    const LinearProbeOptions& options)
{
    const at::NoGradGuard guard;
    const auto rows = at::cat({ features, at::ones({ features.size(0), 1 }, features.options()) }, 1);
    const Objective objective { rows, labels, at::one_hot(labels, classes).to(rows.scalar_type()),
        options.strength };
    auto point = at::zeros({ classes, rows.size(1) }, rows.options());
    at::Tensor gradient;
    LinearProbe probe;
    double value = objective(point, gradient);
    Memory memory;
    for (; probe.iterations < options.iterations && !(options.stop && options.stop()); ++probe.iterations) {
        const double steepest = gradient.abs().max().item<double>();
        probe.converged = steepest <= options.tolerance;
        if (probe.converged)
            break;
        const auto direction = memory.direction(gradient);
        const auto before = point, gradientBefore = gradient;
        const double first = probe.iterations == 0 ? std::min(1.0, 1 / gradient.norm().item<double>()) : 1;
        if (!lineSearch(
                objective, direction, innerProduct(gradient, direction), first, point, gradient, value)) {
            probe.converged = true;
            break;
        }
        memory.add(point - before, gradient - gradientBefore);
    }
    probe.weights = point.narrow(1, 0, point.size(1) - 1).clone();
    probe.bias = point.select(1, point.size(1) - 1).clone();
    probe.objective = value;
    return probe;
}

at::Tensor probeScores(const LinearProbe& probe, const at::Tensor& features)
{
    const at::NoGradGuard guard;
    return features.mm(probe.weights.t()) + probe.bias;
}

} // namespace minamo
