#include "engine/classify/EncoderTraining.h"

#include "base/Random.h"
#include "engine/classify/PhotoBank.h"
#include "engine/device/Guarded.h"
#include "engine/training/AdamW.h"
#include "engine/training/Augment.h"

#include <torch/types.h>
#include <torch/utils.h>

namespace minamo {

namespace {

std::vector<int> photosOf(const FoldData& fold)
{
    auto rows = rowsOf(fold.train);
    const auto validation = rowsOf(fold.validation);
    rows.insert(rows.end(), validation.begin(), validation.end());
    return rows;
}

EncoderNet newNet(const FoldData& fold, const EncoderOptions& options, int side, bool augmentedHead)
{
    EncoderNet net(options.width, fold.classes, augmentedHead, side);
    initialiseByName(*net, mixKeys(fold.seed, 11));
    net->to(options.device);
    return net;
}

} // namespace

/// Nothing in a step waits for the GPU: numbers come back only when validation is due.
struct EncoderTraining::State {
    const FoldData& fold;
    PhotoBank photos;
    const FoldStyles* styles;
    EncoderOptions options;
    EncoderNet net;
    AdamW optimizer;
    std::vector<int> refreshes;
    StyleTable table; // in force; GUIDE only
    int step = 0; // steps done
    at::Tensor lossSum; // on the device
    int lossCount = 0;
    TrainOutcome best { .bestStep = 0, .validation = -2, .refreshes = {} };
    double mostRight = -2; // best validation so far
    NamedTensors bestWeights;

    State(const FoldData& data, const ImagePack& pack, const FoldStyles* domains,
        const EncoderOptions& wanted) :
        fold(data),
        photos(pack, photosOf(data), wanted.device), styles(domains), options(wanted),
        net(newNet(data, wanted, pack.size(), domains != nullptr)),
        optimizer(net->parameters(), wanted.weightDecay),
        lossSum(at::zeros({}, at::TensorOptions(wanted.device)))
    {
        if (styles)
            refreshes = refreshSteps(static_cast<std::int64_t>(rowsOf(fold.train).size()), options.steps);
    }

    at::Tensor augmentedPhotos(const std::vector<int>& rows, std::uint64_t draw) const
    {
        std::vector<std::uint64_t> keys;
        for (std::size_t i = 0; i < rows.size(); ++i)
            keys.push_back(mixKeys(mixKeys(fold.seed, fold.id(rows[i])), mixKeys(draw, i)));
        return augmented(photos.photos(rows), keys, AugmentOptions {});
    }

    at::Tensor truthOf(const std::vector<int>& rows) const
    {
        std::vector<std::int64_t> truth;
        for (const int row : rows)
            truth.push_back(fold.label(row));
        return torch::tensor(truth, at::TensorOptions(at::kLong)).to(options.device, true);
    }

    std::vector<int> domainsOf(const std::vector<int>& rows) const
    {
        std::vector<int> domains;
        for (const int row : rows)
            domains.push_back(styles->domainOfRow[static_cast<std::size_t>(row)]);
        return domains;
    }

    at::Tensor styleRows(const std::vector<int>& rows) const
    {
        return styles ? StyleTable::rowsFor(table.mapped, domainsOf(rows)).to(options.device, true)
                      : at::Tensor();
    }

    /// b_k: current encoder in eval mode over the training photos, through the random transform, 128 at a
    /// time.
    Result<void> refresh(const TrainWatch& watch)
    {
        const torch::NoGradGuard noGrad;
        net->eval();
        const auto rows = rowsOf(fold.train);
        std::vector<at::Tensor> parts;
        for (std::size_t from = 0; from < rows.size(); from += 128) {
            if (watch.cancelled())
                return cancelledError();
            const auto to = std::min(rows.size(), from + 128);
            const std::vector<int> part(
                rows.begin() + std::ptrdiff_t(from), rows.begin() + std::ptrdiff_t(to));
            const auto draw = (std::uint64_t(1) << 40) + (static_cast<std::uint64_t>(step) << 20) + from;
            parts.push_back(net->encoder(augmentedPhotos(part, draw)).to(at::kCPU));
        }
        const auto count = static_cast<int>(styles->centroids.rows());
        table = StyleTable::fit(styles->centroids, domainMeans(at::cat(parts), domainsOf(rows), count));
        net->train();
        return {};
    }

    Result<void> trainStep(const TrainWatch& watch)
    {
        if (std::binary_search(refreshes.begin(), refreshes.end(), step))
            MINAMO_DO(refresh(watch));
        net->train();
        const auto rows = drawMiniBatch(fold.train, options.batch, mixKeys(fold.seed, 13), step);
        const auto logits = net(augmentedPhotos(rows, static_cast<std::uint64_t>(step)), styleRows(rows));
        const auto loss = at::cross_entropy_loss(
            logits, truthOf(rows), {}, at::Reduction::Mean, -100, options.labelSmoothing);
        loss.backward();
        const auto warmUp = std::min(options.warmUp, options.steps / 10);
        optimizer.step(options.learningRate * cosineFactor(step, options.steps, warmUp));
        lossSum += loss.detach();
        ++lossCount;
        ++step;
        return {};
    }

