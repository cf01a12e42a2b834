// What can be told from the synthetic plant: styles, classes, and classes from raw pixels. README.md beside
// this. bench_plant [--seeds 900,901,902] [--severities 1] [--count 400] [--styles 1] [--encoder 1] [--probe
// 1]
//             [--device auto] [--threads N] [--steps N] [--rate R] [--width W] [--size PX] [--keep FOLDER]
// One line per severity and seed, then the medians over seeds. The encoder has its default options unless
// told otherwise; every plant is held out once. --keep leaves the projects there, for minamo-cli.
#include "PlantStyles.h"
#include "engine/classify/PhotoBank.h"
#include "engine/device/Device.h"
#include "engine/stages/LinearProbe.h"
#include "engine/stages/TrainFoldRun.h"
#include "engine/training/Augment.h"

#include <chrono>
#include <cstdio>
#include <sstream>
#include <torch/types.h>
#include <unistd.h>

using namespace minamo;

namespace {

struct Wanted {
    std::vector<double> severities { 1 }, seeds { 900, 901, 902 };
    int count = 400;
    bool styles = true, encoder = true, probe = true;
    TrainOptions train;
    Path keep;
};

std::vector<double> listOf(const std::string& text)
{
    std::vector<double> values;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, ',');)
        values.push_back(std::stod(part));
    return values;
}

Wanted wantedFrom(int argc, char** argv)
{
    Wanted wanted;
    wanted.train.method = "erm";
    const std::map<std::string, std::function<void(const std::string&)>> names {
        { "--seeds", [&](const auto& v) { wanted.seeds = listOf(v); } },
        { "--severities", [&](const auto& v) { wanted.severities = listOf(v); } },
        { "--count", [&](const auto& v) { wanted.count = std::stoi(v); } },
        { "--styles", [&](const auto& v) { wanted.styles = v == "1"; } },
        { "--encoder", [&](const auto& v) { wanted.encoder = v == "1"; } },
        { "--probe", [&](const auto& v) { wanted.probe = v == "1"; } },
        { "--device", [&](const auto& v) { wanted.train.device = v; } },
        { "--threads", [&](const auto& v) { wanted.train.threads = std::stoi(v); } },
        { "--steps", [&](const auto& v) { wanted.train.steps = std::stoi(v); } },
        { "--rate", [&](const auto& v) { wanted.train.learningRate = std::stod(v); } },
        { "--width", [&](const auto& v) { wanted.train.width = std::stoi(v); } },
        { "--size", [&](const auto& v) { wanted.train.size = std::stoi(v); } },
        { "--keep", [&](const auto& v) { wanted.keep = v; } },
    };
    for (int i = 1; i + 1 < argc; i += 2)
        names.at(argv[i])(argv[i + 1]);
    return wanted;
}

template <class T> T sure(Result<T> result)
{
    if (result)
        return std::move(*result);
    std::fprintf(stderr, "%s %s %s\n", result.error().code.c_str(), result.error().values.dump().c_str(),
        result.error().detail.c_str());
    std::exit(1);
}

at::Tensor indexOf(const std::vector<int>& rows)
{
    return torch::tensor(std::vector<std::int64_t>(rows.begin(), rows.end()));
}

double rightShare(const at::Tensor& scores, const at::Tensor& truth)
{
    return scores.argmax(1).eq(truth).to(at::kDouble).mean().item<double>();
}

/// Orthonormal basis [D, r] of the space that `rows` [N, D] span. The best L2-penalised W lies in it, so a
/// probe on rows x basis is the probe on rows, with N instead of D unknowns.
at::Tensor rowSpace(const at::Tensor& rows)
{
    const auto [values, vectors] = at::linalg_eigh(rows.mm(rows.t()));
    const auto kept = values.gt(values.max() * 1e-10).nonzero().squeeze(1);
    return rows.t().mm(vectors.index_select(1, kept) / values.index_select(0, kept).sqrt());
}

