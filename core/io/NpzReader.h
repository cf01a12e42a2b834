#pragma once
#include "base/Result.h"
#include "io/Files.h"

#include <string>
#include <vector>

namespace minamo {

/// A matrix of a NumPy .npz file as floats, row by row.
struct NpzMatrix {
    std::string name;
    std::int64_t rows = 0, columns = 0;
    std::vector<float> values;
};

/// The only array of two dimensions in float32 or float64, little-endian and in C order, as numpy.savez and
/// savez_compressed write it; arrays of another kind may stand beside it. Errors: "npz.cannot-read" {path},
/// "npz.no-matrix" {path, known}, "npz.bad-array" {path, name}.
Result<NpzMatrix> readNpzMatrix(const Path& file);

} // namespace minamo
