#include "package/PackageZip.h"

#include "io/Durability.h"

#include <atomic>
#include <chrono>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <sys/stat.h>
#include <zip.h>

namespace minamo {
namespace {

namespace fs = std::filesystem;
constexpr std::uint64_t largestManifest = 64'000'000;
constexpr zip_int64_t mostEntries = 100'000;

using Archive = std::unique_ptr<zip_t, decltype(&zip_discard)>;

tl::unexpected<Error> about(const Path& place, const char* code, const std::string& file)
{
    return fail(code, { { "path", place.string() }, { "file", file } });
}

tl::unexpected<Error> broken(const Path& place, std::string detail)
{
    return fail("package.broken-zip", { { "path", place.string() } }, std::move(detail));
}

bool isLink(zip_t* archive, zip_uint64_t index)
{
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    zip_file_get_external_attributes(archive, index, 0, &system, &attributes);
    const auto kind = (attributes >> 16) & S_IFMT;
    return system == ZIP_OPSYS_UNIX && kind != 0 && kind != S_IFREG && kind != S_IFDIR;
}

struct Entry {
    zip_uint64_t index = 0;
    std::uint64_t size = 0;
};

/// Every file of the archive by name, after looking at what each entry claims to be.
Result<std::map<std::string, Entry>> entriesOf(zip_t* archive, const Path& place)
{
    const auto count = zip_get_num_entries(archive, 0);
    if (count < 0 || count > mostEntries)
        return broken(place, "number of entries");
    std::map<std::string, Entry> entries;
    for (zip_uint64_t i = 0; i < static_cast<zip_uint64_t>(count); ++i) {
        zip_stat_t info {};
        if (zip_stat_index(archive, i, 0, &info) != 0 || !(info.valid & ZIP_STAT_NAME)
            || !(info.valid & ZIP_STAT_SIZE))
            return broken(place, zip_strerror(archive));
        std::string name = info.name;
        const bool isFolder = name.ends_with('/');
        if (!isSafePackagePath(isFolder ? name.substr(0, name.size() - 1) : name))
            return about(place, "package.unsafe-path", name);
        if (isLink(archive, i))
            return about(place, "package.link", name);
        if (!isFolder && !entries.emplace(name, Entry { i, info.size }).second)
            return about(place, "package.double-file", name);
    }
    return entries;
}

/// Exactly entry.size bytes, handed out in pieces.
template <class Take> Result<void> readEntry(zip_t* archive, const Entry& entry, const Path& place, Take take)
{
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(
        zip_fopen_index(archive, entry.index, 0), &zip_fclose);
    if (!file)
        return broken(place, zip_strerror(archive));
    std::string piece(1 << 20, '\0');
    for (std::uint64_t left = entry.size; left > 0;) {
        const auto read = zip_fread(file.get(), piece.data(), std::min<std::uint64_t>(left, piece.size()));
        if (read <= 0)
            return broken(place, zip_file_strerror(file.get()));
        if (!take(std::string_view(piece.data(), static_cast<std::size_t>(read))))
            return fail("file.cannot-write", { { "path", place.string() } });
        left -= static_cast<std::uint64_t>(read);
    }
    return {};
}

Result<std::string> textOf(
    zip_t* archive, const std::map<std::string, Entry>& entries, const char* name, const Path& place)
{
    const auto found = entries.find(name);
    if (found == entries.end())
        return std::string(name) == packageManifestFile
            ? Result<std::string>(fail("package.no-manifest", { { "path", place.string() } }))
            : about(place, "package.missing-file", name);
    if (found->second.size > largestManifest)
        return about(place, "package.changed-file", name);
    std::string text;
    MINAMO_DO(readEntry(archive, found->second, place, [&](std::string_view piece) {
        text += piece;
        return true;
    }));
    return text;
}

Result<UnpackedPackage> newFolder()
{
    static std::atomic<int> counter { 0 };
    std::error_code error;
    const auto base = fs::temp_directory_path(error);
    const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
    const Path folder = base / fmt::format("minamo-package-{:x}-{}", now, counter++);
    if (error || !fs::create_directory(folder, error))
        return fail("file.cannot-write", { { "path", folder.string() } }, error.message());
    fs::permissions(folder, fs::perms::owner_all, error);
    auto keeper = std::shared_ptr<const void>(nullptr, [folder](const void*) {
        std::error_code none;
        fs::remove_all(folder, none);
    });
    return UnpackedPackage { folder, std::move(keeper) };
}

Result<void> unpackFile(zip_t* archive, const Entry& entry, const Path& target, const Path& place)
{
    std::error_code error;
    fs::create_directories(target.parent_path(), error);
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    MINAMO_DO(readEntry(archive, entry, place, [&](std::string_view piece) {
        return static_cast<bool>(out.write(piece.data(), std::ssize(piece)));
    }));
    out.close();
    return out ? Result<void>() : fail("file.cannot-write", { { "path", target.string() } });
}

} // namespace

Result<UnpackedPackage> unpackPackage(const Path& file)
{
    int code = 0;
    const Archive archive(zip_open(file.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &code), &zip_discard);
    if (!archive)
        return broken(file, fmt::format("libzip {}", code));
    MINAMO_TRY(auto entries, entriesOf(archive.get(), file));
    MINAMO_TRY(const auto text, textOf(archive.get(), entries, packageManifestFile, file));
    MINAMO_TRY(const auto checksum, textOf(archive.get(), entries, packageChecksumFile, file));
    MINAMO_TRY(const auto manifest, readPackageManifest(file, text, checksum));
    MINAMO_TRY(auto unpacked, newFolder());
    for (const auto& listed : manifest.files) {
        const auto found = entries.find(listed.path);
        if (found == entries.end())
            return about(file, "package.missing-file", listed.path);
        if (found->second.size != listed.size)
            return about(file, "package.changed-file", listed.path);
        MINAMO_DO(unpackFile(archive.get(), found->second, unpacked.folder / listed.path, file));
        entries.erase(found);
    }
    entries.erase(packageManifestFile);
    entries.erase(packageChecksumFile);
    if (!entries.empty())
        return about(file, "package.extra-file", entries.begin()->first);
    MINAMO_DO(writeFileAtomically(unpacked.folder / packageManifestFile, text));
    MINAMO_DO(writeFileAtomically(unpacked.folder / packageChecksumFile, checksum));
    return unpacked;
}

Result<void> zipPackage(const Path& folder, const Path& file)
{
    const Path part = file.string() + ".part";
    int code = 0;
    Archive archive(zip_open(part.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code), &zip_discard);
    bool good = archive != nullptr;
    std::error_code error;
    for (fs::recursive_directory_iterator entry(folder, error), end; good && !error && entry != end;
         entry.increment(error)) {
        if (!entry->is_regular_file(error))
            continue;
        const auto name = entry->path().lexically_relative(folder).generic_string();
        zip_source_t* source = zip_source_file(archive.get(), entry->path().c_str(), 0, -1);
        const auto index = source ? zip_file_add(archive.get(), name.c_str(), source, ZIP_FL_ENC_UTF_8) : -1;
        if (source && index < 0)
            zip_source_free(source);
        good = index >= 0
            && zip_set_file_compression(archive.get(), static_cast<zip_uint64_t>(index), ZIP_CM_STORE, 0)
                == 0;
    }
    int reason = error.value();
    if (good && !error && zip_close(archive.get()) != 0) {
        good = false;
        reason = zip_error_code_system(zip_get_error(archive.get()));
    }
    if (good && !error) {
        static_cast<void>(archive.release());
        fs::rename(part, file, error);
    }
    if (good && !error)
        return {};
    archive.reset();
    std::error_code none;
    fs::remove(part, none);
    return cannotWrite(file, error ? error.value() : reason);
}

} // namespace minamo
