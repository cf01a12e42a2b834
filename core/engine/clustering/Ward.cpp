#include "engine/clustering/Ward.h"

#include "base/Assert.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace minamo {
namespace {

/// Groups alive during the chain, in the place of their first member.
struct Groups {
    Eigen::MatrixXd centres;
    std::vector<double> sizes;
    std::vector<bool> alive;

    double cost(int a, int b) const
    {
        const double na = sizes[static_cast<std::size_t>(a)], nb = sizes[static_cast<std::size_t>(b)];
        return na * nb / (na + nb) * (centres.row(a) - centres.row(b)).squaredNorm();
    }
    /// The cheapest partner; the one the chain came from wins a tie, else two groups could wait for each
    /// other for ever.
    std::pair<int, double> nearest(int group, int previous) const
    {
        int best = previous;
        double least = previous < 0 ? std::numeric_limits<double>::infinity() : cost(group, previous);
        for (int other = 0; other < centres.rows(); ++other) {
            if (other == group || other == previous || !alive[static_cast<std::size_t>(other)])
                continue;
            if (const double price = cost(group, other); price < least) {
                least = price;
                best = other;
            }
        }
        return { best, least };
    }
    void merge(int into, int from)
    {
        double& a = sizes[static_cast<std::size_t>(into)];
        const double b = sizes[static_cast<std::size_t>(from)];
        centres.row(into) = (centres.row(into) * a + centres.row(from) * b) / (a + b);
        a += b;
        alive[static_cast<std::size_t>(from)] = false;
    }
};

struct Joint { // in places, not yet in group numbers
    int into, from;
    double cost;
};

std::vector<Joint> chain(Groups groups)
{
    const int points = static_cast<int>(groups.centres.rows());
    std::vector<Joint> joints;
    std::vector<int> path;
    while (static_cast<int>(joints.size()) < points - 1) {
        if (path.empty())
            path.push_back(static_cast<int>(
                std::find(groups.alive.begin(), groups.alive.end(), true) - groups.alive.begin()));
        const int top = path.back(), previous = path.size() > 1 ? path[path.size() - 2] : -1;
        const auto [next, price] = groups.nearest(top, previous);
        if (next != previous) {
            path.push_back(next);
            continue;
        }
        joints.push_back({ std::min(top, previous), std::max(top, previous), price });
        groups.merge(joints.back().into, joints.back().from);
        path.resize(path.size() - 2);
    }
    return joints;
}

int rootOf(std::vector<int>& parents, int item)
{
    while (parents[static_cast<std::size_t>(item)] != item)
        item = parents[static_cast<std::size_t>(item)]
            = parents[static_cast<std::size_t>(parents[static_cast<std::size_t>(item)])];
    return item;
}

} // namespace

std::vector<WardMerge> wardLinkage(const Eigen::MatrixXd& centroids, const std::vector<double>& sizes)
{
    MINAMO_ASSERT(centroids.rows() == static_cast<Eigen::Index>(sizes.size()));
    auto joints = chain({ centroids, sizes, std::vector<bool>(sizes.size(), true) });
    std::stable_sort(
        joints.begin(), joints.end(), [](const Joint& a, const Joint& b) { return a.cost < b.cost; });
    const int points = static_cast<int>(sizes.size());
    std::vector<int> parents(2 * sizes.size());
    std::iota(parents.begin(), parents.end(), 0);
    std::vector<WardMerge> merges;
    for (const auto& joint : joints) {
        const int a = rootOf(parents, joint.into), b = rootOf(parents, joint.from);
        const int made = points + static_cast<int>(merges.size());
        merges.push_back({ std::min(a, b), std::max(a, b), joint.cost });
        parents[static_cast<std::size_t>(a)] = parents[static_cast<std::size_t>(b)] = made;
    }
    return merges;
}

std::vector<std::int32_t> cutLinkage(
    const std::vector<WardMerge>& merges, const std::vector<double>& sizes, int groups)
{
    const int points = static_cast<int>(sizes.size());
    MINAMO_ASSERT(groups >= 1 && groups <= points && static_cast<int>(merges.size()) == points - 1);
    std::vector<int> parents(2 * sizes.size());
    std::iota(parents.begin(), parents.end(), 0);
    for (int merge = 0; merge < points - groups; ++merge) {
        const auto& joined = merges[static_cast<std::size_t>(merge)];
        parents[static_cast<std::size_t>(joined.first)] = parents[static_cast<std::size_t>(joined.second)]
            = points + merge;
    }
    std::vector<double> weights(2 * sizes.size(), 0);
    std::vector<int> roots;
    for (int point = 0; point < points; ++point) {
        const int root = rootOf(parents, point);
        if (std::find(roots.begin(), roots.end(), root) == roots.end())
            roots.push_back(root);
        weights[static_cast<std::size_t>(root)] += sizes[static_cast<std::size_t>(point)];
    }
    std::stable_sort(roots.begin(), roots.end(), [&](int a, int b) {
        return weights[static_cast<std::size_t>(a)] > weights[static_cast<std::size_t>(b)];
    });
    std::vector<std::int32_t> labels;
    for (int point = 0; point < points; ++point)
        labels.push_back(static_cast<std::int32_t>(
            std::find(roots.begin(), roots.end(), rootOf(parents, point)) - roots.begin()));
    return labels;
}

} // namespace minamo
