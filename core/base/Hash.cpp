#include "base/Hash.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <cerrno>
#include <cstring>
#include <fmt/format.h>
#include <fstream>
#include <vector>

namespace minamo {

std::uint64_t hash64(std::string_view bytes) { return XXH3_64bits(bytes.data(), bytes.size()); }

std::string hashHex(std::string_view bytes)
{
    const auto hash = XXH3_128bits(bytes.data(), bytes.size());
    return toHex(hash.high64) + toHex(hash.low64);
}

Result<std::string> hashFile(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return fail("file.cannot-read", { { "path", file.string() } }, std::strerror(errno));
    XXH3_state_t state;
    XXH3_128bits_reset(&state);
    std::vector<char> buffer(1 << 20);
    while (in.read(buffer.data(), std::ssize(buffer)) || in.gcount() > 0)
        XXH3_128bits_update(&state, buffer.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad()) // a disk that fails in the middle must not give the hash of half a file
        return fail("file.cannot-read", { { "path", file.string() } }, std::strerror(errno));
    const auto hash = XXH3_128bits_digest(&state);
    return toHex(hash.high64) + toHex(hash.low64);
}

std::string toHex(std::uint64_t value) { return fmt::format("{:016x}", value); }

} // namespace minamo
