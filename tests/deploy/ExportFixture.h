#pragma once
#include "../classify/PlantedProject.h"
#include "../features/ExtractFixture.h"
#include "data/Styles.h"
#include "engine/classify/EncoderTraining.h"
#include "engine/deploy/Export.h"
#include "engine/deploy/PackageRunner.h"
#include "engine/stages/Discover.h"
#include "engine/stages/Train.h"
#include "package/Package.h"
#include "project/OwnClassifier.h"

namespace minamo {

/// Runs a stage and lets the project point to its result.
template <class O>
void runStage(
    Project& project, Result<StageResult> (*run)(const Project&, const O&, JobContext&), const O& options)
{
    SilentContext quiet;
    const auto result = run(project, options, quiet);
    if (!result || !adopt(project, O::stage, *result))
        qFatal("%s: %s", O::stage, explain(result).constData());
}

constexpr int plantedSide = 32;
inline void writePlainModel(const Path& folder)
{
    writeTinyModel(folder, { { "sample_size", plantedSide } });
}

/// A planted project (120 photos, 3 environments, 32 px) whose features come from a small random model in
/// `folder`/model, with styles and one judged training.
inline Project trainedProject(
    const Path& folder, TrainOptions train, void (*writeModel)(const Path&) = writePlainModel)
{
    constexpr int side = plantedSide;
    writeModel(folder / "model");
    if (!writeFileAtomically(folder / "model" / "README.md", "---\nlicense: apache-2.0\n---\n"))
        qFatal("cannot write the model card");
    auto project = PlantedProject { .perEnvironment = 40, .side = side }.make(folder / "project").value();
    if (!project.edit("/features", Json(), "result-adopted", Json::object(), false))
        qFatal("cannot edit");
    const auto added = addModel(project, folder / "model");
    if (!added || !adopt(project, "model", *added))
        qFatal("%s", explain(added).constData());
    runStage(project, runExtract,
        ExtractOptions {
            .taps = { "down_blocks.1", "up_blocks.0" }, .timesteps = { 10, 100 }, .device = "cpu" });
    runStage(project, runDiscover,
        DiscoverOptions { .tap = "down_blocks.1", .timestep = 10, .clusters = 12, .styles = 4 });
    train.device = "cpu";
    train.threads = 1;
    runStage(project, runTrain, train);
    return project;
}

inline TrainOptions fastTraining()
{
    return { .holdout = "Plant C", .fast = true, .perClass = 4, .steps = 40, .learningRate = 0.1 };
}
inline TrainOptions encoderTraining()
{
    return { .holdout = "Plant C", .perClass = 4, .steps = 8, .batch = 4, .width = 8, .size = 32 };
}

/// planExport, the training on all photos, runExport.
inline Result<Json> exportProject(Project& project, const ExportOptions& options)
{
    SilentContext quiet;
    MINAMO_TRY(const auto plan, planExport(project, options));
    MINAMO_TRY(const auto trained, runTrain(project, plan.training, quiet));
    MINAMO_DO(adopt(project, "train", trained));
    return runExport(project, options, plan, trained.summary.at("artifact"), quiet);
}

/// What the workbench says of every photo by the weights of the training on all photos: written down once
/// more, plainly, from its stored features and pixels.
class Workbench {
public:
    static Result<Workbench> open(const Project& project)
    {
        Workbench bench;
        const auto folder = project.artifacts().folder(project.text("/finalTrain"));
        MINAMO_TRY(const auto report, readTrainReport(folder.string()));
        bench.m_run = report.runs.at(0);
        bench.m_classes = int(report.classes.size());
        MINAMO_TRY(auto checkpoint, readCheckpoint(folder / bench.m_run.weights));
        bench.m_weights = std::move(checkpoint.tensors);
        const FeatureStore store(project.artifacts());
        MINAMO_TRY(const auto records,
            store.records(project.document().at("features").get<std::vector<std::string>>()));
        for (const auto& record : records) {
            MINAMO_TRY(bench.m_features[record.cell], store.matrix(record));
        }
        if (report.variant == "own") {
            MINAMO_TRY(
                bench.m_own, readOwnClassifier(project.artifacts().folder(project.text("/classifier"))));
            bench.m_phi = bench.m_own->features;
        } else if (!bench.m_run.phiTap.empty()) {
            bench.m_phi = bench.m_features.at({ bench.m_run.phiTap, bench.m_run.phiTimestep });
        }
        return bench;
    }

