#include "io/Files.h"

#include "io/Durability.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sstream>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace minamo {
namespace {

bool writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const auto written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno != EINTR)
            return false;
        bytes.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
    return true;
}

/// Deeper than anything that is meant: copying such a value would fill the stack.
bool isTooDeep(std::string_view text)
{
    constexpr int deepest = 200;
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < text.size() && depth <= deepest; ++i) {
        const char c = text[i];
        if (inText && c == '\\')
            ++i;
        else if (c == '"')
            inText = !inText;
        else if (!inText && (c == '[' || c == '{'))
            ++depth;
        else if (!inText && (c == ']' || c == '}'))
            --depth;
    }
    return depth > deepest;
}

} // namespace

Result<void> writeFileAtomically(const Path& file, std::string_view bytes)
{
    const Path part = file.string() + fmt::format(".part-{}", ::getpid());
    const int descriptor = ::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return cannotWrite(file);
    const bool written = writeAll(descriptor, bytes) && ::fsync(descriptor) == 0;
    ::close(descriptor);
    if (!written || ::rename(part.c_str(), file.c_str()) != 0) {
        const auto error = cannotWrite(file);
        ::unlink(part.c_str());
        return error;
    }
    syncFolder(file.parent_path());
    return {};
}

Result<void> appendDurably(const Path& file, std::string_view bytes)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return cannotWrite(file);
    const auto before = ::lseek(descriptor, 0, SEEK_END);
    const bool written = writeAll(descriptor, bytes) && ::fdatasync(descriptor) == 0;
    const int reason = errno;
    if (!written && ::ftruncate(descriptor, before) != 0)
        ::fdatasync(descriptor); // what cannot be taken back is a torn line, which readers pass over
    ::close(descriptor);
    if (!written)
        return cannotWrite(file, reason);
    if (before == 0)
        syncFolder(file.parent_path());
    return {};
}

Result<std::string> readFile(const Path& file)
{
    std::ifstream in(file, std::ios::binary);
    if (!in || std::filesystem::is_directory(file))
        return fail("file.cannot-read", { { "path", file.string() } }, std::strerror(errno));
    std::ostringstream all;
    all << in.rdbuf();
    if (in.bad() || all.bad())
        return fail("file.cannot-read", { { "path", file.string() } }, std::strerror(errno));
    return std::move(all).str();
}

Result<Json> readJson(const Path& file)
{
    MINAMO_TRY(const std::string text, readFile(file));
    if (isTooDeep(text))
        return fail("json.broken", { { "path", file.string() } }, "nested too deeply");
    try {
        return Json::parse(text);
    } catch (const Json::exception& e) {
        return fail("json.broken", { { "path", file.string() } }, e.what());
    }
}

/// Names from old archives need not be UTF-8: a replaced letter is better than an exception.
Result<void> writeJson(const Path& file, const Json& json)
{
    return writeFileAtomically(file, json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

Result<MappedFile> MappedFile::open(const Path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat info {};
    if (descriptor < 0 || ::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
        if (descriptor >= 0)
            ::close(descriptor);
        return fail("file.cannot-read", { { "path", file.string() } }, std::strerror(errno));
    }
    MappedFile mapped;
    const auto size = static_cast<std::size_t>(info.st_size);
    if (size > 0) {
        void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
        if (memory == MAP_FAILED) {
            ::close(descriptor);
            return fail("file.cannot-read", { { "path", file.string() } }, std::strerror(errno));
        }
        mapped.m_owner = std::shared_ptr<const void>(memory, [size](const void* p) { ::munmap(const_cast<void*>(p), size); });
        mapped.m_bytes = { static_cast<const std::byte*>(memory), size };
    }
    ::close(descriptor);
    return mapped;
}

Result<FileLock> FileLock::take(const Path& file, double seconds)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return cannotWrite(file);
    const auto end = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
    while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        if (std::chrono::steady_clock::now() >= end) {
            ::close(descriptor);
            return fail("file.locked", { { "path", file.string() }, { "holder", readFile(file).value_or("") } });
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return FileLock(descriptor);
}

bool FileLock::isHeld(const Path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return false;
    const bool held = ::flock(descriptor, LOCK_SH | LOCK_NB) != 0;
    ::close(descriptor);
    return held;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void FileLock::write(std::string_view text) const
{
    if (::ftruncate(m_descriptor, 0) == 0 && ::lseek(m_descriptor, 0, SEEK_SET) == 0)
        writeAll(m_descriptor, text);
}

Path sharedFolder()
{
    if (const char* set = std::getenv("MINAMO_SHARE"); set && *set)
        return set;
    std::error_code none;
    return std::filesystem::read_symlink("/proc/self/exe", none).parent_path().parent_path() / "share" / "minamo";
}

std::string utcNow()
{
    const auto now = std::chrono::system_clock::now();
    const auto seconds = std::chrono::system_clock::to_time_t(now);
    const auto milli = std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
    std::tm utc {};
    ::gmtime_r(&seconds, &utc);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
        utc.tm_hour, utc.tm_min, utc.tm_sec, milli);
}

} // namespace minamo
