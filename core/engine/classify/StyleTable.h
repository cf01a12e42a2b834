#pragma once
#include "engine/classify/PseudoDomains.h"
#include "engine/training/Checkpoint.h"

namespace minamo {

/// T in force for a classifier: what is concatenated to Phi for the photos of each pseudo-domain. Kept as the
/// two sets of means it was fitted on, from which T follows again, bit by bit.
struct StyleTable {
    GuideMap::Matrix psiMeans; ///< a_k, K' x d_Psi
    GuideMap::Matrix phiMeans; ///< b_k, K' x d_Phi
    at::Tensor mapped; ///< T(a_k), F32 [K', d_Phi], on the CPU

    static StyleTable fit(const GuideMap::Matrix& psiMeans, const GuideMap::Matrix& phiMeans);
    /// T of other means of Psi (transductive form), F32.
    at::Tensor mappedFor(const GuideMap::Matrix& psi) const;
    /// Rows of `table` for these pseudo-domains, F32 [n, d_Phi].
    static at::Tensor rowsFor(const at::Tensor& table, const std::vector<int>& domains);
};

/// "<prefix>psi_means", "phi_means" (F64) and "mapped" (F32).
void collectStyles(const StyleTable& table, const std::string& prefix, NamedTensors& into);
/// Error "checkpoint.missing-tensor".
Result<StyleTable> restoreStyles(const std::string& prefix, const NamedTensors& from);

/// Mean of the rows of `features` (F32 or F64 [n, d]) per pseudo-domain, count x d, in double. One
/// without rows (a tie in float) gets the mean of all rows.
GuideMap::Matrix domainMeans(const at::Tensor& features, const std::vector<int>& domains, int count);

} // namespace minamo