/// Accuracies on held-out plants, means over the folds.
struct Accuracies {
    double encoder = 0;
    double probe = 0; ///< logistic regression on raw pixels with C = 1, as `minamo-cli probe` on features
    double bestProbe
        = 0; ///< with the C that validation likes best, down to one that only knows the largest class
    double largest = 0; ///< always saying the largest class
    double seconds = 0; ///< of the encoders
    int steps = 0;
};

/// Everything about one project that the folds share.
struct Bench {
    TrainInputs inputs;
    at::Tensor pixels, truth;
    int classes = 0;

    Bench(const Project& project, const Wanted& wanted)
    {
        inputs.options = wanted.train;
        inputs.device = sure(chooseDevice(wanted.train.device));
        inputs.dataset = sure(project.dataset());
        const auto pack = packKey(project.text("/samples"), { .size = wanted.train.size }).id();
        inputs.photos = sure(ImagePack::open(project.artifacts().folder(pack)));
        std::vector<int> all(inputs.dataset.size());
        std::iota(all.begin(), all.end(), 0);
        pixels = normalised(gatherPhotos(*inputs.photos, all)).flatten(1);
        const auto& codes = inputs.dataset.label.codes;
        truth = torch::tensor(std::vector<std::int64_t>(codes.begin(), codes.end()));
        classes = int(inputs.dataset.label.values.size());
    }

    std::vector<EnvironmentRows> byPlant(const std::vector<int>& rows) const
    {
        std::map<int, EnvironmentRows> found;
        for (const int row : rows) {
            const int code = inputs.dataset.environment.codes[std::size_t(row)];
            found[code].name = inputs.dataset.environment.values[std::size_t(code)];
            found[code].rows.push_back(row);
        }
        std::vector<EnvironmentRows> result;
        for (auto& [code, plant] : found)
            result.push_back(std::move(plant));
        return result;
    }

    void addProbes(const TrainFold& fold, double share, Accuracies& sum) const
    {
        const auto standard = Standardiser::fit(pixels.index_select(0, indexOf(fold.train)));
        const auto rows = [&](const std::vector<int>& which) {
            return standard.apply(pixels.index_select(0, indexOf(which))).to(at::kDouble);
        };
        const auto labels = [&](const auto& which) { return truth.index_select(0, indexOf(which)); };
        const auto basis = rowSpace(rows(fold.train));
        const auto train = rows(fold.train).mm(basis), validation = rows(fold.validation).mm(basis),
                   test = rows(fold.test).mm(basis);
        double best = -1, chosen = 0;
        for (const double strength : { 1.0, 1e-1, 1e-2, 1e-3, 1e-4, 1e-5 }) {
            const auto probe = fitLinearProbe(
                train, labels(fold.train), classes, { .strength = strength, .iterations = 100 });
            const double right = rightShare(probeScores(probe, test), labels(fold.test));
            const double valid = rightShare(probeScores(probe, validation), labels(fold.validation));
            sum.probe += strength == 1 ? share * right : 0;
            if (valid > best) {
                best = valid;
                chosen = right;
            }
        }
        sum.bestProbe += share * chosen;
    }

    void addEncoder(const TrainFold& fold, double share, Accuracies& sum) const
    {
        const FoldData data { byPlant(fold.train), byPlant(fold.validation), &inputs.dataset.label.codes,
            &inputs.dataset.ids, classes, trainSeed(0) };
        const Path checkpoint = std::filesystem::temp_directory_path()
            / ("bench_plant." + std::to_string(::getpid()) + "." + std::to_string(fold.number));
        const auto start = std::chrono::steady_clock::now();
        EncoderTraining training(data, *inputs.photos, nullptr, inputs.encoderOptions());
        sum.steps += sure(training.run(checkpoint, {})).steps;
        sum.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        std::filesystem::remove(checkpoint);
        auto predictor = sure(EncoderPredictor::make(
            training.weights(), inputs.options.width, classes, inputs.photos->size(), inputs.device));
        sum.encoder += share
            * rightShare(sure(predictor.probabilities(*inputs.photos, fold.test, {}, [] { return false; })),
                truth.index_select(0, indexOf(fold.test)));
    }

