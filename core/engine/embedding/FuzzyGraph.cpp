#include "engine/embedding/FuzzyGraph.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace minamo {
namespace {

struct Edge {
    std::int32_t from, to;
    float there, back;
};

/// sigma by bisection: the sum of memberships rises with it.
double widthOf(const float* distances, int k, double rho, double target)
{
    double low = 0, high = std::numeric_limits<double>::infinity(), width = 1;
    for (int step = 0; step < 64; ++step) {
        double sum = 0;
        for (int j = 0; j < k; ++j) {
            const double beyond = static_cast<double>(distances[j]) - rho;
            sum += beyond > 0 ? std::exp(-beyond / width) : 1;
        }
        if (std::abs(sum - target) < 1e-5)
            break;
        (sum > target ? high : low) = width;
        width = std::isinf(high) ? width * 2 : (low + high) / 2;
    }
    return width;
}

std::vector<Edge> memberships(const Neighbours& neighbours)
{
    const int k = neighbours.k;
    const double mean = std::accumulate(neighbours.distances.begin(), neighbours.distances.end(), 0.0)
        / static_cast<double>(std::max<std::size_t>(1, neighbours.distances.size()));
    std::vector<Edge> edges;
    edges.reserve(2 * neighbours.indices.size());
    for (std::size_t row = 0; row < neighbours.rows(); ++row) {
        const float* distances = neighbours.distances.data() + row * static_cast<std::size_t>(k);
        const auto* first = std::find_if(distances, distances + k, [](float d) { return d > 0; });
        const double rho = first == distances + k ? 0 : static_cast<double>(*first);
        const double own = std::accumulate(distances, distances + k, 0.0) / k;
        // A crowd of equal photos must not make a point blind to all others.
        const double width
            = std::max(widthOf(distances, k, rho, std::log2(k)), 1e-3 * (rho > 0 ? own : mean));
        for (int j = 0; j < k; ++j) {
            const auto other
                = neighbours.indices[row * static_cast<std::size_t>(k) + static_cast<std::size_t>(j)];
            const double beyond = static_cast<double>(distances[j]) - rho;
            const auto weight = static_cast<float>(beyond <= 0 || width == 0 ? 1 : std::exp(-beyond / width));
            edges.push_back({ static_cast<std::int32_t>(row), other, weight, 0 });
            edges.push_back({ other, static_cast<std::int32_t>(row), 0, weight });
        }
    }
    return edges;
}

} // namespace

FuzzyGraph fuzzyGraph(const Neighbours& neighbours)
{
    auto edges = memberships(neighbours);
    std::sort(edges.begin(), edges.end(),
        [](const Edge& a, const Edge& b) { return a.from != b.from ? a.from < b.from : a.to < b.to; });
    FuzzyGraph graph;
    graph.offsets.assign(neighbours.rows() + 1, 0);
    for (std::size_t i = 0; i < edges.size();) {
        float there = 0, back = 0;
        const auto [from, to] = std::pair(edges[i].from, edges[i].to);
        for (; i < edges.size() && edges[i].from == from && edges[i].to == to; ++i) {
            there = std::max(there, edges[i].there);
            back = std::max(back, edges[i].back);
        }
        if (const float weight = there + back - there * back; weight > 0 && from != to) {
            graph.targets.push_back(to);
            graph.weights.push_back(weight);
            ++graph.offsets[static_cast<std::size_t>(from) + 1];
        }
    }
    std::partial_sum(graph.offsets.begin(), graph.offsets.end(), graph.offsets.begin());
    return graph;
}

std::pair<double, double> fitCurve(double minDistance)
{
    Eigen::ArrayXd d = Eigen::ArrayXd::LinSpaced(300, 0, 3), wanted(300);
    for (Eigen::Index i = 0; i < 300; ++i)
        wanted(i) = d(i) < minDistance ? 1 : std::exp(minDistance - d(i));
    const Eigen::ArrayXd logs = d.max(1e-12).log();
    Eigen::Vector2d p(1, 1); // a, b
    double damping = 1e-3, before = std::numeric_limits<double>::infinity();
    Eigen::Vector2d kept = p;
    for (int step = 0; step < 200; ++step) { // Levenberg-Marquardt
        const Eigen::ArrayXd power = (2 * p(1) * logs).exp(), value = 1 / (1 + p(0) * power);
        const Eigen::ArrayXd error = wanted - value;
        const double sum = error.square().sum();
        if (sum > before) {
            damping *= 10;
        } else {
            if (before - sum < 1e-15)
                break;
            damping = std::max(damping / 10, 1e-12);
            before = sum;
            kept = p;
        }
        const Eigen::ArrayXd powerK = (2 * kept(1) * logs).exp(), valueK = 1 / (1 + kept(0) * powerK);
        Eigen::MatrixXd slope(300, 2);
        slope.col(0) = (-valueK.square() * powerK).matrix();
        slope.col(1) = (-valueK.square() * kept(0) * powerK * 2 * logs).matrix();
        Eigen::Matrix2d normal = slope.transpose() * slope;
        normal.diagonal() *= 1 + damping;
        p = kept + normal.ldlt().solve(slope.transpose() * (wanted - valueK).matrix()).eval();
        p = p.cwiseMax(1e-3);
    }
    return { kept(0), kept(1) };
}

} // namespace minamo
