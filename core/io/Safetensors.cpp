#include "io/Safetensors.h"

#include "base/Assert.h"
#include "io/Durability.h"
#include "io/SafetensorsHeader.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace minamo {
namespace {

static_assert(std::endian::native == std::endian::little, "the format is little-endian");

struct DTypeRow {
    DType dtype;
    std::string_view name;
    std::size_t size;
};
constexpr std::array<DTypeRow, 13> dtypes { { { DType::boolean, "BOOL", 1 }, { DType::u8, "U8", 1 },
    { DType::i8, "I8", 1 }, { DType::u16, "U16", 2 }, { DType::i16, "I16", 2 }, { DType::f16, "F16", 2 },
    { DType::bf16, "BF16", 2 }, { DType::u32, "U32", 4 }, { DType::i32, "I32", 4 }, { DType::f32, "F32", 4 },
    { DType::u64, "U64", 8 }, { DType::i64, "I64", 8 }, { DType::f64, "F64", 8 } } };

const DTypeRow& row(DType dtype)
{
    const auto found = std::ranges::find(dtypes, dtype, &DTypeRow::dtype);
    MINAMO_ASSERT(found != dtypes.end());
    return *found;
}

/// A file that is written beside its target, flushed and renamed.
class PartFile {
public:
    explicit PartFile(const Path& target) :
        m_target(target), m_part(target.string() + fmt::format(".part-{}", ::getpid()))
    {
        m_descriptor = ::open(m_part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    }
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;
    ~PartFile()
    {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        if (!m_renamed)
            ::unlink(m_part.c_str());
    }
    bool write(std::span<const std::byte> bytes)
    {
        while (m_descriptor >= 0 && !bytes.empty()) {
            const auto written = ::write(m_descriptor, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR)
                return false;
            bytes = bytes.subspan(written > 0 ? static_cast<std::size_t>(written) : 0);
        }
        return m_descriptor >= 0;
    }
    bool finish()
    {
        m_renamed = ::fsync(m_descriptor) == 0 && ::rename(m_part.c_str(), m_target.c_str()) == 0;
        return m_renamed;
    }

private:
    Path m_target, m_part;
    int m_descriptor = -1;
    bool m_renamed = false;
};

std::string headerOf(
    const std::vector<TensorView>& tensors, const std::map<std::string, std::string>& metadata)
{
    nlohmann::ordered_json header = nlohmann::ordered_json::object();
    if (!metadata.empty())
        header["__metadata__"] = metadata;
    std::size_t begin = 0;
    for (const auto& tensor : tensors) {
        header[tensor.name] = { { "dtype", dtypeName(tensor.dtype) }, { "shape", tensor.shape },
            { "data_offsets", { begin, begin + tensor.bytes.size() } } };
        begin += tensor.bytes.size();
    }
    std::string text = header.dump();
    text.resize((text.size() + 7) / 8 * 8, ' ');
    return text;
}

std::vector<TensorView> inWritingOrder(std::vector<TensorView> tensors)
{
    std::ranges::sort(tensors, [](const TensorView& a, const TensorView& b) {
        const auto sizeA = dtypeSize(a.dtype), sizeB = dtypeSize(b.dtype);
        return sizeA != sizeB ? sizeA > sizeB : a.name < b.name;
    });
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        MINAMO_ASSERT(static_cast<std::size_t>(tensors[i].elements()) * dtypeSize(tensors[i].dtype)
            == tensors[i].bytes.size());
        MINAMO_ASSERT(
            i == 0 || tensors[i - 1].name != tensors[i].name || tensors[i - 1].dtype != tensors[i].dtype);
    }
    return tensors;
}

} // namespace

std::string_view dtypeName(DType dtype)
{
    return row(dtype).name;
}
std::size_t dtypeSize(DType dtype)
{
    return row(dtype).size;
}

std::optional<DType> dtypeFromName(std::string_view name)
{
    const auto found = std::ranges::find(dtypes, name, &DTypeRow::name);
    return found == dtypes.end() ? std::nullopt : std::optional(found->dtype);
}

std::int64_t TensorView::elements() const
{
    std::int64_t count = 1;
    for (const auto extent : shape)
        count *= extent;
    return count;
}

Result<SafetensorsFile> SafetensorsFile::open(const Path& file)
{
    SafetensorsFile opened;
    opened.m_path = file;
    MINAMO_TRY(opened.m_file, MappedFile::open(file));
    auto header = readSafetensorsHeader(opened.m_file.bytes());
    if (!header) {
        Error error = header.error();
        error.values["path"] = file.string();
        return tl::make_unexpected(error);
    }
    opened.m_tensors = std::move(header->tensors);
    opened.m_metadata = std::move(header->metadata);
    return opened;
}

const TensorView* SafetensorsFile::find(std::string_view name) const
{
    const auto found = std::ranges::find(m_tensors, name, &TensorView::name);
    return found == m_tensors.end() ? nullptr : &*found;
}

Result<TensorView> SafetensorsFile::require(std::string_view name, DType dtype, std::size_t dimensions) const
{
    const TensorView* found = find(name);
    if (!found)
        return fail("safetensors.missing-tensor", { { "path", m_path.string() }, { "tensor", name } });
    if (found->dtype != dtype || found->shape.size() != dimensions)
        return fail("safetensors.wrong-kind",
            { { "path", m_path.string() }, { "tensor", name }, { "expected", dtypeName(dtype) },
                { "expectedDimensions", dimensions }, { "found", dtypeName(found->dtype) },
                { "foundDimensions", found->shape.size() } });
    return *found;
}

Result<void> writeSafetensors(const Path& file, const std::vector<TensorView>& tensors,
    const std::map<std::string, std::string>& metadata)
{
    const auto ordered = inWritingOrder(tensors);
    const std::string header = headerOf(ordered, metadata);
    const std::uint64_t size = header.size();
    PartFile part(file);
    bool written
        = part.write(std::as_bytes(std::span(&size, 1))) && part.write(std::as_bytes(std::span(header)));
    for (const auto& tensor : ordered)
        written = written && part.write(tensor.bytes);
    if (!written || !part.finish())
        return cannotWrite(file);
    return {};
}

} // namespace minamo
