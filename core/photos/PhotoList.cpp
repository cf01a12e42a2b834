#include "photos/PhotoList.h"

#include "photos/FolderLayout.h"
#include "photos/FolderScan.h"
#include "photos/Manifest.h"

namespace minamo {

namespace fs = std::filesystem;

namespace {

/// The manifest to use: the one that was named, else manifest.csv in the folder. "" if there is none.
Path manifestOf(const ImportOptions& options, const Path& root)
{
    std::error_code error;
    if (options.manifest.empty())
        return options.layout == "manifest" || isManifest(root / "manifest.csv") ? root / "manifest.csv"
                                                                                 : Path();
    const Path given(options.manifest);
    return given.is_relative() && !fs::exists(given, error) ? root / given
                                                            : fs::absolute(given).lexically_normal();
}

Path rootOf(const ImportOptions& options)
{
    const Path given = options.folder.empty() ? Path(options.manifest).parent_path() : Path(options.folder);
    Path root = fs::absolute(given.empty() ? Path(".") : given).lexically_normal();
    return root.has_filename() ? root : root.parent_path(); // "photos/" is "photos"
}

/// Photos and words of a manifest; where it has no column for label or environment, the folders' names serve.
Result<void> readFromManifest(PhotoList& list, const Path& manifest, const JobContext& context)
{
    MINAMO_TRY(auto listed, readManifest(manifest, list.root, context));
    list.layout = "manifest";
    list.table = std::move(listed.table);
    list.skipped = std::move(listed.skipped);
    if (!list.table.column("label") && !list.table.column("environment")) {
        auto folders = tableOfFolders(list.table.paths, detectLayout(list.table.paths));
        for (auto& column : folders.columns)
            if (!list.table.column(column.name))
                list.table.columns.push_back(std::move(column));
    }
    return {};
}

Result<void> readFromFolder(PhotoList& list, const ImportOptions& options, const JobContext& context)
{
    MINAMO_TRY(auto listing, scanFolder(list.root, context));
    list.layout = options.layout == "auto" ? detectLayout(listing.photos) : options.layout;
    list.table = tableOfFolders(std::move(listing.photos), list.layout);
    list.skipped = std::move(listing.skipped);
    list.hidden = listing.hidden;
    list.others = listing.others;
    return {};
}

} // namespace

Result<PhotoList> listPhotos(const ImportOptions& options, const JobContext& context)
{
    if (options.folder.empty() && options.manifest.empty())
        return fail("import.no-folder");
    PhotoList list;
    list.root = rootOf(options);
    std::error_code error;
    if (!fs::is_directory(list.root, error))
        return fail("import.folder-missing", { { "path", list.root.string() } });
    const bool choose = options.layout == "auto" || options.layout == "manifest";
    const Path manifest = choose || !options.manifest.empty() ? manifestOf(options, list.root) : Path();
    if (manifest.empty())
        MINAMO_DO(readFromFolder(list, options, context));
    else
        MINAMO_DO(readFromManifest(list, manifest, context));
    return list;
}

} // namespace minamo
