#pragma once
#include "statistics/Contingency.h"

#include <vector>

namespace minamo {

/// Agreement of two labellings of the same items (U and V), whatever their values are called.

/// Entropy of the shares counts/total in nats.
double entropyNats(const Eigen::VectorXd& counts);
/// I(U, V) = sum p_ij ln(p_ij / (p_i p_j)) in nats, >= 0.
double mutualInformation(const Contingency& table);
/// Mean of I(U, V) over all labellings with the same group sizes (Vinh, Epps and Bailey 2010), in nats.
double expectedMutualInformation(const Contingency& table);

/// NMI = 2 I(U, V) / (H(U) + H(V)), in [0, 1]; two labellings of one group each agree fully (1).
double normalizedMutualInformation(Labels a, Labels b);
double normalizedMutualInformation(const Contingency& table);
/// AMI = (I - E[I]) / ((H(U) + H(V)) / 2 - E[I]): 0 for chance, 1 for equal.
double adjustedMutualInformation(Labels a, Labels b);
/// ARI (Hubert and Arabie 1985): pair counts corrected for chance: 0 for chance, 1 for equal.
double adjustedRandIndex(Labels a, Labels b);
/// Mean ARI over all pairs of labellings; 1 for fewer than two.
double meanAgreement(const std::vector<std::vector<std::int32_t>>& labellings);

} // namespace minamo
