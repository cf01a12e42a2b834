#include "engine/clustering/GaussianMixture.h"

#include "engine/clustering/ClusterMeans.h"
#include "engine/clustering/ClusterMethod.h"

#include <ATen/ATen.h>
#include <cmath>
#include <limits>
#include <numbers>

namespace minamo {

at::Tensor jointLogDensity(const at::Tensor& features, const GaussianMixture& mixture)
{
    const auto precision = mixture.variances.reciprocal();
    const auto weighted = mixture.means * precision;
    const auto constant = (mixture.means * weighted).sum(1) + mixture.variances.log().sum(1)
        + static_cast<double>(features.size(1)) * std::log(2 * std::numbers::pi);
    const auto squares = features.square().mm(precision.t()) - 2 * features.mm(weighted.t()) + constant;
    return mixture.weights.log() - 0.5 * squares;
}

double stepMixture(const at::Tensor& features, GaussianMixture& mixture, double floor)
{
    const auto joint = jointLogDensity(features, mixture);
    const auto total = joint.logsumexp({ 1 }, true);
    const auto share = (joint - total).exp();
    const auto mass = share.sum({ 0 }) + 10 * std::numeric_limits<double>::epsilon();
    const auto column = mass.unsqueeze(1);
    const auto means = share.t().mm(features) / column;
    const auto squares = share.t().mm(features.square()) / column;
    mixture.weights = mass / mass.sum();
    mixture.variances = (squares - means.square()).clamp_min(0) + floor;
    mixture.means = means;
    return total.mean().item<double>();
}

namespace {

GaussianMixture startOf(const at::Tensor& rows, const Clustering& start, double floor)
{
    const auto clusters = start.centroids.size(0);
    const auto counts = at::bincount(start.assignments, {}, clusters).to(at::kDouble);
    const auto squares = clusterMeans(rows.square(), start.assignments, clusters);
    return { (counts + 1e-10) / (counts + 1e-10).sum(), start.centroids,
        (squares - start.centroids.square()).clamp_min(0) + floor };
}

/// Expectation maximisation from a k-means start; rows are centred so that the squares do not cancel.
Result<Clustering> cluster(const at::Tensor& features, const ClusterRequest& request)
{
    constexpr int maxSteps = 100;
    const auto wide = features.to(at::kDouble);
    const auto rows = wide - wide.mean(0, true);
    auto found = kMeans(rows,
        { .clusters = request.clusters,
            .restarts = request.restarts,
            .seed = request.seed,
            .stop = request.stop });
    const auto clusters = found.centroids.size(0);
    const double floor = std::max(1e-3 * rows.square().mean().item<double>(), 1e-12);
    auto mixture = startOf(rows, found, floor);
    double before = -std::numeric_limits<double>::infinity();
    for (found.iterations = 0; found.iterations < maxSteps; ++found.iterations) {
        const double likelihood = stepMixture(rows, mixture, floor);
        if (likelihood - before < 1e-3 || (request.stop && request.stop()))
            break;
        before = likelihood;
    }
    found.assignments = jointLogDensity(rows, mixture).argmax(1);
    const auto kept = dropEmptyClusters(found.assignments, clusters);
    found.centroids = clusterMeans(features, found.assignments, kept.numel());
    found.distances = (features - found.centroids.index_select(0, found.assignments)).square().sum(1);
    found.inertia = found.distances.sum(at::kDouble).item<double>();
    return found;
}

} // namespace

ClusterMethod gaussianMixtureMethod();
ClusterMethod gaussianMixtureMethod()
{
    return { "gmm", cluster };
}

} // namespace minamo
