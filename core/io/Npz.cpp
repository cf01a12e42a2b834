#include "io/Npz.h"

#include "base/Assert.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <unistd.h>
#include <zip.h>

namespace minamo {
namespace {

const char* numpyType(DType dtype)
{
    static const std::map<DType, const char*> names { { DType::boolean, "|b1" }, { DType::u8, "|u1" },
        { DType::i8, "|i1" }, { DType::u16, "<u2" }, { DType::i16, "<i2" }, { DType::f16, "<f2" },
        { DType::u32, "<u4" }, { DType::i32, "<i4" }, { DType::f32, "<f4" }, { DType::u64, "<u8" },
        { DType::i64, "<i8" }, { DType::f64, "<f8" } };
    const auto found = names.find(dtype);
    MINAMO_ASSERT(found != names.end());
    return found->second;
}

/// Magic, version 1.0, length, then a Python dict padded so that the data starts at a multiple of 64.
std::string npyHeader(DType dtype, const std::vector<std::int64_t>& shape)
{
    std::string sides;
    for (const auto side : shape)
        sides += fmt::format("{}, ", side);
    if (shape.size() > 1)
        sides.resize(sides.size() - 2);
    std::string dict
        = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", numpyType(dtype), sides);
    const std::size_t before = 10;
    dict.append(63 - (before + dict.size()) % 64, ' ');
    dict += '\n';
    std::string header("\x93NUMPY\x01\x00", 8);
    header += static_cast<char>(dict.size() & 0xff);
    header += static_cast<char>(dict.size() >> 8);
    return header + dict;
}

/// What libzip asks of one entry while it writes.
struct Entry {
    const std::string* header = nullptr;
    const NpzWriter::Source* source = nullptr;
    std::uint64_t bytes = 0;
    std::string content; ///< only between open and close
    std::size_t at = 0;
    zip_error_t problem {};
    std::optional<Error> error;

    bool open()
    {
        auto made = (*source)();
        if (!made) {
            error = made.error();
            zip_error_set(&problem, ZIP_ER_READ, 0);
            return false;
        }
        MINAMO_ASSERT(made->size() == bytes);
        content = *header + *made;
        at = 0;
        return true;
    }
    zip_int64_t read(void* to, zip_uint64_t length)
    {
        const auto count = std::min<std::size_t>(length, content.size() - at);
        std::memcpy(to, content.data() + at, count);
        at += count;
        return static_cast<zip_int64_t>(count);
    }
    zip_int64_t stat(void* to)
    {
        auto* stat = static_cast<zip_stat_t*>(to);
        zip_stat_init(stat);
        stat->valid = ZIP_STAT_SIZE | ZIP_STAT_MTIME;
        stat->size = header->size() + bytes;
        stat->mtime = 315532800; // 1980: equal features give equal files
        return sizeof(zip_stat_t);
    }
};

zip_int64_t answer(void* user, void* data, zip_uint64_t length, zip_source_cmd_t command)
{
    auto& entry = *static_cast<Entry*>(user);
    switch (command) {
    case ZIP_SOURCE_SUPPORTS:
        return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
            ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
    case ZIP_SOURCE_OPEN:
        return entry.open() ? 0 : -1;
    case ZIP_SOURCE_READ:
        return entry.read(data, length);
    case ZIP_SOURCE_CLOSE:
        entry.content = {};
        return 0;
    case ZIP_SOURCE_STAT:
        return entry.stat(data);
    case ZIP_SOURCE_ERROR: {
        const int codes[2]
            = { ZIP_ER_READ, 0 }; // libzip's and the system's; what happened is in entry.problem
        std::memcpy(data, codes, sizeof codes);
        return sizeof codes;
    }
    case ZIP_SOURCE_FREE:
        return 0;
    default:
        return -1;
    }
}

bool addEntry(zip_t* archive, const std::string& name, Entry& entry)
{
    zip_source_t* source = zip_source_function(archive, answer, &entry);
    if (!source)
        return false;
    const auto index = zip_file_add(archive, (name + ".npy").c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return false;
    }
    return zip_set_file_compression(archive, static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0) == 0;
}

} // namespace

void NpzWriter::add(std::string name, DType dtype, std::vector<std::int64_t> shape, Source source)
{
    std::uint64_t bytes = dtypeSize(dtype);
    for (const auto side : shape)
        bytes *= static_cast<std::uint64_t>(side);
    m_arrays.push_back({ std::move(name), npyHeader(dtype, shape), bytes, std::move(source) });
}

Result<void> NpzWriter::write() const
{
    const Path part = m_file.string() + fmt::format(".part-{}", ::getpid());
    int code = 0;
    zip_t* archive = zip_open(part.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!archive)
        return fail("file.cannot-write", { { "path", m_file.string() } }, fmt::format("libzip {}", code));
    std::vector<Entry> entries(m_arrays.size());
    bool good = true;
    for (std::size_t i = 0; i < m_arrays.size(); ++i) {
        const auto& array = m_arrays[i];
        entries[i] = { &array.header, &array.source, array.bytes, {}, 0, {}, std::nullopt };
        zip_error_init(&entries[i].problem);
        good = good && addEntry(archive, array.name, entries[i]);
    }
    good = good && zip_close(archive) == 0;
    std::error_code error;
    if (good)
        std::filesystem::rename(part, m_file, error);
    if (good && !error)
        return {};
    const std::string detail = good ? error.message() : zip_strerror(archive);
    if (!good)
        zip_discard(archive);
    std::filesystem::remove(part, error);
    for (const auto& entry : entries)
        if (entry.error)
            return tl::make_unexpected(*entry.error);
    return fail("file.cannot-write", { { "path", m_file.string() } }, detail);
}

} // namespace minamo
