// Encoder (ERM) against a linear probe on raw pixels, on the synthetic plant: every plant held out once.
// train_on_plant [SEEDS] [COUNT] [STEPS] [BATCH] [WIDTH] [SEVERITY] [RATE]; prints one line per seed and the
// medians.
#include "base/Random.h"
#include "data/ImagePack.h"
#include "data/Splits.h"
#include "data/factory/Factory.h"
#include "engine/classify/EncoderTraining.h"
#include "engine/classify/FastHead.h"
#include "engine/training/Augment.h"

#include <QTemporaryDir>
#include <chrono>
#include <cstdio>
#include <map>
#include <torch/torch.h>

using namespace minamo;

namespace {

constexpr int side = 64;

/// Area average of interleaved RGB to a planar square of `side` px.
void shrink(const PlantPhoto& photo, std::uint8_t* out)
{
    const double step = double(photo.width) / side;
    const auto weight
        = [](int i, double low, double high) { return std::min(i + 1.0, high) - std::max(double(i), low); };
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x) {
            double sum[3] = {}, total = 0;
            for (int v = int(y * step); v < (y + 1) * step && v < photo.height; ++v)
                for (int u = int(x * step); u < (x + 1) * step && u < photo.width; ++u) {
                    const double w
                        = weight(v, y * step, (y + 1) * step) * weight(u, x * step, (x + 1) * step);
                    for (int c = 0; c < 3; ++c)
                        sum[c] += w * photo.pixels[std::size_t((v * photo.width + u) * 3 + c)];
                    total += w;
                }
            for (int c = 0; c < 3; ++c)
                out[(c * side + y) * side + x] = std::uint8_t(std::lround(sum[c] / total));
        }
}

int codeOf(Category& column, const std::string& value)
{
    const auto found = std::find(column.values.begin(), column.values.end(), value);
    if (found != column.values.end())
        return int(found - column.values.begin());
    column.values.push_back(value);
    return int(column.values.size()) - 1;
}

Dataset plant(const PlantSettings& settings, const Path& folder)
{
    Dataset dataset;
    std::vector<std::uint8_t> pixels(std::size_t(settings.count) * 3 * side * side);
    for (int i = 0; i < settings.count; ++i) {
        const auto photo = renderPlantPhoto(settings, i);
        shrink(photo, pixels.data() + std::size_t(i) * 3 * side * side);
        dataset.ids.push_back(mixKeys(settings.seed, std::uint64_t(i)));
        dataset.label.codes.push_back(codeOf(dataset.label, photo.truth.label));
        dataset.environment.codes.push_back(codeOf(dataset.environment, photo.truth.environment));
        dataset.group.codes.push_back(codeOf(dataset.group, photo.truth.group));
    }
    dataset.contents = dataset.ids;
    const auto written = writeSafetensors(folder / "pixels.safetensors",
        { tensorOf("pixels", DType::u8, pixels, { settings.count, 3, side, side }) });
    if (!written)
        std::exit(1);
    return dataset;
}

std::vector<EnvironmentRows> byPlant(const Dataset& dataset, const std::vector<int>& rows)
{
    std::map<int, EnvironmentRows> found;
    for (const int row : rows) {
        const int code = dataset.environment.codes[std::size_t(row)];
        found[code].name = dataset.environment.values[std::size_t(code)];
        found[code].rows.push_back(row);
    }
    std::vector<EnvironmentRows> result;
    for (auto& [code, rowsOfPlant] : found)
        result.push_back(std::move(rowsOfPlant));
    return result;
}

double rightShare(const at::Tensor& probabilities, const FoldData& fold, const std::vector<int>& rows)
{
    const auto found = probabilities.argmax(1);
    int right = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
        right += found[std::int64_t(i)].item<int>() == fold.label(rows[i]);
    return double(right) / double(rows.size());
}

at::Tensor at(const std::vector<int>& rows)
{
    return torch::tensor(std::vector<std::int64_t>(rows.begin(), rows.end()));
}

/// The best of three strengths of regularisation, by validation.
double pixelProbe(const FoldData& fold, const at::Tensor& pixels, const std::vector<int>& test)
{
    const auto standard = Standardiser::fit(pixels.index_select(0, at(rowsOf(fold.train))));
    const auto inputs = standard.apply(pixels);
    double best = -1, accuracy = 0;
    for (const double decay : { 1e-3, 1e-1, 1.0 }) {
        NamedTensors weights;
        const FastOptions options {
            .steps = 150, .learningRate = 1e-3, .weightDecay = decay, .evaluations = 15, .hidden = { 0 }
        };
        const auto outcome = trainFastHead(fold, inputs, options, {}, weights);
        if (outcome->validation <= best)
            continue;
        best = outcome->validation;
        accuracy = rightShare(fastProbabilities(weights, inputs.index_select(0, at(test))), fold, test);
    }
    return accuracy;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

} // namespace

int main(int argc, char** argv)
{
    const auto argument = [&](int i, double fallback) { return argc > i ? std::atof(argv[i]) : fallback; };
    const int seeds = int(argument(1, 3));
    const EncoderOptions options { .width = int(argument(5, 32)),
        .steps = int(argument(3, 600)),
        .batch = int(argument(4, 16)),
        .learningRate = argument(7, 1e-3) };
    std::vector<double> encoders, probes, gains;
    for (int seed = 0; seed < seeds; ++seed) {
        QTemporaryDir temporary;
        const Path folder = temporary.path().toStdString();
        const auto dataset = plant(
            { .seed = 900 + std::uint64_t(seed), .severity = argument(6, 1), .count = int(argument(2, 400)) },
            folder);
        const auto photos = ImagePack::open(folder);
        std::vector<int> all(dataset.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = int(i);
        const auto pixels = normalised(gatherPhotos(*photos, all)).flatten(1);
        double encoder = 0, probe = 0, seconds = 0;
        const auto folds = trainFolds(dataset, "all", std::uint64_t(seed));
        for (const auto& fold : *folds) {
            const FoldData data { byPlant(dataset, fold.train), byPlant(dataset, fold.validation),
                &dataset.label.codes, &dataset.ids, int(dataset.label.values.size()), std::uint64_t(seed) };
            probe += pixelProbe(data, pixels, fold.test) / double(folds->size());
            const auto start = std::chrono::steady_clock::now();
            EncoderTraining training(data, *photos, nullptr, options);
            const auto outcome = training.run(folder / (fold.holdout + ".safetensors"), {});
            seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
            auto predictor
                = EncoderPredictor::make(training.weights(), options.width, data.classes, at::kCPU);
            const double accuracy
                = rightShare(predictor->probabilities(*photos, fold.test, {}), data, fold.test);
            std::printf("  seed %d, %s held out: encoder %.3f (validation %.3f, step %d)\n", seed,
                fold.holdout.c_str(), accuracy, outcome->validation, outcome->bestStep);
            std::fflush(stdout);
            encoder += accuracy / double(folds->size());
        }
        std::printf("seed %d: encoder %.3f, pixel probe %.3f, %.0f s\n", seed, encoder, probe, seconds);
        encoders.push_back(encoder);
        probes.push_back(probe);
        gains.push_back(encoder - probe);
    }
    std::printf("median of %d: encoder %.3f, pixel probe %.3f, difference %.3f\n", seeds, median(encoders),
        median(probes), median(gains));
}
