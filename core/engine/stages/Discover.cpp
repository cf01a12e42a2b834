#include "engine/stages/Discover.h"

#include "engine/clustering/ClusterMeans.h"
#include "engine/clustering/Matrices.h"
#include "engine/clustering/StyleGrouping.h"
#include "engine/device/Guarded.h"
#include "engine/stages/CellInput.h"
#include "engine/stages/StyleCards.h"
#include "statistics/Contingency.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <cmath>
#include <limits>

namespace minamo {
namespace {

constexpr std::int64_t steps = 4; // features read, pseudo-domains, styles, cards

/// Takes every class's mean out and puts the common mean back: what is left is not what the classes differ
/// in.
at::Tensor withoutClassMeans(const at::Tensor& features, const std::vector<std::int32_t>& classes)
{
    std::vector<std::int64_t> codes(classes.begin(), classes.end());
    const auto labels = at::tensor(codes, at::kLong) + 1; // unknown is a class of its own here
    const auto means = clusterMeans(features, labels, labels.max().item<std::int64_t>() + 1);
    return features - means.index_select(0, labels) + features.mean(0, true);
}

/// d2 / (d1 + d2) of the squared distances to the nearest centroid of the own and of any other style.
float membershipOf(const float* squared, std::int32_t own, const std::vector<std::int32_t>& styleOf)
{
    float inside = std::numeric_limits<float>::infinity(), outside = inside;
    for (std::size_t cluster = 0; cluster < styleOf.size(); ++cluster) {
        float& nearest = styleOf[cluster] == own ? inside : outside;
        nearest = std::min(nearest, squared[cluster]);
    }
    return std::isinf(outside) || inside + outside <= 0 ? 1 : outside / (inside + outside);
}

std::vector<float> memberships(const at::Tensor& features, const at::Tensor& centroids,
    const std::vector<std::int32_t>& style, const std::vector<std::int32_t>& styleOf)
{
    constexpr std::int64_t tile = 32768; // bounds the N x K distances in memory
    const auto count = features.size(0);
    std::vector<float> degrees;
    for (std::int64_t from = 0; from < count; from += tile) {
        const auto rows = features.narrow(0, from, std::min(tile, count - from));
        const auto table = at::cdist(rows, centroids).square().to(at::kFloat).contiguous();
        for (std::int64_t i = 0; i < rows.size(0); ++i)
            degrees.push_back(membershipOf(table.const_data_ptr<float>() + i * table.size(1),
                style[static_cast<std::size_t>(from + i)], styleOf));
    }
    return degrees;
}

std::vector<float> floatsOf(const at::Tensor& tensor)
{
    const auto host = tensor.to(at::kCPU, at::kFloat).contiguous();
    return { host.const_data_ptr<float>(), host.const_data_ptr<float>() + host.numel() };
}

/// Everything about styles that needs the features.
Styles stylesFrom(const at::Tensor& features, const Clustering& found, const StyleGroups& groups)
{
    Styles styles;
    styles.pseudoDomain = codesOf(found.assignments);
    styles.styleOf = groups.styleOf;
    styles.stability = groups.stability;
    styles.distance = floatsOf(found.distances.clamp_min(0).sqrt());
    styles.centroids = floatsOf(found.centroids);
    styles.dimension = found.centroids.size(1);
    for (const auto cluster : styles.pseudoDomain)
        styles.style.push_back(groups.styleOf[static_cast<std::size_t>(cluster)]);
    styles.membership = memberships(features, found.centroids, styles.style, groups.styleOf);
    styles.styles.resize(static_cast<std::size_t>(groups.styles));
    for (std::size_t i = 0; i < styles.styles.size(); ++i) {
        styles.styles[i].number = static_cast<int>(i) + 1;
        styles.styles[i].count
            = std::count(styles.style.begin(), styles.style.end(), static_cast<std::int32_t>(i));
        for (std::size_t cluster = 0; cluster < groups.styleOf.size(); ++cluster)
            if (groups.styleOf[cluster] == static_cast<std::int32_t>(i))
                styles.styles[i].pseudoDomains.push_back(static_cast<std::int32_t>(cluster));
    }
    const std::vector<std::int64_t> wide(styles.style.begin(), styles.style.end());
    const auto own = at::tensor(wide, at::kLong);
    const auto means = clusterMeans(features, own, groups.styles);
    pickPhotos(styles, floatsOf((features - means.index_select(0, own)).square().sum(1).sqrt()));
    return styles;
}

Json triedToJson(const StyleGroups& groups)
{
    Json tried = Json::array();
    for (const auto& [count, stability] : groups.tried)
        tried.push_back({ { "styles", count }, { "stability", stability } });
    return tried;
}

struct Found {
    Styles styles;
    Json more;
};

Result<Found> compute(const Project& project, const Dataset& dataset, const CellRecord& cell,
    const DiscoverOptions& options, JobContext& context)
{
    context.progress("discover", 0, steps);
    MINAMO_TRY(const auto method, clusterMethod(options.method));
    MINAMO_TRY(const auto matrix, cellFeatures(project, cell, dataset.size()));
    auto features = tensorOfRows(matrix);
    if (options.removeClassMeans && dataset.label.known())
        features = withoutClassMeans(features, dataset.label.codes);
    context.progress("discover", 1, steps);
    const ClusterRequest request { pseudoDomainCount(
                                       options, features.size(0), distinctLabels(dataset.label.codes)),
        static_cast<std::uint64_t>(options.seed), options.restarts, [&] { return context.cancelled(); } };
    MINAMO_TRY(const auto found, method.cluster(features, request));
    context.progress("discover", 2, steps);
    const auto groups = groupStyles(features, found, method, request, options.styles);
    if (context.cancelled())
        return cancelledError();
    context.progress("discover", 3, steps);
    Found result { stylesFrom(features, found, groups),
        { { "inertia", found.inertia }, { "tried", triedToJson(groups) } } };
    linkColumns(result.styles, dataset);
    if (const auto facts = readImageFacts(project.artifacts().folder(dataset.artifact)))
        measureFacts(result.styles, *facts);
    return result;
}

Json summaryOf(const Styles& styles)
{
    Json list = Json::array();
    for (const auto& style : styles.styles)
        list.push_back({ { "number", style.number }, { "count", style.count }, { "words", style.words } });
    Json summary { { "tap", styles.tap }, { "timestep", styles.timestep },
        { "pseudoDomains", styles.pseudoDomains() }, { "styles", list }, { "stability", styles.stability },
        { "classLeak", nullptr }, { "associations", Json::array() } };
    for (const auto& link : styles.associations)
        summary["associations"].push_back(
            { { "column", link.column }, { "cramersV", link.cramersV }, { "nmi", link.nmi } });
    if (const auto* leak = styles.association("label"))
        summary["classLeak"] = { { "cramersV", leak->cramersV }, { "nmi", leak->nmi } };
    return summary;
}

void warn(const Styles& styles, JobContext& context)
{
    const auto rounded = [](double value) { return std::round(value * 100) / 100; };
    if (const auto* leak = styles.association("label"); leak != nullptr && leak->cramersV >= 0.5)
        context.warning({ "discover.class-leak", { { "v", rounded(leak->cramersV) } }, {} });
    if (styles.stability < 0.6)
        context.warning({ "discover.unstable", { { "stability", rounded(styles.stability) } }, {} });
}

StageResult resultOf(const std::string& id, const Styles& styles, JobContext& context)
{
    StageResult result { { { "/discover", id } }, summaryOf(styles) };
    result.summary["artifact"] = id;
    context.event("styles",
        { { "styles", styles.styles.size() }, { "pseudoDomains", styles.pseudoDomains() },
            { "stability", styles.stability } });
    warn(styles, context);
    context.progress("discover", steps, steps);
    return result;
}

} // namespace

int pseudoDomainCount(const DiscoverOptions& options, std::int64_t photos, int classes)
{
    constexpr std::int64_t each = 8;
    std::int64_t count = options.clusters;
    if (count == 0 && options.perClass > 0)
        count = static_cast<std::int64_t>(options.perClass) * std::max(classes, 1);
    if (count == 0) {
        const std::int64_t room = std::max<std::int64_t>(1, photos / each);
        if (classes < 2)
            count = std::min<std::int64_t>(35, room);
        else
            count = room < classes ? room : classes * std::min<std::int64_t>(5, room / classes);
    }
    return static_cast<int>(std::min(count, photos));
}

Result<StageResult> runDiscover(const Project& project, const DiscoverOptions& asked, JobContext& context)
{
    auto options = asked;
    MINAMO_TRY(const auto dataset, project.dataset());
    MINAMO_TRY(const auto cell, wantedCell(project, options.tap, options.timestep));
    const ArtifactKey key { DiscoverOptions::stage, 1, canonicalOptions(options),
        { dataset.labelled(), cell.artifact } };
    const auto& store = project.artifacts();
    if (store.contains(key.id())) {
        MINAMO_TRY(const auto styles, readStyles(store.folder(key.id())));
        return resultOf(key.id(), styles, context);
    }
    MINAMO_TRY(auto found, guarded("cpu", [&] { return compute(project, dataset, cell, options, context); }));
    found.styles.tap = options.tap;
    found.styles.timestep = options.timestep;
    MINAMO_TRY(auto draft, store.begin(key));
    MINAMO_DO(writeStyles(draft.folder(), found.styles, found.more));
    MINAMO_TRY(const auto id, store.commit(std::move(draft), summaryOf(found.styles)));
    return resultOf(id, found.styles, context);
}

} // namespace minamo
