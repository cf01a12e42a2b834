#include "io/Durability.h"

#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace minamo {

namespace fs = std::filesystem;

tl::unexpected<Error> cannotWrite(const Path& file, int reason)
{
    const bool full = reason == ENOSPC || reason == EDQUOT;
    return fail(
        full ? "file.disk-full" : "file.cannot-write", { { "path", file.string() } }, std::strerror(reason));
}

void syncFolder(const Path& folder)
{
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor); // some file systems refuse it on folders: then there is nothing more to be had
    ::close(descriptor);
}

namespace {

Result<void> syncFile(const Path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        return cannotWrite(file);
    const bool flushed = ::fsync(descriptor) == 0;
    const int reason = errno;
    ::close(descriptor);
    return flushed ? Result<void>() : cannotWrite(file, reason);
}

} // namespace

Result<void> syncTree(const Path& folder)
{
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        if (entry->is_regular_file(error))
            MINAMO_DO(syncFile(entry->path()));
        else if (entry->is_directory(error))
            syncFolder(entry->path());
    }
    syncFolder(folder);
    return error ? Result<void>(cannotWrite(folder, error.value())) : Result<void>();
}

} // namespace minamo
