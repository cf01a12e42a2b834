#include "engine/classify/GuideMap.h"

#include "base/Assert.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <vector>

namespace minamo {
namespace {

using Matrix = GuideMap::Matrix;
using Row = Eigen::RowVectorXd;

Row deviationOf(const Matrix& rows, const Row& mean)
{
    const Row variance = (rows.rowwise() - mean).array().square().colwise().mean();
    // scikit-learn's rule for a constant column: rounding noise is not a scale either.
    const Row noise = (mean.array().abs() * 10 * std::numeric_limits<double>::epsilon()).square();
    return (variance.array() <= noise.array()).select(1.0, variance.array().sqrt());
}

Matrix standardised(const Matrix& rows, const Row& mean, const Row& scale)
{
    return (rows.rowwise() - mean).array().rowwise() / scale.array();
}

/// Differences are taken before squaring: equal rows have distance 0 exactly.
Matrix squaredDistances(const Matrix& a, const Matrix& b)
{
    Matrix result(a.rows(), b.rows());
    for (Eigen::Index i = 0; i < a.rows(); ++i)
        for (Eigen::Index j = 0; j < b.rows(); ++j)
            result(i, j) = (a.row(i) - b.row(j)).squaredNorm();
    return result;
}

/// numpy.median: the mean of the two middle values when their number is even.
double medianOf(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    if (values.size() % 2 == 1)
        return *middle;
    return (*middle + *std::max_element(values.begin(), middle)) / 2;
}

Matrix kernel(const Matrix& squared, double gamma)
{
    return (-gamma * squared.array()).exp();
}

} // namespace

GuideMap GuideMap::fit(const Matrix& psiMeans, const Matrix& phiMeans, double alpha)
{
    MINAMO_ASSERT(psiMeans.rows() >= 1 && psiMeans.rows() == phiMeans.rows());
    GuideMap t;
    t.m_psiMean = psiMeans.colwise().mean();
    t.m_psiScale = deviationOf(psiMeans, t.m_psiMean);
    t.m_phiMean = phiMeans.colwise().mean();
    t.m_phiScale = deviationOf(phiMeans, t.m_phiMean);
    t.m_anchors = standardised(psiMeans, t.m_psiMean, t.m_psiScale);

    const Matrix squared = squaredDistances(t.m_anchors, t.m_anchors);
    const Matrix distances = squared.array().sqrt();
    t.m_median = medianOf({ distances.data(), distances.data() + distances.size() });
    t.m_gamma = t.m_median > 0 ? 1 / (2 * t.m_median * t.m_median) : 0;

    Matrix system = kernel(squared, t.m_gamma);
    system.diagonal().array() += alpha;
    t.m_dual = system.llt().solve(standardised(phiMeans, t.m_phiMean, t.m_phiScale));
    return t;
}

GuideMap::Matrix GuideMap::map(const Matrix& psi) const
{
    const Matrix weights
        = kernel(squaredDistances(standardised(psi, m_psiMean, m_psiScale), m_anchors), m_gamma);
    const Matrix scaled = (weights * m_dual).array().rowwise() * m_phiScale.array();
    return scaled.rowwise() + m_phiMean;
}

} // namespace minamo
