#include "engine/clustering/KMeans.h"

#include "base/Assert.h"
#include "base/Random.h"
#include "engine/clustering/ClusterMeans.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace minamo {
namespace {

constexpr std::int64_t tileRows = 32768; // bounds the N x K distances in memory

/// Rows around their mean: |x|^2 - 2xc + |c|^2 then cancels far less in float.
struct Centred {
    at::Tensor rows, mean, norms; // norms = |x|^2 per row
};

Centred centre(const at::Tensor& features)
{
    Centred data;
    data.mean = features.mean(0, true);
    data.rows = (features - data.mean).contiguous();
    data.norms = data.rows.square().sum(1);
    return data;
}

std::pair<at::Tensor, at::Tensor> assign(const Centred& data, const at::Tensor& centroids)
{
    const auto count = data.rows.size(0);
    auto labels = at::empty({ count }, data.rows.options().dtype(at::kLong));
    auto distances = at::empty({ count }, data.rows.options());
    const auto offsets = centroids.square().sum(1);
    const auto transposed = centroids.t();
    for (std::int64_t from = 0; from < count; from += tileRows) {
        const auto rows = data.rows.narrow(0, from, std::min(tileRows, count - from));
        const auto table = at::addmm(offsets, rows, transposed, 1, -2);
        const auto nearest = table.argmin(1);
        labels.narrow(0, from, rows.size(0)).copy_(nearest);
        distances.narrow(0, from, rows.size(0)).copy_(table.gather(1, nearest.unsqueeze(1)).squeeze(1));
    }
    return { labels, distances.add_(data.norms).clamp_min_(0) };
}

/// Every empty cluster takes the row furthest from its centroid (the lower index of equals) out of a cluster
/// that keeps one.
void repairEmpty(const at::Tensor& counts, at::Tensor& labels, const at::Tensor& distances)
{
    const auto size = counts.cpu();
    auto* left = size.mutable_data_ptr<std::int64_t>();
    if (std::find(left, left + size.numel(), 0) == left + size.numel())
        return;
    const auto order = std::get<1>(distances.cpu().sort(/*stable=*/true, 0, /*descending=*/true));
    auto host = labels.cpu();
    auto* label = host.mutable_data_ptr<std::int64_t>();
    const auto* furthest = order.const_data_ptr<std::int64_t>();
    std::int64_t next = 0;
    for (std::int64_t cluster = 0; cluster < size.numel(); ++cluster) {
        while (left[cluster] == 0 && next < order.numel()) {
            const auto row = furthest[next++];
            if (left[label[row]] < 2)
                continue;
            --left[label[row]];
            label[row] = cluster;
            left[cluster] = 1;
        }
    }
    labels = host.to(labels.device());
}

bool stopped(const KMeansOptions& options)
{
    return options.stop && options.stop();
}

Clustering descend(const Centred& data, at::Tensor centroids, const KMeansOptions& options, double tolerance)
{
    Clustering result;
    const auto clusters = centroids.size(0);
    for (result.iterations = 1;; ++result.iterations) {
        auto [labels, distances] = assign(data, centroids);
        repairEmpty(at::bincount(labels, {}, clusters), labels, distances);
        const bool settled = result.assignments.defined() && at::equal(labels, result.assignments);
        result.assignments = labels;
        const auto moved = clusterMeans(data.rows, labels, clusters);
        const double shift = (moved - centroids).square().sum().item<double>();
        centroids = moved;
        if (settled || shift <= tolerance || result.iterations >= options.maxIterations || stopped(options))
            break;
    }
    std::tie(result.assignments, result.distances) = assign(data, centroids);
    result.inertia = result.distances.sum(at::kDouble).item<double>();
    result.centroids = centroids;
    return result;
}

/// Rows drawn with probability proportional to `weights` (F64 on the CPU), one per number in [0, 1).
std::vector<std::int64_t> draw(const std::vector<double>& cumulated, CounterRandom& random, int trials)
{
    std::vector<std::int64_t> rows;
    for (int trial = 0; trial < trials; ++trial) {
        const double target = random.uniform() * cumulated.back();
        const auto at = std::upper_bound(cumulated.begin(), cumulated.end(), target);
        rows.push_back(
            std::min<std::int64_t>(at - cumulated.begin(), static_cast<std::int64_t>(cumulated.size()) - 1));
    }
    return rows;
}

std::vector<double> cumulate(const at::Tensor& closest)
{
    const auto host = closest.to(at::kCPU, at::kDouble).contiguous();
    std::vector<double> sums(static_cast<std::size_t>(host.numel()));
    std::partial_sum(
        host.const_data_ptr<double>(), host.const_data_ptr<double>() + host.numel(), sums.begin());
    return sums;
}

at::Tensor squaredDistances(const Centred& data, const at::Tensor& points)
{
    const auto offsets = points.square().sum(1);
    return at::addmm(offsets, data.rows, points.t(), 1, -2).add_(data.norms.unsqueeze(1)).clamp_min_(0);
}

/// Greedy k-means++ (Arthur and Vassilvitskii 2007): of 2 + ln K candidates drawn by D^2 the one that lowers
/// the sum most.
at::Tensor plusPlus(
    const Centred& data, std::int64_t clusters, CounterRandom random, const KMeansOptions& options)
{
    const int trials = 2 + static_cast<int>(std::log(static_cast<double>(clusters)));
    std::vector<std::int64_t> chosen { random.below(static_cast<std::uint32_t>(data.rows.size(0))) };
    auto closest = squaredDistances(data, data.rows.narrow(0, chosen[0], 1)).squeeze(1);
    while (static_cast<std::int64_t>(chosen.size()) < clusters && !stopped(options)) {
        const auto candidates = draw(cumulate(closest), random, trials);
        const auto index = at::tensor(candidates, at::kLong).to(data.rows.device());
        const auto table
            = at::minimum(squaredDistances(data, data.rows.index_select(0, index)), closest.unsqueeze(1));
        const auto best = table.sum({ 0 }, false, at::kDouble).argmin().item<std::int64_t>();
        closest = table.select(1, best).contiguous();
        chosen.push_back(candidates[static_cast<std::size_t>(best)]);
    }
    return data.rows.index_select(0, at::tensor(chosen, at::kLong).to(data.rows.device()));
}

double absoluteTolerance(const Centred& data, const KMeansOptions& options)
{
    return options.tolerance * data.norms.mean().item<double>() / static_cast<double>(data.rows.size(1));
}

} // namespace

