#include "engine/classify/FastHead.h"

#include "base/Random.h"
#include "engine/classify/ResNet.h"
#include "engine/device/SerialKernels.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>
#include <torch/utils.h>

namespace minamo {
namespace {

/// Linear -> classes, or Linear -> ReLU -> Linear -> classes.
struct HeadNet : torch::nn::Module {
    HeadNet(std::int64_t inputs, int hiddenUnits, int classes)
    {
        if (hiddenUnits > 0)
            hidden = register_module("hidden", torch::nn::Linear(inputs, hiddenUnits));
        head = register_module("head", torch::nn::Linear(hiddenUnits > 0 ? hiddenUnits : inputs, classes));
    }
    at::Tensor forward(const at::Tensor& x) { return head(hidden ? at::relu(hidden(x)) : x); }
    torch::nn::Linear hidden { nullptr }, head { nullptr };
};

at::Tensor rowsIndex(const std::vector<int>& rows)
{
    const std::vector<std::int64_t> wide(rows.begin(), rows.end());
    return torch::tensor(wide, at::TensorOptions(at::kLong));
}

/// Everything the optimiser sees, gathered once.
struct Batch {
    at::Tensor inputs, truth, weights;
};

Batch trainingBatch(const FoldData& fold, const at::Tensor& inputs)
{
    std::vector<std::int64_t> truth;
    std::vector<float> weights;
    int environments = 0;
    for (const auto& environment : fold.train)
        environments += !environment.rows.empty();
    for (const auto& environment : fold.train)
        for (const int row : environment.rows) {
            truth.push_back(fold.label(row));
            weights.push_back(
                1.0F / static_cast<float>(environment.rows.size()) / static_cast<float>(environments));
        }
    return { inputs.index_select(0, rowsIndex(rowsOf(fold.train))),
        torch::tensor(truth, at::TensorOptions(at::kLong)), torch::tensor(weights) };
}

/// Accuracy (mean over environments) and loss on validation; {-1, 0} if there is none.
struct Validation {
    struct Part {
        at::Tensor inputs, truth;
    };
    std::vector<Part> parts;

    Validation(const FoldData& fold, const at::Tensor& inputs)
    {
        for (const auto& environment : fold.validation) {
            std::vector<std::int64_t> truth;
            for (const int row : environment.rows)
                truth.push_back(fold.label(row));
            if (!truth.empty())
                parts.push_back({ inputs.index_select(0, rowsIndex(environment.rows)),
                    torch::tensor(truth, at::TensorOptions(at::kLong)) });
        }
    }
    std::pair<double, double> of(HeadNet& net) const
    {
        const torch::NoGradGuard noGrad;
        double accuracy = 0, loss = 0;
        for (const auto& part : parts) {
            const auto logits = net.forward(part.inputs);
            accuracy += logits.argmax(1).eq(part.truth).to(at::kDouble).mean().item<double>();
            loss += at::cross_entropy_loss(logits, part.truth).item<double>();
        }
        const auto count = static_cast<double>(parts.size());
        return parts.empty() ? std::pair { -1.0, 0.0 } : std::pair { accuracy / count, loss / count };
    }
};

/// One head at the end of one decay.
struct Candidate {
    double accuracy = 0, loss = 0;
    int step = 0, hidden = 0;
    NamedTensors weights;
};

double halfCosine(int step, int steps)
{
    return 0.5 * (1 + std::cos(std::numbers::pi * step / steps));
}

/// Trains one head along the decays.
class HeadPath {
public:
    HeadPath(const FoldData& fold, const at::Tensor& inputs, int hidden, const FastOptions& options) :
        m_net(inputs.size(1), hidden, fold.classes), m_hidden(hidden), m_options(options)
    {
        initialiseByName(m_net, mixKeys(fold.seed, 21));
    }

    Result<void> run(const Batch& batch, const Validation& validation, const TrainWatch& watch, int before,
        std::vector<Candidate>& candidates)
    {
        const auto decays = static_cast<int>(m_options.weightDecays.size());
        const int every = std::max(1, m_options.steps / std::max(1, m_options.evaluations));
        for (int i = 0, step = 0; i < decays; ++i) {
            const int from = step, to = m_options.steps * (i + 1) / decays;
            auto adam = optimizer(m_options.weightDecays[std::size_t(i)]);
            while (step < to) {
                if (watch.cancelled())
                    return cancelledError();
                for (auto& group : adam.param_groups())
                    group.options().set_lr(m_options.learningRate * halfCosine(step - from, to - from));
                const double loss = trainStep(adam, batch);
                if (++step % every == 0 || step == m_options.steps)
                    tell(watch, before + step, loss, validation.of(m_net).first);
            }
            keep(validation, step, candidates);
        }
        return {};
    }

private:
    /// Weights are decayed, biases are not: they hold how frequent each class is.
    torch::optim::Adam optimizer(double decay)
    {
        std::vector<at::Tensor> weights, biases;
        for (const auto& parameter : m_net.parameters())
            (parameter.dim() > 1 ? weights : biases).push_back(parameter);
        torch::optim::Adam adam(
            weights, torch::optim::AdamOptions(m_options.learningRate).weight_decay(decay));
        adam.add_param_group(torch::optim::OptimizerParamGroup(
            biases, std::make_unique<torch::optim::AdamOptions>(m_options.learningRate)));
        return adam;
    }

