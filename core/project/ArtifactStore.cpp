#include "project/ArtifactStore.h"

#include "base/Hash.h"
#include "io/Durability.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fmt/format.h>
#include <unistd.h>

namespace minamo {

namespace fs = std::filesystem;

std::string ArtifactKey::id() const
{
    const Json identity { { "stage", stage }, { "version", version }, { "options", options },
        { "inputs", inputs } };
    return stage + "-" + hashHex(identity.dump()).substr(0, 16);
}

ArtifactDraft::~ArtifactDraft()
{
    std::error_code ignored;
    if (!m_folder.empty())
        fs::remove_all(m_folder, ignored);
}

bool ArtifactStore::contains(const std::string& id) const
{
    std::error_code unreachable;
    return !id.empty() && fs::exists(m_root / id / "manifest.json", unreachable);
}

Result<Json> ArtifactStore::manifest(const std::string& id) const
{
    if (!contains(id))
        return fail("project.no-artifact", { { "id", id } });
    return readJson(m_root / id / "manifest.json");
}

std::vector<std::string> ArtifactStore::list(std::string_view stage) const
{
    std::vector<std::string> ids;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(m_root, ignored)) {
        const auto id = entry.path().filename().string();
        const bool wanted = stage.empty() || id.starts_with(std::string(stage) + "-");
        if (wanted && !id.starts_with(".") && contains(id))
            ids.push_back(id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

namespace {

/// Drafts of this result that a killed process left behind.
void dropOrphans(const Path& root, const std::string& id)
{
    const auto head = ".draft-" + id + "-";
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(root, ignored)) {
        const auto name = entry.path().filename().string();
        if (!name.starts_with(head))
            continue;
        const int process = std::atoi(name.c_str() + head.size());
        if (process <= 0 || (::kill(process, 0) != 0 && errno == ESRCH))
            fs::remove_all(entry.path(), ignored);
    }
}

} // namespace

Result<ArtifactDraft> ArtifactStore::begin(const ArtifactKey& key) const
{
    const Path folder = m_root / fmt::format(".draft-{}-{}", key.id(), ::getpid());
    dropOrphans(m_root, key.id());
    std::error_code error;
    fs::remove_all(folder, error);
    fs::create_directories(folder, error);
    if (error)
        return cannotWrite(folder, error.value());
    return ArtifactDraft(key, folder);
}

Result<std::string> ArtifactStore::commit(ArtifactDraft draft, const Json& summary) const
{
    const auto id = draft.m_key.id();
    const Json manifest { { "id", id }, { "stage", draft.m_key.stage }, { "version", draft.m_key.version },
        { "options", draft.m_key.options }, { "inputs", draft.m_key.inputs }, { "summary", summary } };
    MINAMO_DO(writeJson(draft.m_folder / "manifest.json", manifest));
    MINAMO_DO(syncTree(draft.m_folder)); // a name that survives a power cut must not outlive its content
    std::error_code error;
    fs::rename(draft.m_folder, m_root / id, error);
    if (error && !contains(id))
        return cannotWrite(m_root / id, error.value());
    syncFolder(m_root);
    if (!error)
        draft.m_folder.clear();
    return id;
}

Result<Path> ArtifactStore::workFolder(const ArtifactKey& key) const
{
    const Path folder = m_root / (".work-" + key.id());
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return cannotWrite(folder, error.value());
    return folder;
}

Result<ArtifactWork> ArtifactStore::takeWork(const ArtifactKey& key, const std::function<bool()>& stop) const
{
    std::error_code none;
    for (;;) {
        MINAMO_TRY(Path folder, workFolder(key));
        auto lock = FileLock::take(folder / "lock", 0.2);
        // Whoever was first removes the folder, and with it the lock that was waited for.
        const bool there = fs::exists(folder / "lock", none);
        if (lock && there) {
            if (contains(key.id())) // finished while this one waited: nothing is left to do in the new folder
                dropWorkFolder(key);
            return ArtifactWork { std::move(folder), std::move(*lock) };
        }
        if (!lock && lock.error().code != "file.locked" && fs::exists(folder, none))
            return tl::make_unexpected(lock.error());
        if (stop())
            return cancelledError();
    }
}

void ArtifactStore::dropWorkFolder(const ArtifactKey& key) const
{
    std::error_code ignored;
    fs::remove_all(m_root / (".work-" + key.id()), ignored);
}

} // namespace minamo