Clustering kMeans(const at::Tensor& features, const KMeansOptions& options)
{
    MINAMO_ASSERT(
        features.dim() == 2 && features.size(0) > 0 && options.clusters > 0 && options.restarts > 0);
    const at::NoGradGuard guard;
    const auto data = centre(features);
    const auto clusters = std::min<std::int64_t>(options.clusters, features.size(0));
    const double tolerance = absoluteTolerance(data, options);
    Clustering best;
    for (int start = 0; start < options.restarts && (start == 0 || !stopped(options)); ++start) {
        const auto centroids = plusPlus(
            data, clusters, CounterRandom(options.seed, static_cast<std::uint64_t>(start)), options);
        auto found = descend(data, centroids, options, tolerance);
        if (!best.centroids.defined() || found.inertia < best.inertia)
            best = std::move(found);
    }
    const auto kept = dropEmptyClusters(best.assignments, best.centroids.size(0));
    best.centroids = best.centroids.index_select(0, kept) + data.mean;
    return best;
}

Clustering lloyd(const at::Tensor& features, const at::Tensor& start, const KMeansOptions& options)
{
    MINAMO_ASSERT(features.dim() == 2 && start.dim() == 2 && features.size(1) == start.size(1));
    const at::NoGradGuard guard;
    const auto data = centre(features);
    auto result = descend(data, start - data.mean, options, absoluteTolerance(data, options));
    result.centroids = result.centroids + data.mean;
    return result;
}

std::pair<at::Tensor, at::Tensor> nearestCentroids(const at::Tensor& features, const at::Tensor& centroids)
{
    const at::NoGradGuard guard;
    const auto data = centre(features);
    return assign(data, centroids - data.mean);
}

} // namespace minamo