    Result<std::vector<std::vector<double>>> probabilities(const ImagePack& pack) const
    {
        const auto rows = m_features.begin()->second.rows();
        std::vector<std::vector<double>> all;
        if (m_phi.size() > 0) {
            for (Eigen::Index row = 0; row < rows; ++row)
                all.push_back(m_own && m_run.method == "erm" ? before(row) : fast(row));
            return all;
        }
        MINAMO_TRY(auto predictor, EncoderPredictor::make(m_weights, 8, m_classes, pack.size(), at::kCPU));
        for (Eigen::Index row = 0; row < rows; ++row) {
            at::Tensor style;
            if (m_run.method == "guide")
                style = m_weights.at("guide.mapped")[domainOf(row)].unsqueeze(0);
            MINAMO_TRY(
                const auto p, predictor.probabilities(pack, { int(row) }, style, [] { return false; }));
            all.emplace_back();
            for (int c = 0; c < m_classes; ++c)
                all.back().push_back(p[0][c].item<double>());
        }
        return all;
    }

private:
    std::int64_t domainOf(Eigen::Index row) const
    {
        const auto& psi = m_features.at({ m_run.psiTap, m_run.psiTimestep });
        const auto means = m_weights.at("guide.psi_means");
        std::int64_t best = 0;
        double least = 1e300;
        for (std::int64_t k = 0; k < means.size(0); ++k) {
            double sum = 0;
            for (std::int64_t i = 0; i < means.size(1); ++i)
                sum += std::pow(psi(row, i) - means[k][i].item<double>(), 2);
            if (sum < least)
                least = sum, best = k;
        }
        return best;
    }
    std::vector<double> layer(const std::string& name, const std::vector<double>& x) const
    {
        const auto weight = m_weights.at(name + ".weight"), bias = m_weights.at(name + ".bias");
        std::vector<double> y;
        for (std::int64_t i = 0; i < weight.size(0); ++i) {
            y.push_back(bias[i].item<double>());
            for (std::int64_t j = 0; j < weight.size(1); ++j)
                y.back() += weight[i][j].item<double>() * x[std::size_t(j)];
        }
        return y;
    }
    std::vector<double> before(Eigen::Index row) const
    {
        const auto& said = m_own->probabilities;
        return { said.row(row).data(), said.row(row).data() + said.cols() };
    }
    std::vector<double> fast(Eigen::Index row) const
    {
        std::vector<double> x;
        for (Eigen::Index i = 0; i < m_phi.cols(); ++i)
            x.push_back((m_phi(row, i) - m_weights.at("phi.mean")[i].item<double>())
                / m_weights.at("phi.scale")[i].item<double>());
        if (m_run.method == "guide")
            for (std::int64_t i = 0; i < m_phi.cols(); ++i)
                x.push_back(m_weights.at("guide.mapped")[domainOf(row)][i].item<double>());
        if (m_weights.contains("hidden.weight")) {
            x = layer("hidden", x);
            for (auto& value : x)
                value = std::max(0.0, value);
        }
        auto p = layer("head", x);
        const double most = *std::max_element(p.begin(), p.end());
        double sum = 0;
        for (auto& value : p)
            sum += value = std::exp(value - most);
        for (auto& value : p)
            value /= sum;
        return p;
    }

    TrainRun m_run;
    int m_classes = 0;
    NamedTensors m_weights;
    std::map<CellId, FeatureMatrix> m_features;
    std::optional<OwnClassifier> m_own;
    FeatureMatrix m_phi; ///< what a head on features reads
};

/// Photos of the project as its package takes them (32 px each).
inline std::vector<PackagePhoto> packagePhotos(const Project& project, bool hasPhi)
{
    const auto dataset = project.dataset().value();
    const auto pack = ImagePack::open(
        project.artifacts().folder(packKey(dataset.artifact, PackOptions { .size = 32 }).id()))
                          .value();
    std::vector<PackagePhoto> photos;
    for (std::size_t row = 0; row < dataset.size(); ++row) {
        const auto pixels = pack.pixels(row);
        photos.push_back({ dataset.contents[row], { pixels.begin(), pixels.end() }, {} });
        if (hasPhi)
            photos.back().phi = photos.back().psi;
    }
    return photos;
}

/// Every photo of the project: package and workbench agree to 1e-5.
inline void compareWithWorkbench(const Project& project, const Path& folder)
{
    const auto package = Package::open(folder);
    VERIFY_OK(package);
    const auto runner = PackageRunner::load(package->folder(), package->manifest());
    VERIFY_OK(runner);
    const auto photos = packagePhotos(project, package->manifest().preprocessing.phiSize > 0);
    const auto bench = Workbench::open(project);
    VERIFY_OK(bench);
    const auto pack = ImagePack::open(
        project.artifacts().folder(packKey(project.text("/samples"), PackOptions { .size = 32 }).id()));
    const auto expected = bench->probabilities(*pack);
    VERIFY_OK(expected);
    const auto styles = readStyles(project.artifacts().folder(project.text("/discover")));
    VERIFY_OK(styles);
    double largest = 0;
    int sameStyle = 0, outside = 0;
    for (std::size_t i = 0; i < photos.size(); ++i) { // one at a time, as on the line
        const auto verdicts = runner->judge({ photos[i] });
        VERIFY_OK(verdicts);
        const auto& verdict = verdicts->front();
        for (std::size_t c = 0; c < verdict.probabilities.size(); ++c)
            largest = std::max(largest, std::abs(verdict.probabilities[c] - (*expected)[i][c]));
        sameStyle += verdict.style == styles->style[i];
        outside += verdict.outside;
        QVERIFY(std::abs(verdict.distance - styles->distance[i]) <= 1e-3 * (1 + verdict.distance));
    }
    QVERIFY2(largest <= 1e-5, std::to_string(largest).c_str());
    QCOMPARE(sameStyle, int(photos.size()));
    QVERIFY2(outside <= int(photos.size()) / 50, std::to_string(outside).c_str()); // about 1 %
}

} // namespace minamo
