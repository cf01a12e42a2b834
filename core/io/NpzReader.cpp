#include "io/NpzReader.h"

#include <algorithm>
#include <cstring>
#include <memory>
#include <regex>
#include <zip.h>

namespace minamo {
namespace {

constexpr std::uint64_t largestArray = 64ull << 30;
constexpr const char* ending = ".npy";

struct Header {
    std::int64_t rows = 0, columns = 0; ///< 0 x 0: another number of dimensions
    std::size_t itemSize = 0; ///< 4 or 8; 0: another type
    std::size_t bytes = 0; ///< of magic and header
};

/// Magic, version, length and the dictionary {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }.
Result<Header> headerOf(std::string_view bytes)
{
    if (bytes.size() < 12 || bytes.substr(0, 6) != "\x93NUMPY")
        return fail("npz.bad-array");
    const auto byte
        = [&](std::size_t at) { return static_cast<std::size_t>(static_cast<unsigned char>(bytes[at])); };
    const bool isFirst = byte(6) == 1;
    const std::size_t start = isFirst ? 10 : 12;
    const std::size_t length
        = isFirst ? byte(8) | byte(9) << 8 : byte(8) | byte(9) << 8 | byte(10) << 16 | byte(11) << 24;
    if (length > 65536 || start + length > bytes.size())
        return fail("npz.bad-array");
    const std::string text(bytes.substr(start, length));
    Header header;
    header.bytes = start + length;
    if (text.find("'fortran_order': False") == std::string::npos)
        return header;
    header.itemSize = text.find("'<f4'") != std::string::npos ? 4
        : text.find("'<f8'") != std::string::npos             ? 8
                                                              : 0;
    std::smatch match;
    static const std::regex matrix(R"('shape': \((\d{1,12}), (\d{1,12})\))");
    if (std::regex_search(text, match, matrix)) {
        header.rows = std::stoll(match[1]);
        header.columns = std::stoll(match[2]);
    }
    return header;
}

class Archive {
public:
    explicit Archive(const Path& file) : m_zip(zip_open(file.c_str(), ZIP_RDONLY, nullptr), &zip_discard) { }
    bool isOpen() const { return m_zip != nullptr; }
    std::vector<std::string> names() const
    {
        std::vector<std::string> names;
        for (zip_int64_t i = 0; i < zip_get_num_entries(m_zip.get(), 0); ++i)
            if (const char* name = zip_get_name(m_zip.get(), static_cast<zip_uint64_t>(i), 0);
                name && std::string_view(name).ends_with(ending))
                names.emplace_back(name, std::strlen(name) - std::strlen(ending));
        return names;
    }
    /// At most `limit` bytes of an array's file; all of it with limit 0. Empty if it cannot be read.
    std::string bytes(const std::string& name, std::size_t limit = 0) const
    {
        zip_stat_t info {};
        const auto entry = name + ending;
        if (zip_stat(m_zip.get(), entry.c_str(), 0, &info) != 0 || !(info.valid & ZIP_STAT_SIZE)
            || info.size > largestArray)
            return {};
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
            zip_fopen(m_zip.get(), entry.c_str(), 0), &zip_fclose);
        std::string all(limit > 0 ? std::min<std::uint64_t>(limit, info.size) : info.size, '\0');
        for (std::size_t at = 0; file && at < all.size();) {
            const auto read = zip_fread(file.get(), all.data() + at, all.size() - at);
            if (read <= 0)
                return {};
            at += static_cast<std::size_t>(read);
        }
        return file ? all : std::string();
    }

private:
    std::unique_ptr<zip_t, decltype(&zip_discard)> m_zip;
};

std::vector<float> floatsIn(const char* from, std::size_t count, std::size_t itemSize)
{
    std::vector<float> values(count);
    if (itemSize == 4) {
        std::memcpy(values.data(), from, count * sizeof(float));
        return values;
    }
    for (std::size_t i = 0; i < count; ++i) {
        double value = 0;
        std::memcpy(&value, from + i * sizeof value, sizeof value);
        values[i] = static_cast<float>(value);
    }
    return values;
}

} // namespace

Result<NpzMatrix> readNpzMatrix(const Path& file)
{
    const Archive archive(file);
    if (!archive.isOpen())
        return fail("npz.cannot-read", { { "path", file.string() } });
    const auto known = archive.names();
    std::vector<std::string> matrices;
    for (const auto& name : known) {
        const auto header = headerOf(archive.bytes(name, 70000));
        if (header && header->rows > 0 && header->columns > 0 && header->itemSize > 0)
            matrices.push_back(name);
    }
    if (matrices.size() != 1)
        return fail("npz.no-matrix", { { "path", file.string() }, { "known", known } });
    const auto bytes = archive.bytes(matrices.front());
    const auto header = headerOf(bytes);
    const Json values { { "path", file.string() }, { "name", matrices.front() } };
    if (!header)
        return fail("npz.bad-array", values);
    const auto left = (bytes.size() - header->bytes) / header->itemSize;
    const auto rows = static_cast<std::size_t>(header->rows),
               columns = static_cast<std::size_t>(header->columns);
    if (left / columns < rows)
        return fail("npz.bad-array", values);
    return NpzMatrix { matrices.front(), header->rows, header->columns,
        floatsIn(bytes.data() + header->bytes, rows * columns, header->itemSize) };
}

} // namespace minamo
