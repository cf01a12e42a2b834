#pragma once
#include "io/Files.h"

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace minamo {

/// Element types of the safetensors format that Minamo uses; others are refused by name.
enum class DType { boolean, u8, i8, u16, i16, f16, bf16, u32, i32, f32, u64, i64, f64 };
std::string_view dtypeName(DType dtype);                        ///< "F32" ...
std::optional<DType> dtypeFromName(std::string_view name);
std::size_t dtypeSize(DType dtype);                             ///< bytes of one element

/// A named array: row-major, little-endian, not owned.
struct TensorView {
    std::string name;
    DType dtype = DType::f32;
    std::vector<std::int64_t> shape;
    std::span<const std::byte> bytes;

    std::int64_t elements() const;
    template <class T> const T* data() const { return reinterpret_cast<const T*>(bytes.data()); }
};

/// A mapped safetensors file. open() makes every check of the reference reader (design: model formats, section 2):
/// header size, UTF-8 JSON without duplicate keys, known dtypes, checked products, no holes, no overlap, no trailing
/// bytes. Also the project's columnar format: one tensor per column.
class SafetensorsFile {
public:
    static Result<SafetensorsFile> open(const Path& file);
    const std::vector<TensorView>& tensors() const { return m_tensors; }           ///< in file order
    const TensorView* find(std::string_view name) const;                           ///< nullptr if absent
    /// The tensor with this dtype and number of dimensions, or an error "safetensors.missing-tensor" / ".wrong-kind".
    Result<TensorView> require(std::string_view name, DType dtype, std::size_t dimensions) const;
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }
    const Path& path() const { return m_path; }

private:
    Path m_path;
    MappedFile m_file;
    std::vector<TensorView> m_tensors;
    std::map<std::string, std::string> m_metadata;
};

/// Writes all tensors by rename (header padded to 8 bytes, sorted by descending element size, then name).
Result<void> writeSafetensors(const Path& file, const std::vector<TensorView>& tensors,
    const std::map<std::string, std::string>& metadata = {});

/// View of a vector for writeSafetensors.
template <class T> TensorView tensorOf(std::string name, DType dtype, const std::vector<T>& values,
    std::vector<std::int64_t> shape = {})
{
    if (shape.empty())
        shape = { static_cast<std::int64_t>(values.size()) };
    return { std::move(name), dtype, std::move(shape), std::as_bytes(std::span(values)) };
}

} // namespace minamo
