#pragma once
#include <Eigen/Core>

namespace minamo {

/// T of GUIDE: from the mean diffusion feature of a pseudo-domain (Psi space) to the mean task feature of the
/// same photos (Phi space). RBF kernel ridge regression between standardised cluster means:
///   a~ = (a - mu_A) / s_A, b~ = (b - mu_B) / s_B  (population deviation over clusters; a deviation of 0
///   counts as 1), gamma = 1 / (2 m^2), m = median of all K'K' distances |a~_i - a~_j|, the zero diagonal
///   included (the mean of the two middle ones when their number is even),  G_ij = exp(-gamma |a~_i -
///   a~_j|^2),  W = (G + alpha I)^-1 B~, T(a) = mu_B + s_B * sum_j exp(-gamma |a~ - a~_j|^2) W_j.
/// With alpha = 1 it shrinks towards mu_B: it does not interpolate.
class GuideMap {
public:
    using Matrix = Eigen::MatrixXd;

    /// @param psiMeans K' x d_Psi, K' >= 1: one row per non-empty pseudo-domain
    /// @param phiMeans K' x d_Phi: same rows
    /// If all rows of psiMeans are equal (m = 0), T is the constant mu_B.
    static GuideMap fit(const Matrix& psiMeans, const Matrix& phiMeans, double alpha = 1);

    /// T of every row (n x d_Psi -> n x d_Phi).
    Matrix map(const Matrix& psi) const;

    double median() const { return m_median; }
    double gamma() const { return m_gamma; }
    const Matrix& dualCoefficients() const { return m_dual; } ///< W, K' x d_Phi
    const Matrix& anchors() const { return m_anchors; } ///< a~, K' x d_Psi
    const Eigen::RowVectorXd& psiMean() const { return m_psiMean; }
    const Eigen::RowVectorXd& psiScale() const { return m_psiScale; }
    const Eigen::RowVectorXd& phiMean() const { return m_phiMean; }
    const Eigen::RowVectorXd& phiScale() const { return m_phiScale; }

private:
    Eigen::RowVectorXd m_psiMean, m_psiScale, m_phiMean, m_phiScale;
    Matrix m_anchors, m_dual;
    double m_median = 0, m_gamma = 0;
};

} // namespace minamo