    Accuracies measure(const Wanted& wanted) const
    {
        Accuracies sum;
        const auto folds = sure(trainFolds(inputs.dataset, "all", trainSeed(0)));
        for (const auto& fold : folds) {
            const double share = 1 / double(folds.size());
            const auto largest = at::bincount(truth.index_select(0, indexOf(fold.train))).argmax();
            sum.largest += share
                * truth.index_select(0, indexOf(fold.test)).eq(largest).to(at::kDouble).mean().item<double>();
            if (wanted.probe)
                addProbes(fold, share, sum);
            if (wanted.encoder)
                addEncoder(fold, share, sum);
        }
        return sum;
    }
};

using Row = std::map<std::string, double>;

Row measure(const Wanted& wanted, double severity, double seed)
{
    const auto name
        = "plant-" + std::to_string(int(seed)) + "-" + std::to_string(int(std::lround(100 * severity)));
    const Path root = wanted.keep.empty()
        ? std::filesystem::temp_directory_path() / ("bench_plant." + std::to_string(::getpid()))
        : wanted.keep;
    std::filesystem::create_directories(root);
    const PlantProject plant({ .seed = std::uint64_t(seed), .severity = severity, .count = wanted.count },
        wanted.train.size == 64 ? std::vector<int> { 64 } : std::vector<int> { 64, wanted.train.size });
    auto project = sure(plant.make(root / name));
    Row row;
    if (wanted.styles) {
        const auto styles
            = sure(plantStyles(project, { .device = wanted.train.device, .threads = wanted.train.threads }));
        row["pixel NMI"] = styles.pixelNmi;
        row["style NMI"] = styles.picked.styleNmi.value_or(-1);
        row["class NMI"] = styles.picked.classNmi.value_or(-1);
        row["label-free"] = styles.labelFree.styleNmi.value_or(-1);
        std::printf("  picked %s t=%d, label-free %s t=%d\n", styles.picked.tap.c_str(),
            styles.picked.timestep, styles.labelFree.tap.c_str(), styles.labelFree.timestep);
    }
    if (wanted.encoder || wanted.probe) {
        const auto found = Bench(project, wanted).measure(wanted);
        row["largest class"] = found.largest;
        if (wanted.probe) {
            row["pixel probe"] = found.probe;
            row["best pixel probe"] = found.bestProbe;
        }
        if (wanted.encoder) {
            row["encoder"] = found.encoder;
            row["s encoders"] = found.seconds;
            row["ms step"] = 1e3 * found.seconds / std::max(1, found.steps);
        }
    }
    if (row.contains("encoder") && row.contains("pixel probe"))
        row["encoder - probe"] = row["encoder"] - row["pixel probe"];
    if (wanted.keep.empty())
        std::filesystem::remove_all(root);
    return row;
}

void print(double severity, const std::string& seed, const Row& row)
{
    std::printf("severity %.2f, %s:", severity, seed.c_str());
    for (const auto& [name, value] : row)
        std::printf("  %s %.3f", name.c_str(), value);
    std::printf("\n");
    std::fflush(stdout);
}

Row medians(const std::vector<Row>& rows)
{
    Row result;
    for (const auto& [name, ignored] : rows.front()) {
        std::vector<double> values;
        for (const auto& row : rows)
            values.push_back(row.at(name));
        std::sort(values.begin(), values.end());
        result[name] = values[values.size() / 2];
    }
    return result;
}

} // namespace

int main(int argc, char** argv)
{
    const auto wanted = wantedFrom(argc, argv);
    if (wanted.train.threads > 0)
        useThreads(wanted.train.threads);
    for (const double severity : wanted.severities) {
        std::vector<Row> rows;
        for (const double seed : wanted.seeds) {
            rows.push_back(measure(wanted, severity, seed));
            print(severity, "seed " + std::to_string(int(seed)), rows.back());
        }
        print(severity, "median of " + std::to_string(rows.size()), medians(rows));
    }
}
