#include "package/StyleMatcher.h"

#include "base/Assert.h"
#include "io/Safetensors.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace minamo {
namespace {

double distanceBetween(const float* a, const float* b, std::int64_t dimension)
{
    double sum = 0;
    for (std::int64_t i = 0; i < dimension; ++i)
        sum += (double { a[i] } - b[i]) * (double { a[i] } - b[i]);
    return std::sqrt(sum);
}

} // namespace

StyleMatcher StyleMatcher::fit(const Styles& styles, const FeatureMatrix& features)
{
    MINAMO_ASSERT(features.rows() == static_cast<Eigen::Index>(styles.pseudoDomain.size()));
    const auto count = static_cast<Eigen::Index>(styles.pseudoDomains());
    Eigen::MatrixXd sums = Eigen::MatrixXd::Zero(count, features.cols());
    Eigen::VectorXd photos = Eigen::VectorXd::Zero(count);
    for (Eigen::Index row = 0; row < features.rows(); ++row) {
        const auto domain = styles.pseudoDomain[static_cast<std::size_t>(row)];
        sums.row(domain) += features.row(row).cast<double>();
        photos[domain] += 1;
    }
    StyleMatcher matcher;
    matcher.m_means.resize(count, features.cols());
    Eigen::Index kept = 0;
    for (Eigen::Index k = 0; k < count; ++k) {
        if (photos[k] == 0)
            continue;
        matcher.m_means.row(kept++) = (sums.row(k) / photos[k]).cast<float>();
        matcher.m_styleOf.push_back(styles.styleOf[static_cast<std::size_t>(k)]);
    }
    matcher.m_means.conservativeResize(kept, Eigen::NoChange);
    return matcher;
}

Result<StyleMatcher> StyleMatcher::read(const Path& file, std::int64_t styles)
{
    MINAMO_TRY(const auto opened, SafetensorsFile::open(file));
    MINAMO_TRY(const auto means, opened.require("centroids", DType::f32, 2));
    MINAMO_TRY(const auto styleOf, opened.require("style_of", DType::i32, 1));
    StyleMatcher matcher;
    matcher.m_styleOf.assign(styleOf.data<std::int32_t>(), styleOf.data<std::int32_t>() + styleOf.elements());
    const bool known = std::all_of(matcher.m_styleOf.begin(), matcher.m_styleOf.end(),
        [&](std::int32_t style) { return style >= 0 && style < styles; });
    if (!known || means.shape[0] != styleOf.shape[0] || means.elements() == 0)
        return fail("package.bad-weights", { { "path", file.string() }, { "tensor", "style_of" } });
    matcher.m_means = Eigen::Map<const FeatureMatrix>(means.data<float>(), means.shape[0], means.shape[1]);
    return matcher;
}

Result<void> StyleMatcher::write(const Path& file) const
{
    const std::vector<float> means(m_means.data(), m_means.data() + m_means.size());
    return writeSafetensors(file,
        { tensorOf("centroids", DType::f32, means, { m_means.rows(), m_means.cols() }),
            tensorOf("style_of", DType::i32, m_styleOf) });
}

StyleMatcher::Match StyleMatcher::match(const float* row) const
{
    Match best { 0, 0, std::numeric_limits<double>::infinity() };
    for (Eigen::Index k = 0; k < m_means.rows(); ++k) {
        const double distance = distanceBetween(row, m_means.row(k).data(), m_means.cols());
        if (distance < best.distance)
            best = { static_cast<int>(k), m_styleOf[static_cast<std::size_t>(k)], distance };
    }
    return best;
}

double StyleMatcher::outsideLimit(const Styles& styles, const FeatureMatrix& features, double quantile) const
{
    // Means are kept in the order of their pseudo-domains; empty ones are gone.
    std::vector<std::int64_t> photos(styles.pseudoDomains()), place(styles.pseudoDomains());
    for (const auto domain : styles.pseudoDomain)
        ++photos[static_cast<std::size_t>(domain)];
    for (std::size_t k = 0, kept = 0; k < photos.size(); ++k)
        place[k] = photos[k] > 0 ? static_cast<std::int64_t>(kept++) : -1;
    std::vector<double> distances;
    for (Eigen::Index row = 0; row < features.rows(); ++row) {
        const auto own = static_cast<std::size_t>(styles.pseudoDomain[static_cast<std::size_t>(row)]);
        double nearest = std::numeric_limits<double>::infinity();
        for (Eigen::Index k = 0; k < m_means.rows(); ++k) {
            double distance = distanceBetween(features.row(row).data(), m_means.row(k).data(), dimension());
            if (k == place[own])
                distance = photos[own] > 1 ? distance * double(photos[own]) / double(photos[own] - 1)
                                           : std::numeric_limits<double>::infinity();
            nearest = std::min(nearest, distance);
        }
        if (std::isfinite(nearest))
            distances.push_back(nearest);
    }
    if (distances.empty())
        return 0;
    std::sort(distances.begin(), distances.end());
    const double at = quantile * double(distances.size() - 1);
    const auto below = static_cast<std::size_t>(at), above = std::min(below + 1, distances.size() - 1);
    return distances[below] + (at - double(below)) * (distances[above] - distances[below]);
}

} // namespace minamo
