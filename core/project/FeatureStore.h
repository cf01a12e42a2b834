#pragma once
#include "project/ArtifactStore.h"

#include <Eigen/Core>
#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// N x D features, row i = sample i of the data set they were made from.
using FeatureMatrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Name of one cell of the grid layer x timestep.
struct CellId {
    std::string tap;
    int timestep = 0;
    auto operator<=>(const CellId&) const = default;
};
std::string cellName(const CellId& cell); ///< "up_blocks.1@50"
/// File of one chunk of rows inside a cell's folder: "features" F32 [rows, D] and "ids" U64 [rows].
std::string chunkName(std::int64_t chunk);

/// One finished cell: an artifact of stage "cell" whose folder holds chunk files (decision D4).
struct CellRecord {
    CellId cell;
    std::string artifact;
    std::int64_t rows = 0, dimension = 0;
};

/// Reads finished cells. Free of LibTorch: the window and the analysis use it alike.
class FeatureStore {
public:
    explicit FeatureStore(const ArtifactStore& artifacts) : m_artifacts(artifacts) { }
    /// Records of these cell artifacts (the project's "/features"), sorted by position in the network, then
    /// timestep. Errors: "project.no-artifact", "features.damaged" {path}.
    Result<std::vector<CellRecord>> records(const std::vector<std::string>& artifacts) const;
    Result<FeatureMatrix> matrix(const CellRecord& record) const;

private:
    const ArtifactStore& m_artifacts;
};

} // namespace minamo
