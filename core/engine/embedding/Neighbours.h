#pragma once
#include <ATen/core/Tensor.h>
#include <cstdint>
#include <functional>
#include <vector>

namespace minamo {

/// The k nearest other rows of every row, nearest first.
struct Neighbours {
    int k = 0;
    std::vector<std::int32_t> indices; ///< N x k
    std::vector<float> distances; ///< N x k, Euclidean
    std::size_t rows() const { return k == 0 ? 0 : indices.size() / static_cast<std::size_t>(k); }
};

/// Exact neighbours by tiles of distances (N^2 D); equal distances go to the lower index. `features` F32 or
/// F64 [N, D] on the CPU; k is lowered to N - 1. `stop` true ends early (the rest stays 0).
Neighbours exactNeighbours(const at::Tensor& features, int k, const std::function<bool()>& stop = {});

/// Neighbours from a navigable small-world graph (hnswlib, M 16, efConstruction 100): about .999 of them are
/// the true ones. Deterministic: rows are inserted in order by one thread.
Neighbours approximateNeighbours(const at::Tensor& features, int k, const std::function<bool()>& stop = {});

/// Exact up to 20,000 rows, approximate above.
Neighbours nearestNeighbours(const at::Tensor& features, int k, const std::function<bool()>& stop = {});

} // namespace minamo
