#include "project/EditorLock.h"

#include <array>
#include <fmt/format.h>
#include <sstream>
#include <unistd.h>

namespace minamo {
namespace {

Path fileOf(const Path& projectFolder)
{
    return projectFolder / "editor.lock";
}

} // namespace

Result<EditorLock> EditorLock::take(const Path& projectFolder)
{
    auto lock = FileLock::take(fileOf(projectFolder), 0);
    if (!lock && lock.error().code == "file.locked") {
        const auto other = holder(projectFolder);
        return fail("project.edited-elsewhere",
            { { "path", projectFolder.string() }, { "host", other.host }, { "pid", other.pid } });
    }
    if (!lock)
        return tl::make_unexpected(std::move(lock).error());
    std::array<char, 256> host {};
    ::gethostname(host.data(), host.size() - 1);
    lock->write(fmt::format("{} {}\n", ::getpid(), host.data()));
    return EditorLock(std::move(*lock));
}

bool EditorLock::isFree(const Path& projectFolder)
{
    return !FileLock::isHeld(fileOf(projectFolder));
}

EditorName EditorLock::holder(const Path& projectFolder)
{
    EditorName name;
    std::istringstream text(readFile(fileOf(projectFolder)).value_or(""));
    text >> name.pid >> name.host;
    return name;
}

} // namespace minamo
