#pragma once
#include "data/Dataset.h"

#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// Rows of a data set on the two sides of a split, ascending.
struct SplitSides {
    std::vector<int> in, out;
};

/// DomainBed's "in" / "out" split: inside every environment about `share` of the photos go "out", evenly over
/// the classes. Photos of one physical part (column `group`) and exact copies of a photo stay on one side.
/// The order is keyed on (seed, environment, sample id): it does not depend on other environments, on the
/// order of rows, nor on anything but names and labels of `rows`.
/// @param rows rows of `dataset` to split; those without a label are left out
/// @param share wanted share of "out", 0..1; floor(share * n) photos per environment, less if groups are
/// large
SplitSides splitInOut(
    const Dataset& dataset, const std::vector<int>& rows, std::uint64_t seed, double share = 0.2);

/// One round of training: what may be learned from, what chooses the checkpoint, what is reported.
struct TrainFold {
    int number = 0;
    std::string holdout; ///< name of the held-out environment, "" for a plain split
    std::vector<int> train; ///< "in" rows of the training environments
    std::vector<int> validation; ///< their "out" rows: choose cell, head and checkpoint
    std::vector<int> test; ///< rows reported: the whole held-out environment
    std::vector<std::uint8_t> testIn; ///< 1 = in DomainBed's "in" part of the target (the published figure)
    int leftOut = 0; ///< photos used on neither side, because a copy or the same part is on the other
};

/// All leave-one-environment-out folds ("all"), the fold of one environment (its name), one plain split (""),
/// or one fold that holds nothing out ("none": every labelled photo is in train or validation). With fewer than two environments "all" gives the plain split. Photos of unknown environment take
/// part only in the plain split (they could come from the target). A part or copy that stands in the target
/// and elsewhere is given to one side by a coin keyed on it; its other photos are left out. Errors:
/// "train.no-labels", "train.one-class", "train.one-class-in-fold", "train.too-few-photos",
/// "train.unknown-environment", "train.only-environment".
Result<std::vector<TrainFold>> trainFolds(
    const Dataset& dataset, const std::string& holdout, std::uint64_t seed);

/// Codes of the environments that hold at least one labelled photo, ascending.
std::vector<int> usedEnvironments(const Dataset& dataset);

} // namespace minamo
