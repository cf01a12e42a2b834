#pragma once
#include "data/CellScores.h"
#include "project/FeatureStore.h"
#include "stages/ScoreOptions.h"

#include <functional>
#include <vector>

namespace minamo {

/// What is known of the photos when cells are judged. Codes per row of the features, -1 = unknown; empty = no
/// such column.
struct ScoreLabels {
    std::vector<std::int32_t> environments, classes;
    std::vector<int> rows; ///< only these rows are looked at (a fold's training environments); empty = all
};

/// What is computed of a cell: a fold that picks by style NMI needs no label-free figure.
enum class ScoreParts { all, labelsOnly };

/// Judges one cell.
///   styleNmi = NMI(k-means with K = environments, environments), classNmi likewise with classes (design:
///   method 1.2); for K = minClusters .. maxClusters: `seeds` runs of k-means from one start each; A = mean
///   pairwise ARI of the runs, S = silhouette of the run with the smallest inertia; label-free figure = max
///   over K of max(0, A) * max(0, S).
/// Features are taken as they are, as GUIDE clusters them. Deterministic by options.seed.
/// @param features N x D; rows of unknown label are left out of the figure that needs it
/// @param stop true = end early; the result is then meaningless
CellScore scoreCell(const FeatureMatrix& features, const ScoreLabels& labels, const ScoreOptions& options,
    ScoreParts parts = ScoreParts::all, const std::function<bool()>& stop = {});

/// "style-nmi" if two or more environments are known among the rows looked at, else "label-free"; a criterion
/// named in the options is kept as long as it can be computed.
std::string chosenCriterion(const ScoreLabels& labels, const ScoreOptions& options);

/// The recommended cell (index), -1 for none. Label-free: the largest figure. Style NMI: cells within 0.02 of
/// the largest style NMI differ by less than k-means itself does between seeds, so among them the one with
/// the smallest class NMI (the least class leak) is taken; further off, style NMI alone decides. Ties: the
/// earlier cell.
int bestCell(const std::vector<CellScore>& cells, const std::string& criterion);

/// Judges all cells in order and picks one. `said` hears every score as it is there; it returns false to
/// stop, which gives the error "cancelled". Other errors: those of FeatureStore::matrix,
/// "analysis.not-finite", "analysis.rows-differ".
Result<CellScores> scoreCells(const FeatureStore& store, const std::vector<CellRecord>& cells,
    const ScoreLabels& labels, const ScoreOptions& options, ScoreParts parts,
    const std::function<bool(const CellScore*)>& said);

} // namespace minamo
