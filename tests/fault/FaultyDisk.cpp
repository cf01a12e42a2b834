#include "FaultyDisk.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <string_view>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

namespace minamo {
namespace {

using Kind = DiskOperation::Kind;

struct Disk {
    std::mutex mutex;
    std::string root;
    std::int64_t room = -1; ///< bytes; -1 = no end
    std::atomic<bool> recording = false;
    std::vector<DiskOperation> operations;
};

/// Never destroyed: programs write in their last moments too.
Disk& disk()
{
    static Disk& one = *[] {
        auto* made = new Disk;
        if (const char* root = std::getenv("MINAMO_DISK_ROOT"))
            made->root = root;
        if (const char* room = std::getenv("MINAMO_DISK_ROOM"))
            made->room = std::atoll(room);
        return made;
    }();
    return one;
}

template <class F> F* next(const char* name)
{
    return reinterpret_cast<F*>(::dlsym(RTLD_NEXT, name));
}

std::string pathOf(int descriptor)
{
    std::array<char, PATH_MAX> path {};
    const auto link = "/proc/self/fd/" + std::to_string(descriptor);
    const auto size = ::readlink(link.c_str(), path.data(), path.size() - 1);
    return size > 0 ? std::string(path.data(), static_cast<std::size_t>(size)) : std::string();
}

std::string pathAt(int folder, const char* path)
{
    if (path[0] == '/')
        return path;
    std::array<char, PATH_MAX> here {};
    const auto base = folder == AT_FDCWD ? std::string(::getcwd(here.data(), here.size()) ? here.data() : "")
                                         : pathOf(folder);
    return base + "/" + path;
}

bool isOurs(std::string_view path)
{
    const auto& root = disk().root;
    return !root.empty() && path.starts_with(root);
}

void note(Kind kind, std::string path, std::string to = {}, std::int64_t place = 0, std::string bytes = {})
{
    auto& all = disk();
    const std::lock_guard lock(all.mutex);
    if (all.recording && isOurs(path))
        all.operations.push_back({ kind, std::move(path), std::move(to), place, std::move(bytes) });
}

/// How much of `wanted` still finds room.
std::size_t roomFor(int descriptor, std::size_t wanted)
{
    auto& all = disk();
    if (all.room < 0 || !isOurs(pathOf(descriptor)))
        return wanted;
    const std::lock_guard lock(all.mutex);
    const auto given = std::min<std::int64_t>(static_cast<std::int64_t>(wanted), all.room);
    all.room -= given;
    return static_cast<std::size_t>(given);
}

std::int64_t placeOf(int descriptor)
{
    const bool appends = (::fcntl(descriptor, F_GETFL) & O_APPEND) != 0;
    struct stat info { };
    return appends && ::fstat(descriptor, &info) == 0 ? info.st_size : ::lseek(descriptor, 0, SEEK_CUR);
}

/// Notes the birth of a file, or its loss of content, around the call that opens it.
template <class Open> auto opened(const std::string& path, bool makes, bool cuts, Open open)
{
    if (!isOurs(path) || !(makes || cuts))
        return open();
    const bool there = ::access(path.c_str(), F_OK) == 0;
    auto result = open();
    if (!there)
        note(Kind::make, path);
    else if (cuts)
        note(Kind::cut, path, {}, 0);
    return result;
}

int openAs(const char* name, const char* path, int flags, mode_t mode)
{
    return opened(pathAt(AT_FDCWD, path), flags & O_CREAT, flags & O_TRUNC,
        [&] { return next<int(const char*, int, ...)>(name)(path, flags, mode); });
}

FILE* fopenAs(const char* name, const char* path, const char* mode)
{
    const std::string_view how(mode);
    return opened(pathAt(AT_FDCWD, path), how.starts_with('w') || how.starts_with('a'), how.starts_with('w'),
        [&] { return next<FILE*(const char*, const char*)>(name)(path, mode); });
}

int truncateAs(const char* name, const char* path, off_t length)
{
    const int result = next<int(const char*, off_t)>(name)(path, length);
    if (result == 0)
        note(Kind::cut, pathAt(AT_FDCWD, path), {}, length);
    return result;
}

int ftruncateAs(const char* name, int descriptor, off_t length)
{
    const int result = next<int(int, off_t)>(name)(descriptor, length);
    if (result == 0)
        note(Kind::cut, pathOf(descriptor), {}, length);
    return result;
}

ssize_t pwriteAs(const char* name, int descriptor, const void* bytes, size_t size, off_t place)
{
    const auto room = roomFor(descriptor, size);
    if (room == 0 && size > 0)
        return errno = ENOSPC, -1;
    const auto written = next<ssize_t(int, const void*, size_t, off_t)>(name)(descriptor, bytes, room, place);
    if (written > 0)
        note(Kind::write, pathOf(descriptor), {}, place,
            { static_cast<const char*>(bytes), static_cast<std::size_t>(written) });
    return written;
}

int flushAs(const char* name, int descriptor)
{
    // What this disk keeps is decided in the replay: waiting for the real one would only take time.
    const int result = disk().root.empty() ? next<int(int)>(name)(descriptor) : 0;
    if (result == 0)
        note(Kind::flush, pathOf(descriptor));
    return result;
}

} // namespace

void recordDisk(const std::string& root)
{
    auto& all = disk();
    const std::lock_guard lock(all.mutex);
    all.root = root;
    all.recording = true;
    all.operations.clear();
}

void markDisk()
{
    note(Kind::mark, disk().root);
}

std::vector<DiskOperation> recordedDisk()
{
    auto& all = disk();
    const std::lock_guard lock(all.mutex);
    all.recording = false;
    return std::move(all.operations);
}

} // namespace minamo

