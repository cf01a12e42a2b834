#include "photos/FolderScan.h"

#include "io/Csv.h"
#include "photos/PhotoHeader.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>

namespace minamo {

namespace fs = std::filesystem;

namespace {

std::string lowered(std::string text)
{
    for (char& c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

bool isOneOf(const std::string& word, std::initializer_list<std::string_view> list)
{
    return std::ranges::find(list, std::string_view(word)) != list.end();
}

bool isSystemFile(const std::string& name)
{
    return name.starts_with('.') || isOneOf(lowered(name), { "thumbs.db", "desktop.ini", "__macosx" });
}

bool claimsToBePhoto(const std::string& extension)
{
    return isOneOf(extension,
        { ".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".bmp", ".dib", ".tif", ".tiff", ".webp", ".gif", ".heic",
            ".heif", ".avif", ".jp2", ".jxl", ".psd" });
}

/// Raw files of cameras begin like a TIFF but hold sensor data.
bool isCameraRaw(const std::string& extension)
{
    return isOneOf(extension, { ".dng", ".cr2", ".cr3", ".nef", ".arw", ".orf", ".rw2", ".pef", ".raf" });
}

/// For reports: every byte that is no UTF-8 becomes '?'.
std::string readable(std::string path)
{
    if (!isUtf8(path))
        for (char& c : path)
            c = static_cast<unsigned char>(c) < 0x80 ? c : '?';
    return path;
}

class FolderWalk {
public:
    FolderWalk(const Path& root, const JobContext& context) : m_root(root), m_context(context) { }

    /// False if the user asked to stop.
    bool enter(const Path& folder)
    {
        std::error_code error;
        const Path real = fs::canonical(folder, error);
        if (!m_entered.insert(error ? folder : real).second)
            return true;
        fs::directory_iterator entries(folder, error);
        for (; !error && entries != fs::directory_iterator(); entries.increment(error))
            if (m_context.cancelled() || !visit(*entries))
                return false;
        if (error) // from the start or in the middle: what is missing is said
            skip(folder, { "import.folder-unreadable", Json::object(), error.message() });
        return true;
    }
    FolderListing listing;

private:
    bool visit(const fs::directory_entry& entry)
    {
        std::error_code error;
        const auto name = entry.path().filename().string();
        const bool folder = entry.is_directory(error);
        if (isSystemFile(name)) {
            listing.hidden += folder ? 0 : 1;
            return true;
        }
        if (folder)
            return fs::exists(entry.path() / "project.minamo", error) || enter(entry.path());
        if (entry.is_regular_file(error))
            file(entry.path());
        else
            ++listing.others;
        return true;
    }

    void file(const Path& path)
    {
        const auto relative = path.lexically_relative(m_root).generic_string();
        const auto extension = lowered(path.extension().string());
        std::array<char, 64> start {};
        std::ifstream in(path, std::ios::binary);
        in.read(start.data(), std::ssize(start));
        const auto bytes = std::as_bytes(std::span(start.data(), static_cast<std::size_t>(in.gcount())));
        const bool photo = photoFormat(bytes).has_value();
        if (!photo && !claimsToBePhoto(extension) && !isCameraRaw(extension))
            ++listing.others;
        else if (!isUtf8(relative))
            skip(path, { "import.name-not-utf8", Json::object(), "" });
        else if (!in.is_open())
            skip(path, { "photo.cannot-read", Json::object(), "" });
        else if (isCameraRaw(extension))
            skip(path, { "photo.format-not-supported", { { "format", "RAW" } }, "" });
        else if (!photo)
            skip(path, readPhotoHeader(bytes).error());
        else
            listing.photos.push_back(relative);
    }

    void skip(const Path& path, Error why)
    {
        listing.skipped.push_back(
            { readable(path.lexically_relative(m_root).generic_string()), std::move(why) });
    }

    const Path& m_root;
    const JobContext& m_context;
    std::set<Path> m_entered;
};

} // namespace

Result<FolderListing> scanFolder(const Path& folder, const JobContext& context)
{
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail("import.folder-missing", { { "path", folder.string() } });
    FolderWalk walk(folder, context);
    if (!walk.enter(folder))
        return cancelledError();
    auto& listing = walk.listing;
    if (listing.photos.empty() && listing.skipped.empty() && listing.others == 0)
        return fail("import.folder-empty", { { "path", folder.string() } });
    std::ranges::sort(listing.photos);
    std::ranges::sort(listing.skipped, {}, &SkippedFile::path);
    return std::move(listing);
}

} // namespace minamo
