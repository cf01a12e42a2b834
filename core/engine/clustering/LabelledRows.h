#pragma once
#include "engine/clustering/CellScoring.h"

namespace minamo {

/// The rows `labels` looks at: its own list, or all `total`.
std::vector<int> rowsOf(const ScoreLabels& labels, Eigen::Index total);
/// Those of `rows` whose code is known; none if there is no such column.
std::vector<int> knownRows(const std::vector<int>& rows, const std::vector<std::int32_t>& codes);
std::vector<std::int32_t> codesAt(const std::vector<std::int32_t>& codes, const std::vector<int>& rows);

} // namespace minamo
