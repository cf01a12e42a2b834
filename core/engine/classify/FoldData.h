#pragma once
#include "engine/training/MiniBatches.h"

#include <functional>
#include <string>
#include <vector>

namespace minamo {

/// What one fold may learn from. Nothing else of the data set reaches the trainers: rows of the held-out
/// environment are not in here (decision D14). Labels and ids are columns of the whole data set, read at
/// these rows only.
struct FoldData {
    std::vector<EnvironmentRows> train; ///< "in" rows of every training environment
    std::vector<EnvironmentRows> validation; ///< their "out" rows, same order
    const std::vector<std::int32_t>* labels = nullptr;
    const std::vector<std::uint64_t>* ids = nullptr;
    int classes = 0;
    std::uint64_t seed = 0;

    int label(int row) const { return (*labels)[static_cast<std::size_t>(row)]; }
    std::uint64_t id(int row) const { return (*ids)[static_cast<std::size_t>(row)]; }
};

/// All rows of the environments, one after the other.
inline std::vector<int> rowsOf(const std::vector<EnvironmentRows>& environments)
{
    std::vector<int> rows;
    for (const auto& environment : environments)
        rows.insert(rows.end(), environment.rows.begin(), environment.rows.end());
    return rows;
}

/// How a trainer speaks to the stage that runs it.
struct TrainWatch {
    std::function<bool()> cancelled = [] { return false; };
    std::function<void(int step)> stepped = [](int) {};
    /// Mean loss since the last call, and accuracy on validation (mean over training environments; -1 if
    /// there is none).
    std::function<void(int step, double loss, double validation)> measured = [](int, double, double) {};
};

/// What a trainer hands over: the checkpoint that validation chose.
struct TrainOutcome {
    int steps = 0, bestStep = 0;
    double validation = 0; ///< of the kept step, 0..1; -1 without validation photos
    double validationLoss = 0; ///< mean cross-entropy there (fast head)
    std::vector<int> refreshes = {}; ///< steps at which T was fitted; empty for ERM
    int hidden = 0; ///< fast head: units of the hidden layer, 0 = linear
};

} // namespace minamo
