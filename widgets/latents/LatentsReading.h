#pragma once
#include "heatmap/HeatGrid.h"
#include "project/Project.h"

namespace minamo {

/// What the disk knows of the grid: features, scores and probe that the project points to. Missing parts are
/// no error; runs in the background.
Result<HeatGrid> readHeatGrid(const Project& project);

} // namespace minamo
