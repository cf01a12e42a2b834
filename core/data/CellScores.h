#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace minamo {

/// How one cell (tap x timestep) answers to environments and to classes. What cannot be said (no
/// environments, one class) is absent, null in JSON.
struct CellScore {
    std::string tap;
    int timestep = 0;
    std::int64_t dimension = 0; ///< D of the features
    std::optional<double> styleNmi; ///< k-means with K = environments against environments, 0..1
    std::optional<double> classNmi; ///< k-means with K = classes against classes, 0..1: wanted low
    std::optional<double> balance; ///< styleNmi - classNmi, for the reader; nothing is chosen by it
    double silhouette = 0; ///< at `clusters`, -1..1
    double stability = 0; ///< mean ARI between seeds at `clusters`, -0.5..1
    double labelFree = 0; ///< max(0, stability) * max(0, silhouette)
    int clusters = 0; ///< K with the largest label-free figure
};

Json cellScoreToJson(const CellScore& score);

/// The grid layer x timestep with its scores: content of scores.json, artifact of stage "score".
struct CellScores {
    std::vector<CellScore> cells; ///< by position in the network, then timestep
    std::string criterion; ///< "style-nmi" or "label-free"
    int best = -1; ///< index of the recommended cell, -1 if there is none
    std::string reason; ///< phrase key "cell.best-style-nmi" / "cell.best-label-free"
    Json values = Json::object(); ///< for the phrase: {"score", "classNmi", "cells"}
    std::vector<std::string>
        notes; ///< "score.one-environment" ...: phrase "error.<note>", what could not be computed
};

Result<CellScores> readCellScores(const Path& artifactFolder);
Result<void> writeCellScores(const Path& artifactFolder, const CellScores& scores);

} // namespace minamo
