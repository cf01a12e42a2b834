#pragma once
#include "engine/classify/GuideMap.h"
#include "project/FeatureStore.h"

#include <cstdint>
#include <vector>

namespace minamo {

/// The pseudo-domains of one fold: k-means on Psi of its training photos, found once (GUIDE). Plain features:
/// no PCA, no standardisation, no normalisation.
class PseudoDomains {
public:
    /// @param psi features of the whole data set; only `rows` are read
    /// @param rows training rows ("in"), at least 1
    /// @param clusters wanted K >= 1; at most half as many as rows are made, empty ones are dropped
    static PseudoDomains find(
        const FeatureMatrix& psi, const std::vector<int>& rows, int clusters, std::uint64_t seed);

    int count() const { return static_cast<int>(m_centroids.rows()); } ///< K'
    /// a_k: mean Psi of the training photos of each pseudo-domain, K' x d.
    const GuideMap::Matrix& centroids() const { return m_centroids; }
    /// Nearest pseudo-domain of every one of `rows`.
    std::vector<int> assign(const FeatureMatrix& psi, const std::vector<int>& rows) const;
    /// Transductive form: mean Psi of the unlabelled photos `rows` nearest to each pseudo-domain, K' x d; a
    /// pseudo-domain none of them is nearest to keeps its training mean.
    GuideMap::Matrix poolMeans(const FeatureMatrix& psi, const std::vector<int>& rows) const;

private:
    GuideMap::Matrix m_centroids;
};

} // namespace minamo