    double trainStep(torch::optim::Adam& adam, const Batch& batch)
    {
        adam.zero_grad();
        const auto losses
            = at::cross_entropy_loss(m_net.forward(batch.inputs), batch.truth, {}, at::Reduction::None);
        const auto loss = (losses * batch.weights).sum();
        loss.backward();
        adam.step();
        return loss.item<double>();
    }

    static void tell(const TrainWatch& watch, int step, double loss, double accuracy)
    {
        watch.measured(step, loss, accuracy);
        watch.stepped(step);
    }

    void keep(const Validation& validation, int step, std::vector<Candidate>& candidates)
    {
        const auto [accuracy, loss] = validation.of(m_net);
        candidates.push_back({ accuracy, loss, step, m_hidden, {} });
        collectState(m_net, "", candidates.back().weights);
    }

    HeadNet m_net;
    int m_hidden;
    const FastOptions& m_options;
};

Result<std::vector<Candidate>> allPaths(
    const FoldData& fold, const at::Tensor& inputs, const FastOptions& options, const TrainWatch& watch)
{
    const auto batch = trainingBatch(fold, inputs);
    const Validation validation(fold, inputs);
    std::vector<Candidate> candidates;
    int done = 0;
    for (const int units : options.hidden) {
        HeadPath path(fold, inputs, units, options);
        MINAMO_DO(path.run(batch, validation, watch, done, candidates));
        done += options.steps;
    }
    return candidates;
}

/// Every other training environment is unseen, then the rest: validation is all their rows.
std::vector<FoldData> innerFolds(const FoldData& fold)
{
    std::vector<FoldData> folds(2, fold);
    for (std::size_t side = 0; side < folds.size(); ++side) {
        folds[side].train.clear();
        folds[side].validation.clear();
        for (std::size_t i = 0; i < fold.train.size(); ++i) {
            auto environment = fold.train[i];
            if (i % 2 == side) {
                folds[side].train.push_back(std::move(environment));
                continue;
            }
            if (i < fold.validation.size())
                environment.rows.insert(
                    environment.rows.end(), fold.validation[i].rows.begin(), fold.validation[i].rows.end());
            folds[side].validation.push_back(std::move(environment));
        }
    }
    return folds;
}

/// What every candidate is chosen by: accuracy on validation, plus that on environments it did not see.
Result<std::vector<double>> worthOf(const std::vector<Candidate>& candidates, const FoldData& fold,
    const at::Tensor& inputs, const FastOptions& options, const TrainWatch& watch)
{
    std::vector<double> worth;
    for (const auto& candidate : candidates)
        worth.push_back(candidate.accuracy);
    if (candidates.size() < 2 || fold.train.size() < 2)
        return worth;
    const auto folds = innerFolds(fold);
    TrainWatch quiet;
    quiet.cancelled = watch.cancelled;
    for (const auto& inner : folds) {
        MINAMO_TRY(const auto found, allPaths(inner, inputs, options, quiet));
        for (std::size_t i = 0; i < found.size(); ++i)
            worth[i] += found[i].accuracy / static_cast<double>(folds.size());
    }
    return worth;
}

} // namespace

Standardiser Standardiser::fit(const at::Tensor& trainRows)
{
    const auto wide = trainRows.to(at::kDouble);
    const auto mean = wide.mean(0);
    auto scale = (wide - mean).square().mean(0).sqrt();
    scale = at::where(scale <= 1e-9 * (1 + mean.abs()), at::ones_like(scale), scale);
    return { mean.to(at::kFloat), scale.to(at::kFloat) };
}

Result<TrainOutcome> trainFastHead(const FoldData& fold, const at::Tensor& inputs, const FastOptions& options,
    const TrainWatch& watch, NamedTensors& weights)
{
    const SerialKernels serial;
    MINAMO_TRY(const auto candidates, allPaths(fold, inputs, options, watch));
    MINAMO_TRY(const auto worth, worthOf(candidates, fold, inputs, options, watch));
    const auto& kept = candidates[std::size_t(std::max_element(worth.begin(), worth.end()) - worth.begin())];
    weights = kept.weights;
    return TrainOutcome { .steps = options.steps,
        .bestStep = kept.step,
        .validation = kept.accuracy,
        .validationLoss = kept.loss,
        .refreshes = {},
        .hidden = kept.hidden };
}

at::Tensor fastProbabilities(const NamedTensors& weights, const at::Tensor& inputs)
{
    const torch::NoGradGuard noGrad;
    const SerialKernels serial;
    auto x = inputs;
    if (weights.contains("hidden.weight"))
        x = at::relu(at::linear(x, weights.at("hidden.weight"), weights.at("hidden.bias")));
    return at::softmax(at::linear(x, weights.at("head.weight"), weights.at("head.bias")), 1);
}

} // namespace minamo
