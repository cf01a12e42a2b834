#include "project/PhotoFolder.h"

#include "base/Hash.h"

#include <algorithm>

namespace minamo {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t checkedAtMost = 48;

struct Found {
    std::size_t checked = 0, missing = 0, changed = 0;
    std::string example; ///< the first that is missing, else the first that changed
};

Found lookInto(const Path& folder, const Dataset& dataset)
{
    Found found;
    const auto count = std::min(dataset.size(), checkedAtMost);
    for (; found.checked < count; ++found.checked) {
        const auto row = found.checked * dataset.size() / count;
        const auto& path = dataset.paths[row];
        const auto photo = MappedFile::open(folder / Path(path));
        const auto bytes = photo ? photo->bytes() : std::span<const std::byte>();
        const bool same = photo
            && hash64({ reinterpret_cast<const char*>(bytes.data()), bytes.size() }) == dataset.contents[row];
        if ((!photo && found.missing == 0) || (!same && found.example.empty()))
            found.example = path;
        found.missing += photo ? 0 : 1;
        found.changed += photo && !same ? 1 : 0;
    }
    return found;
}

} // namespace

bool photosMoved(const Dataset& dataset)
{
    std::error_code unreachable;
    return dataset.size() > 0 && !fs::is_directory(dataset.root, unreachable);
}

Result<void> relocatePhotos(Project& project, const Path& folder)
{
    MINAMO_TRY(const auto dataset, project.dataset());
    const auto place = fs::absolute(folder).lexically_normal();
    const auto found = lookInto(place, dataset);
    Json values { { "path", place.string() }, { "checked", found.checked }, { "example", found.example } };
    if (found.missing > 0) {
        values["missing"] = found.missing;
        return fail("photos.missing", values);
    }
    if (found.changed > 0) {
        values["changed"] = found.changed;
        return fail("photos.changed", values);
    }
    return project.edit(
        "/photoFolder", place.string(), "photos-moved", { { "folder", place.string() } }, true);
}

} // namespace minamo
