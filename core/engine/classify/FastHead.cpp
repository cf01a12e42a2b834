#include "engine/classify/FastHead.h"

#include "base/Random.h"
#include "engine/classify/ResNet.h"

#include <ATen/Parallel.h>
#include <torch/torch.h>

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

struct Kept {
    double accuracy = -2, loss = 0;
    int step = 0, hidden = 0;
    NamedTensors weights;
    void offer(double newAccuracy, double newLoss, int newStep, HeadNet& net, int hiddenUnits)
    {
        if (newAccuracy < accuracy || (newAccuracy == accuracy && newLoss >= loss && !weights.empty()))
            return;
        accuracy = newAccuracy;
        loss = newLoss;
        step = newStep;
        hidden = hiddenUnits;
        weights.clear();
        collectState(net, "", weights);
    }
};

} // namespace

Standardiser Standardiser::fit(const at::Tensor& trainRows)
{
    const auto wide = trainRows.to(at::kDouble);
    const auto mean = wide.mean(0);
    auto scale = (wide - mean).square().mean(0).sqrt();
    scale = at::where(scale <= 1e-9 * (1 + mean.abs()), at::ones_like(scale), scale);
    return { mean.to(at::kFloat), scale.to(at::kFloat) };
}

OneThread::OneThread() : m_before(at::get_num_threads())
{
    at::set_num_threads(1);
}

OneThread::~OneThread()
{
    at::set_num_threads(m_before);
}

Result<TrainOutcome> trainFastHead(const FoldData& fold, const at::Tensor& inputs, const FastOptions& options,
    const TrainWatch& watch, NamedTensors& weights)
{
    const OneThread oneThread;
    const auto batch = trainingBatch(fold, inputs);
    const Validation validation(fold, inputs);
    const int every = std::max(1, options.steps / std::max(1, options.evaluations));
    Kept kept;
    int done = 0;
    for (const int units : options.hidden) {
        HeadNet net(inputs.size(1), units, fold.classes);
        initialiseByName(net, mixKeys(fold.seed, 21));
        torch::optim::Adam adam(net.parameters(),
            torch::optim::AdamOptions(options.learningRate).weight_decay(options.weightDecay));
        for (int step = 1; step <= options.steps; ++step) {
            if (watch.cancelled())
                return cancelledError();
            adam.zero_grad();
            const auto loss
                = (at::cross_entropy_loss(net.forward(batch.inputs), batch.truth, {}, at::Reduction::None)
                    * batch.weights)
                      .sum();
            loss.backward();
            adam.step();
            ++done;
            if (step % every != 0 && step != options.steps)
                continue;
            const auto [accuracy, validationLoss] = validation.of(net);
            kept.offer(accuracy, validationLoss, step, net, units);
            watch.measured(done, loss.item<double>(), accuracy);
            watch.stepped(done);
        }
    }
    weights = std::move(kept.weights);
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
    const OneThread oneThread;
    auto x = inputs;
    if (weights.contains("hidden.weight"))
        x = at::relu(at::linear(x, weights.at("hidden.weight"), weights.at("hidden.bias")));
    return at::softmax(at::linear(x, weights.at("head.weight"), weights.at("head.bias")), 1);
}

} // namespace minamo