using namespace minamo;

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const auto mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openAs("open", path, flags, mode);
}
int open64(const char* path, int flags, ...)
{
    va_list more;
    va_start(more, flags);
    const auto mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;
    va_end(more);
    return openAs("open64", path, flags, mode);
}
FILE* fopen(const char* path, const char* mode)
{
    return fopenAs("fopen", path, mode);
}
FILE* fopen64(const char* path, const char* mode)
{
    return fopenAs("fopen64", path, mode);
}
ssize_t write(int descriptor, const void* bytes, size_t size)
{
    const auto room = roomFor(descriptor, size);
    if (room == 0 && size > 0)
        return errno = ENOSPC, -1;
    const auto place = disk().recording ? placeOf(descriptor) : 0;
    const auto written = next<ssize_t(int, const void*, size_t)>("write")(descriptor, bytes, room);
    if (written > 0 && disk().recording)
        note(DiskOperation::Kind::write, pathOf(descriptor), {}, place,
            { static_cast<const char*>(bytes), static_cast<std::size_t>(written) });
    return written;
}
/// Piece by piece through write(): a short answer is a right answer.
ssize_t writev(int descriptor, const struct iovec* pieces, int count)
{
    ssize_t all = 0;
    for (int i = 0; i < count; ++i) {
        const auto written = write(descriptor, pieces[i].iov_base, pieces[i].iov_len);
        if (written < 0)
            return all > 0 ? all : -1;
        all += written;
        if (static_cast<size_t>(written) < pieces[i].iov_len)
            break;
    }
    return all;
}
ssize_t pwrite(int descriptor, const void* bytes, size_t size, off_t place)
{
    return pwriteAs("pwrite", descriptor, bytes, size, place);
}
ssize_t pwrite64(int descriptor, const void* bytes, size_t size, off64_t place)
{
    return pwriteAs("pwrite64", descriptor, bytes, size, place);
}
/// The C library's own way from here to the disk does not pass write().
size_t fwrite(const void* bytes, size_t size, size_t count, FILE* file)
{
    const auto wanted = size * count;
    if (disk().room >= 0 && wanted > 0 && roomFor(::fileno(file), wanted) < wanted)
        return errno = ENOSPC, 0;
    return next<size_t(const void*, size_t, size_t, FILE*)>("fwrite")(bytes, size, count, file);
}
int fsync(int descriptor)
{
    return flushAs("fsync", descriptor);
}
int fdatasync(int descriptor)
{
    return flushAs("fdatasync", descriptor);
}
int ftruncate(int descriptor, off_t length) noexcept
{
    return ftruncateAs("ftruncate", descriptor, length);
}
int ftruncate64(int descriptor, off64_t length) noexcept
{
    return ftruncateAs("ftruncate64", descriptor, length);
}
int truncate(const char* path, off_t length) noexcept
{
    return truncateAs("truncate", path, length);
}
int truncate64(const char* path, off64_t length) noexcept
{
    return truncateAs("truncate64", path, length);
}
int rename(const char* from, const char* to) noexcept
{
    const int result = next<int(const char*, const char*)>("rename")(from, to);
    if (result == 0)
        note(DiskOperation::Kind::rename, pathAt(AT_FDCWD, from), pathAt(AT_FDCWD, to));
    return result;
}
int mkdir(const char* path, mode_t mode) noexcept
{
    const int result = next<int(const char*, mode_t)>("mkdir")(path, mode);
    if (result == 0)
        note(DiskOperation::Kind::makeFolder, pathAt(AT_FDCWD, path));
    return result;
}
int unlink(const char* path) noexcept
{
    const auto place = pathAt(AT_FDCWD, path);
    const int result = next<int(const char*)>("unlink")(path);
    if (result == 0)
        note(DiskOperation::Kind::remove, place);
    return result;
}
int rmdir(const char* path) noexcept
{
    const auto place = pathAt(AT_FDCWD, path);
    const int result = next<int(const char*)>("rmdir")(path);
    if (result == 0)
        note(DiskOperation::Kind::remove, place);
    return result;
}
int remove(const char* path) noexcept
{
    const auto place = pathAt(AT_FDCWD, path);
    const int result = next<int(const char*)>("remove")(path);
    if (result == 0)
        note(DiskOperation::Kind::remove, place);
    return result;
}
int unlinkat(int folder, const char* path, int flags) noexcept
{
    const auto place = pathAt(folder, path);
    const int result = next<int(int, const char*, int)>("unlinkat")(folder, path, flags);
    if (result == 0)
        note(DiskOperation::Kind::remove, place);
    return result;
}

} // extern "C"