    /// Plain photos (DomainBed augments them here): the choice shall not depend on luck.
    Result<double> validate(const TrainWatch& watch)
    {
        const torch::NoGradGuard noGrad;
        net->eval();
        double sum = 0;
        int environments = 0;
        for (const auto& environment : fold.validation) {
            auto right = at::zeros({}, at::TensorOptions(at::kLong).device(options.device));
            for (std::size_t from = 0; from < environment.rows.size(); from += 128) {
                if (watch.cancelled())
                    return cancelledError();
                const auto to = std::min(environment.rows.size(), from + 128);
                const std::vector<int> part(environment.rows.begin() + std::ptrdiff_t(from),
                    environment.rows.begin() + std::ptrdiff_t(to));
                const auto logits = net(normalised(photos.photos(part)), styleRows(part));
                right += logits.argmax(1).eq(truthOf(part)).sum();
            }
            if (!environment.rows.empty()) {
                sum += static_cast<double>(right.item<std::int64_t>())
                    / static_cast<double>(environment.rows.size());
                ++environments;
            }
        }
        return environments ? sum / environments : -1;
    }

    Result<void> evaluate(const TrainWatch& watch)
    {
        MINAMO_TRY(const double validation, validate(watch));
        watch.measured(step, lossSum.item<double>() / std::max(1, lossCount), validation);
        lossSum.zero_();
        lossCount = 0;
        mostRight = std::max(mostRight, validation);
        if (validation < mostRight - standardError(mostRight))
            return {};
        best.validation = validation;
        best.bestStep = step;
        bestWeights.clear();
        collectState(*net, "", bestWeights);
        if (styles)
            collectStyles(table, "guide.", bestWeights);
        return {};
    }

    Result<void> save(const Path& file)
    {
        Checkpoint checkpoint;
        collectState(*net, "net.", checkpoint.tensors);
        optimizer.collect("adam.", checkpoint.tensors);
        if (styles)
            collectStyles(table, "table.", checkpoint.tensors);
        for (const auto& [name, tensor] : bestWeights)
            checkpoint.tensors["best." + name] = tensor;
        checkpoint.tensors["best_validation"] = torch::tensor({ best.validation, mostRight }, at::kDouble);
        checkpoint.metadata
            = { { "step", std::to_string(step) }, { "best_step", std::to_string(best.bestStep) } };
        return writeCheckpoint(file, checkpoint);
    }

    Result<void> load(const Path& file)
    {
        MINAMO_TRY(auto checkpoint, readCheckpoint(file));
        MINAMO_DO(restoreState(*net, "net.", checkpoint.tensors));
        MINAMO_DO(optimizer.restore("adam.", checkpoint.tensors));
        if (styles) {
            MINAMO_TRY(table, restoreStyles("table.", checkpoint.tensors));
        }
        for (const auto& [name, tensor] : checkpoint.tensors)
            if (name.starts_with("best."))
                bestWeights[name.substr(5)] = tensor;
        const at::Tensor validation = checkpoint.tensors["best_validation"];
        if (!validation.defined() || validation.numel() != 2)
            return fail("checkpoint.missing-tensor", { { "name", "best_validation" } });
        best.validation = validation[0].item<double>();
        mostRight = validation[1].item<double>();
        MINAMO_TRY(step, checkpoint.count("step"));
        MINAMO_TRY(best.bestStep, checkpoint.count("best_step"));
        return {};
    }

    /// Along a falling rate later is better as far as validation can tell: it is small, and the best of many
    /// looks is luck.
    double standardError(double share) const
    {
        const auto photos = static_cast<double>(rowsOf(fold.validation).size());
        return photos > 0 ? std::sqrt(std::max(0.0, share * (1 - share)) / photos) : 0;
    }

    int evaluateEvery() const { return std::max(1, options.steps / std::max(1, options.evaluations)); }
};

EncoderTraining::EncoderTraining(
    const FoldData& fold, const ImagePack& photos, const FoldStyles* styles, const EncoderOptions& options) :
    m_state(std::make_unique<State>(fold, photos, styles, options))
{
}

EncoderTraining::~EncoderTraining() = default;

const NamedTensors& EncoderTraining::weights() const
{
    return m_state->bestWeights;
}

Result<TrainOutcome> EncoderTraining::run(const Path& checkpoint, const TrainWatch& watch)
{
    auto& s = *m_state;
    if (std::filesystem::exists(checkpoint))
        MINAMO_DO(s.load(checkpoint));
    watch.stepped(s.step);
    while (s.step < s.options.steps) {
        if (watch.cancelled())
            return cancelledError();
        MINAMO_DO(guarded(s.options.device.str(), [&]() -> Result<void> {
            MINAMO_DO(s.trainStep(watch));
            const bool due = s.step % s.evaluateEvery() == 0 || s.step == s.options.steps;
            if (!due)
                return {};
            MINAMO_DO(s.evaluate(watch));
            return s.save(checkpoint);
        }));
        watch.stepped(s.step);
    }
    s.best.steps = s.step;
    s.best.refreshes = s.refreshes;
    return s.best;
}

} // namespace minamo
