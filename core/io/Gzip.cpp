#include "io/Gzip.h"

#include <optional>
#include <vector>
#include <zlib.h>

namespace minamo {
namespace {

struct Inflater {
    z_stream stream {};
    bool ready = inflateInit2(&stream, 15 + 16) == Z_OK; // 16: gzip's header is expected
    Inflater() = default;
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    ~Inflater()
    {
        if (ready)
            inflateEnd(&stream);
    }
};

std::optional<std::string> unpack(std::string packed, std::size_t limit)
{
    Inflater inflater;
    auto& stream = inflater.stream;
    stream.next_in = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_in = static_cast<uInt>(packed.size());
    std::vector<char> part(std::size_t(1) << 16);
    std::string text;
    int state = inflater.ready ? Z_OK : Z_MEM_ERROR;
    while (state == Z_OK && text.size() <= limit) {
        stream.next_out = reinterpret_cast<Bytef*>(part.data());
        stream.avail_out = static_cast<uInt>(part.size());
        state = inflate(&stream, Z_NO_FLUSH);
        text.append(part.data(), part.size() - stream.avail_out);
    }
    if (state != Z_STREAM_END || text.size() > limit)
        return std::nullopt;
    return text;
}

} // namespace

Result<Json> readPackedJson(const Path& file, std::size_t limit)
{
    MINAMO_TRY(std::string text, readFile(file));
    std::optional<std::string> plain = text;
    if (text.starts_with("\x1f\x8b"))
        plain = unpack(std::move(text), limit);
    Json json = plain ? Json::parse(*plain, nullptr, false) : Json(Json::value_t::discarded);
    if (json.is_discarded())
        return fail("json.broken", { { "path", file.string() } });
    return json;
}

} // namespace minamo
