#include "io/SafetensorsHeader.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <set>

namespace minamo {
namespace {

constexpr std::uint64_t largestHeader = 100'000'000;

/// One entry as written, before any check.
struct Entry {
    std::string name, dtype;
    std::vector<std::uint64_t> shape, offsets;
    std::set<std::string> fields;
};

/// Takes the header token by token: nothing nested deeper than the format is ever built, and duplicate keys
/// are seen (a document parser would keep the last one silently).
class HeaderReader : public nlohmann::json_sax<Json> {
public:
    std::vector<Entry> entries;
    std::map<std::string, std::string> metadata;
    Result<void> problem;

    bool start_object(std::size_t) override
    {
        ++m_depth;
        return m_inArray || m_depth > 2 ? bad("an object where none belongs") : true;
    }
    bool end_object() override
    {
        if (m_depth == 2 && !m_inMetadata && entries.back().fields.size() != 3)
            return bad(entries.back().name + ": dtype, shape or data_offsets is missing");
        --m_depth;
        return true;
    }
    bool key(std::string& text) override { return m_depth == 1 ? topKey(text) : innerKey(text); }
    bool start_array(std::size_t) override
    {
        const bool fits = m_depth == 2 && !m_inMetadata && !m_inArray
            && (m_field == "shape" || m_field == "data_offsets");
        m_inArray = true;
        return fits ? true : bad("a list where none belongs");
    }
    bool end_array() override
    {
        m_inArray = false;
        return true;
    }
    bool number_unsigned(number_unsigned_t value) override
    {
        if (!m_inArray)
            return bad("a number where none belongs");
        (m_field == "shape" ? entries.back().shape : entries.back().offsets).push_back(value);
        return true;
    }
    bool string(std::string& text) override
    {
        if (m_depth != 2 || m_inArray)
            return bad("a text where none belongs");
        if (m_inMetadata)
            metadata[m_field] = text;
        else if (m_field == "dtype")
            entries.back().dtype = text;
        else
            return bad(m_field + " is a text");
        return true;
    }
    bool null() override { return bad("null where none belongs"); }
    bool boolean(bool) override { return bad("a truth value where none belongs"); }
    bool number_integer(number_integer_t) override { return bad("a negative number"); }
    bool number_float(number_float_t, const std::string& text) override
    {
        return bad("not a whole number: " + text);
    }
    bool binary(binary_t&) override { return bad("binary"); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& e) override
    {
        return bad(e.what());
    }

private:
    bool bad(const std::string& why)
    {
        problem = fail("safetensors.bad-header", { { "reason", why } });
        return false;
    }
    bool duplicate(const std::string& name)
    {
        problem = fail("safetensors.duplicate-key", { { "tensor", name } });
        return false;
    }
    bool topKey(const std::string& text)
    {
        if (!m_names.insert(text).second)
            return duplicate(text);
        m_inMetadata = text == "__metadata__";
        m_metadataKeys.clear();
        if (!m_inMetadata)
            entries.push_back({ text, {}, {}, {}, {} });
        return true;
    }
    bool innerKey(const std::string& text)
    {
        auto& seen = m_inMetadata ? m_metadataKeys : entries.back().fields;
        if (!seen.insert(text).second)
            return duplicate(m_inMetadata ? "__metadata__." + text : entries.back().name + "." + text);
        if (!m_inMetadata && text != "dtype" && text != "shape" && text != "data_offsets")
            return bad(entries.back().name + ": unknown field " + text);
        m_field = text;
        return true;
    }

    int m_depth = 0;
    bool m_inArray = false, m_inMetadata = false;
    std::string m_field;
    std::set<std::string> m_names, m_metadataKeys;
};

/// Bytes of a tensor, or nothing if a product does not fit.
std::optional<std::uint64_t> byteCount(const std::vector<std::uint64_t>& shape, std::size_t elementSize)
{
    std::uint64_t count = elementSize;
    for (const auto extent : shape)
        if (extent > std::numeric_limits<std::int64_t>::max()
            || __builtin_mul_overflow(count, extent, &count))
            return std::nullopt;
    return count > std::numeric_limits<std::int64_t>::max() ? std::nullopt : std::optional(count);
}

Result<TensorView> checkEntry(const Entry& entry)
{
    const Json where = { { "tensor", entry.name } };
    const auto dtype = dtypeFromName(entry.dtype);
    if (!dtype)
        return fail("safetensors.unknown-dtype", { { "tensor", entry.name }, { "dtype", entry.dtype } });
    if (entry.offsets.size() != 2)
        return fail(
            "safetensors.bad-header", { { "reason", entry.name + ": data_offsets are not two numbers" } });
    const auto bytes = byteCount(entry.shape, dtypeSize(*dtype));
    if (!bytes)
        return fail("safetensors.overflow", where);
    if (entry.offsets[1] < entry.offsets[0])
        return fail("safetensors.bad-offsets", where);
    if (*bytes != entry.offsets[1] - entry.offsets[0])
        return fail("safetensors.size-mismatch",
            { { "tensor", entry.name }, { "expected", *bytes },
                { "found", entry.offsets[1] - entry.offsets[0] } });
    return TensorView { entry.name, *dtype, { entry.shape.begin(), entry.shape.end() }, {} };
}

/// No holes, no overlap, nothing behind the last tensor.
Result<std::vector<TensorView>> placeTensors(std::vector<Entry> entries, std::span<const std::byte> data)
{
    std::ranges::sort(entries, [](const Entry& a, const Entry& b) { return a.offsets < b.offsets; });
    std::vector<TensorView> tensors;
    std::uint64_t end = 0;
    for (const auto& entry : entries) {
        MINAMO_TRY(auto tensor, checkEntry(entry));
        if (entry.offsets[0] != end)
            return fail("safetensors.bad-offsets", { { "tensor", entry.name } });
        end = entry.offsets[1];
        if (end > data.size())
            return fail(
                "safetensors.truncated", { { "tensor", entry.name }, { "bytes", end - data.size() } });
        tensor.bytes = data.subspan(entry.offsets[0], end - entry.offsets[0]);
        tensors.push_back(std::move(tensor));
    }
    if (end != data.size())
        return fail("safetensors.trailing-bytes", { { "bytes", data.size() - end } });
    return tensors;
}

} // namespace

Result<SafetensorsHeader> readSafetensorsHeader(std::span<const std::byte> file)
{
    std::uint64_t size = 0;
    if (file.size() < sizeof size)
        return fail("safetensors.too-short");
    std::memcpy(&size, file.data(), sizeof size);
    if (size > largestHeader)
        return fail("safetensors.header-too-large", { { "bytes", size } });
    if (size > file.size() - sizeof size)
        return fail("safetensors.header-beyond-file", { { "bytes", size } });
    const std::string_view text { reinterpret_cast<const char*>(file.data()) + sizeof size, size };
    if (!text.starts_with('{'))
        return fail("safetensors.bad-header", { { "reason", "it does not begin with {" } });
    HeaderReader reader;
    const bool parsed = Json::sax_parse(text.begin(), text.end(), &reader);
    if (!reader.problem)
        return tl::make_unexpected(reader.problem.error());
    if (!parsed)
        return fail("safetensors.bad-header", { { "reason", "" } });
    MINAMO_TRY(auto tensors, placeTensors(std::move(reader.entries), file.subspan(sizeof size + size)));
    return SafetensorsHeader { std::move(tensors), std::move(reader.metadata) };
}

} // namespace minamo
