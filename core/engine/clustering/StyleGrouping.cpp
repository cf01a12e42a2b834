#include "engine/clustering/StyleGrouping.h"

#include "engine/clustering/Matrices.h"
#include "engine/clustering/Ward.h"
#include "statistics/Agreement.h"
#include "statistics/Sampling.h"

#include <ATen/ATen.h>
#include <algorithm>

namespace minamo {
namespace {

/// A partition into pseudo-domains that can be cut into any number of styles.
struct Tree {
    std::vector<std::int32_t> labels;
    std::vector<double> sizes;
    std::vector<WardMerge> merges;

    std::vector<std::int32_t> cut(int styles) const
    {
        return cutLinkage(merges, sizes, std::min<int>(styles, static_cast<int>(sizes.size())));
    }
    std::vector<std::int32_t> stylesOfRows(int styles) const
    {
        const auto of = cut(styles);
        std::vector<std::int32_t> rows;
        for (const auto label : labels)
            rows.push_back(of[static_cast<std::size_t>(label)]);
        return rows;
    }
};

Tree treeOf(const Clustering& found)
{
    const auto clusters = found.centroids.size(0);
    const auto counts = at::bincount(found.assignments, {}, clusters).to(at::kCPU, at::kDouble).contiguous();
    Tree tree { codesOf(found.assignments),
        { counts.const_data_ptr<double>(), counts.const_data_ptr<double>() + clusters }, {} };
    for (auto& size : tree.sizes)
        size = std::max(size, 1e-6); // an empty cluster weighs nothing but has a place
    tree.merges = wardLinkage(matrixOf(found.centroids).cast<double>(), tree.sizes);
    return tree;
}

/// Adds to `sums` (one per number of styles) the agreement of one re-run on 80 % of the rows.
Result<void> addDraw(const at::Tensor& features, const Tree& tree, const ClusterMethod& method,
    ClusterRequest request, std::pair<int, int> range, std::vector<double>& sums)
{
    const auto total = features.size(0);
    const auto rows = sampleRows(total, std::max<std::int64_t>(2, total * 4 / 5), request.seed);
    request.restarts = std::min(request.restarts, 3);
    MINAMO_TRY(const auto found,
        method.cluster(features.index_select(0, at::tensor(rows, at::kLong).to(features.device())), request));
    const auto other = treeOf(found);
    for (int styles = range.first; styles <= range.second; ++styles) {
        const auto all = tree.stylesOfRows(styles);
        std::vector<std::int32_t> same;
        for (const auto row : rows)
            same.push_back(all[static_cast<std::size_t>(row)]);
        sums[static_cast<std::size_t>(styles - range.first)]
            += adjustedRandIndex(same, other.stylesOfRows(styles));
    }
    return {};
}

} // namespace

std::pair<int, int> styleRange(std::int64_t photos, std::int64_t clusters)
{
    const int most = static_cast<int>(std::clamp<std::int64_t>(std::min(clusters, photos / 15), 1, 12));
    return { std::min(4, most), most };
}

StyleGroups groupStyles(const at::Tensor& features, const Clustering& found, const ClusterMethod& method,
    const ClusterRequest& request, int wanted, int draws)
{
    const auto clusters = found.centroids.size(0);
    auto range = styleRange(features.size(0), clusters);
    if (wanted > 0)
        range.first = range.second = std::min<int>(wanted, static_cast<int>(clusters));
    const auto tree = treeOf(found);
    std::vector<double> sums(static_cast<std::size_t>(range.second - range.first + 1), 0);
    int done = 0;
    for (int draw = 0; draw < draws && !(request.stop && request.stop()); ++draw) {
        auto again = request;
        again.seed = request.seed * 7919 + static_cast<std::uint64_t>(draw) + 1;
        done += addDraw(features, tree, method, again, range, sums).has_value();
    }
    StyleGroups groups { {}, range.first, 0, {} };
    double best = -1;
    for (std::size_t i = 0; i < sums.size(); ++i) {
        groups.tried.emplace_back(range.first + static_cast<int>(i), sums[i] / std::max(done, 1));
        best = std::max(best, groups.tried.back().second);
    }
    for (const auto& [styles, stability] : groups.tried)
        if (stability >= best - 0.02) {
            groups.styles = styles;
            groups.stability = stability;
        }
    groups.styleOf = tree.cut(groups.styles);
    return groups;
}

} // namespace minamo
