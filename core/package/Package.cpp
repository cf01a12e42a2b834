#include "package/Package.h"

#include "base/Hash.h"
#include "package/PackageZip.h"

#include <map>

namespace minamo {
namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> about(const Path& place, const char* code, const std::string& file)
{
    return fail(code, { { "path", place.string() }, { "file", file } });
}

/// Regular files of a folder by their relative path. A link or a device could lead anywhere.
Result<std::map<std::string, std::uint64_t>> filesIn(const Path& folder)
{
    std::map<std::string, std::uint64_t> files;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const auto name = fs::relative(entry->path(), folder, error).generic_string();
        const auto status = entry->symlink_status(error);
        if (status.type() == fs::file_type::directory)
            continue;
        if (status.type() != fs::file_type::regular)
            return about(folder, "package.link", entry->path().lexically_relative(folder).generic_string());
        files[name] = entry->file_size(error);
    }
    if (error)
        return fail("file.cannot-read", { { "path", folder.string() } }, error.message());
    return files;
}

Result<void> checkFiles(const Path& folder, const PackageManifest& manifest)
{
    MINAMO_TRY(auto found, filesIn(folder));
    found.erase(packageManifestFile);
    found.erase(packageChecksumFile);
    for (const auto& file : manifest.files) {
        const auto entry = found.find(file.path);
        if (entry == found.end())
            return about(folder, "package.missing-file", file.path);
        if (entry->second != file.size)
            return about(folder, "package.changed-file", file.path);
        MINAMO_TRY(const auto hash, hashFile(folder / file.path));
        if (hash != file.hash)
            return about(folder, "package.changed-file", file.path);
        found.erase(entry);
    }
    if (!found.empty())
        return about(folder, "package.extra-file", found.begin()->first);
    return {};
}

Result<PackageManifest> readFolder(const Path& folder)
{
    std::error_code none;
    for (const char* name : { packageManifestFile, packageChecksumFile })
        if (fs::is_symlink(fs::symlink_status(folder / name, none)))
            return about(folder, "package.link", name);
    const auto text = readFile(folder / packageManifestFile);
    if (!text)
        return fail("package.no-manifest", { { "path", folder.string() } });
    const auto checksum = readFile(folder / packageChecksumFile);
    if (!checksum)
        return about(folder, "package.missing-file", packageChecksumFile);
    MINAMO_TRY(auto manifest, readPackageManifest(folder, *text, *checksum));
    MINAMO_DO(checkFiles(folder, manifest));
    return manifest;
}

} // namespace

Result<Package> Package::open(const Path& place)
{
    std::error_code none;
    Package package;
    package.m_folder = place;
    if (fs::is_regular_file(place, none)) {
        MINAMO_TRY(auto unpacked, unpackPackage(place));
        package.m_folder = unpacked.folder;
        package.m_unpacked = std::move(unpacked.keeper);
    } else if (!fs::is_directory(place, none)) {
        return fail("package.no-manifest", { { "path", place.string() } });
    }
    auto manifest = readFolder(package.m_folder);
    if (!manifest) { // a zip is named by its own name, not by where it was unpacked
        manifest.error().values["path"] = place.string();
        return tl::make_unexpected(manifest.error());
    }
    package.m_manifest = std::move(*manifest);
    return package;
}

Result<void> sealPackage(const Path& folder, PackageManifest manifest)
{
    MINAMO_TRY(const auto found, filesIn(folder));
    manifest.files.clear();
    for (const auto& [name, size] : found) {
        if (name == packageManifestFile || name == packageChecksumFile)
            continue;
        MINAMO_TRY(auto hash, hashFile(folder / name));
        manifest.files.push_back({ name, size, std::move(hash) });
    }
    const auto text = toJson(manifest).dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
    MINAMO_DO(writeFileAtomically(folder / packageManifestFile, text));
    return writeFileAtomically(folder / packageChecksumFile, hashHex(text) + "\n");
}

bool looksLikePackage(const Path& folder)
{
    const auto json = readJson(folder / packageManifestFile);
    return json && json->is_object() && json->value("schema", Json()) == Json(packageSchema);
}

} // namespace minamo
