#pragma once
#include "project/FeatureStore.h"
#include "project/Project.h"

#include <string>
#include <vector>

namespace minamo {

/// Finished cells of the project, in network order. Error "analysis.no-features" if there are none.
Result<std::vector<CellRecord>> projectCells(const Project& project);

/// The cell an analysis works on: the named one, else ("" / -1) the project's chosen one. `tap` and
/// `timestep` are set to what was found, so that an artifact's id does not depend on how the cell was named.
/// Errors: "analysis.no-features", "analysis.no-cell", "analysis.unknown-cell" {tap, timestep}.
Result<CellRecord> wantedCell(const Project& project, std::string& tap, int& timestep);

/// Features of a cell for these photos. Errors: "analysis.rows-differ", "analysis.not-finite", those of
/// FeatureStore.
Result<FeatureMatrix> cellFeatures(const Project& project, const CellRecord& cell, std::size_t photos);

/// Ids of the cells' artifacts and of the photos: the inputs of an analysis of all cells.
std::vector<std::string> inputIds(const std::vector<CellRecord>& cells, const std::string& samples);

} // namespace minamo
