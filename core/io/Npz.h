#pragma once
#include "io/Safetensors.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace minamo {

/// Writes named arrays as NumPy's .npz, uncompressed like numpy.savez, so that numpy.load reads them. Arrays
/// are made one after the other while the file is written: memory holds one at a time.
class NpzWriter {
public:
    /// Gives the array's bytes: row-major, little-endian, of exactly the announced size.
    using Source = std::function<Result<std::string>()>;

    explicit NpzWriter(Path file) : m_file(std::move(file)) { }
    /// dtype: any but bf16, which NumPy does not know.
    void add(std::string name, DType dtype, std::vector<std::int64_t> shape, Source source);
    /// Writes beside the target and renames. Errors: "file.cannot-write" {path}, those of the sources.
    Result<void> write() const;

private:
    struct Array {
        std::string name;
        std::string header; ///< of the .npy format, version 1.0
        std::uint64_t bytes = 0;
        Source source;
    };
    Path m_file;
    std::vector<Array> m_arrays;
};

} // namespace minamo
