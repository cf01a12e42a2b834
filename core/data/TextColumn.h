#pragma once
#include "io/Safetensors.h"

#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// A column of texts as two tensors: "<name>.bytes" U8 (all texts joined) and "<name>.offsets" U64 [count +
/// 1]
/// ("bytes" and "offsets" for a file of one column without a name). Owns what writeSafetensors() needs to
/// see.
class TextColumn {
public:
    explicit TextColumn(std::string name) : m_name(std::move(name)), m_offsets { 0 } { }
    TextColumn(std::string name, const std::vector<std::string>& texts);
    void add(std::string_view text);
    std::size_t count() const { return m_offsets.size() - 1; }
    /// Views that live as long as this object and until the next add().
    void appendTo(std::vector<TensorView>& tensors) const;

    /// Error "data.damaged" {path, column} if the offsets do not describe the bytes.
    static Result<std::vector<std::string>> read(const SafetensorsFile& file, const std::string& name);

private:
    std::string m_name;
    std::vector<char> m_bytes;
    std::vector<std::uint64_t> m_offsets;
};

/// The offsets of "<name>.offsets", checked: they start at 0, never fall and end with the size of
/// "<name>.bytes".
struct JoinedBytes {
    std::span<const std::byte> bytes;
    std::span<const std::uint64_t> offsets;
    std::size_t count() const { return offsets.size() - 1; }
    std::span<const std::byte> at(std::size_t row) const
    {
        return bytes.subspan(offsets[row], offsets[row + 1] - offsets[row]);
    }
};
Result<JoinedBytes> readJoinedBytes(const SafetensorsFile& file, const std::string& name);

/// The values of a one-dimensional tensor. Error "data.damaged" if it does not hold `count` of them.
template <class T>
Result<std::vector<T>> readColumn(
    const SafetensorsFile& file, const std::string& name, DType dtype, std::size_t count)
{
    MINAMO_TRY(const TensorView view, file.require(name, dtype, 1));
    if (view.elements() != static_cast<std::int64_t>(count))
        return fail("data.damaged", { { "path", file.path().string() }, { "column", name } });
    return std::vector<T>(view.data<T>(), view.data<T>() + count);
}

} // namespace minamo
