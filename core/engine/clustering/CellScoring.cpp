#include "engine/clustering/CellScoring.h"

#include "engine/clustering/KMeans.h"
#include "engine/clustering/LabelledRows.h"
#include "engine/clustering/Matrices.h"
#include "statistics/Agreement.h"
#include "statistics/Sampling.h"
#include "statistics/Silhouette.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <cmath>

namespace minamo {
namespace {

/// NMI of k-means with as many clusters as `codes` has values; nothing if it has fewer than two.
std::optional<double> nmiWith(const FeatureMatrix& features, const std::vector<int>& rows,
    const std::vector<std::int32_t>& codes, const ScoreOptions& options, const std::function<bool()>& stop)
{
    const auto known = knownRows(rows, codes);
    const auto truth = codesAt(codes, known);
    const int groups = distinctLabels(truth);
    if (groups < 2)
        return std::nullopt;
    const auto found = kMeans(tensorOfRows(features, known),
        { .clusters = groups,
            .restarts = options.restarts,
            .seed = static_cast<std::uint64_t>(options.seed),
            .stop = stop });
    return normalizedMutualInformation(codesOf(found.assignments), truth);
}

struct Sample { // the photos behind a silhouette
    std::vector<std::int64_t> places;
    FeatureMatrix distances;
};

Sample sampleOf(const at::Tensor& features, const ScoreOptions& options)
{
    Sample sample { sampleRows(features.size(0), options.sample, static_cast<std::uint64_t>(options.seed)),
        {} };
    sample.distances = distanceTable(features.index_select(0, at::tensor(sample.places, at::kLong)));
    return sample;
}

/// Stability and silhouette at one K.
void judgeClusters(const at::Tensor& features, const Sample& sample, int clusters,
    const ScoreOptions& options, const std::function<bool()>& stop, CellScore& score)
{
    std::vector<std::vector<std::int32_t>> runs;
    std::size_t best = 0;
    double least = 0;
    for (int seed = 0; seed < options.seeds && !(stop && stop()); ++seed) {
        const auto key
            = static_cast<std::uint64_t>(options.seed + 1) * 1000003u + static_cast<std::uint64_t>(seed);
        const auto found
            = kMeans(features, { .clusters = clusters, .restarts = 1, .seed = key, .stop = stop });
        if (runs.empty() || found.inertia < least) {
            least = found.inertia;
            best = runs.size();
        }
        runs.push_back(codesOf(found.assignments));
    }
    if (runs.empty())
        return;
    std::vector<std::int32_t> sampled;
    for (const auto place : sample.places)
        sampled.push_back(runs[best][static_cast<std::size_t>(place)]);
    const double agreement = meanAgreement(runs), apart = silhouetteOfDistances(sample.distances, sampled);
    const double figure = std::max(0.0, agreement) * std::max(0.0, apart);
    if (score.clusters == 0 || figure > score.labelFree) {
        score.clusters = clusters;
        score.stability = agreement;
        score.silhouette = apart;
        score.labelFree = figure;
    }
}

} // namespace

CellScore scoreCell(const FeatureMatrix& features, const ScoreLabels& labels, const ScoreOptions& options,
    ScoreParts parts, const std::function<bool()>& stop)
{
    CellScore score;
    score.dimension = features.cols();
    const auto rows = rowsOf(labels, features.rows());
    score.styleNmi = nmiWith(features, rows, labels.environments, options, stop);
    score.classNmi = nmiWith(features, rows, labels.classes, options, stop);
    if (score.styleNmi && score.classNmi)
        score.balance = *score.styleNmi - *score.classNmi;
    if (parts == ScoreParts::labelsOnly || rows.size() < 4)
        return score;
    const auto tensor = tensorOfRows(features, rows);
    const auto sample = sampleOf(tensor, options);
    const int most = std::min<int>(options.maxClusters, static_cast<int>(rows.size()) - 1);
    for (int clusters = options.minClusters; clusters <= most && !(stop && stop()); ++clusters)
        judgeClusters(tensor, sample, clusters, options, stop, score);
    return score;
}

std::string chosenCriterion(const ScoreLabels& labels, const ScoreOptions& options)
{
    const auto rows = rowsOf(labels, static_cast<Eigen::Index>(labels.environments.size()));
    const bool known
        = distinctLabels(codesAt(labels.environments, knownRows(rows, labels.environments))) >= 2;
    return known && options.criterion != "label-free" ? "style-nmi" : "label-free";
}

int bestCell(const std::vector<CellScore>& cells, const std::string& criterion)
{
    const bool byStyle = criterion == "style-nmi";
    const auto figure
        = [&](const CellScore& cell) { return byStyle ? cell.styleNmi.value_or(-1) : cell.labelFree; };
    if (cells.empty())
        return -1;
    double most = -1;
    for (const auto& cell : cells)
        most = std::max(most, figure(cell));
    int best = -1;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (figure(cells[i]) < most - (byStyle ? 0.02 : 0))
            continue;
        const auto leak = [&](std::size_t cell) { return byStyle ? cells[cell].classNmi.value_or(0) : 0; };
        if (best < 0 || leak(i) < leak(static_cast<std::size_t>(best)))
            best = static_cast<int>(i);
    }
    return best;
}

} // namespace minamo
