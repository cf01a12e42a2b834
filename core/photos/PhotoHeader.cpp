#include "photos/PhotoHeader.h"

#include "photos/ByteReader.h"

#include <string>

namespace minamo {
namespace {

/// Formats people have in photo folders that Minamo does not decode, by their first bytes.
std::string foreignFormat(const ByteReader& file)
{
    struct Row {
        std::uint64_t at;
        std::string_view bytes;
        const char* name;
    };
    constexpr Row rows[] = { { 0, "GIF8", "GIF" }, { 4, "ftyphei", "HEIC" }, { 4, "ftypmif1", "HEIC" },
        { 4, "ftypavif", "AVIF" }, { 4, "jP  ", "JPEG 2000" }, { 0, "8BPS", "PSD" }, { 0, "%PDF", "PDF" },
        { 0, "\xff\x0a", "JPEG XL" }, { 4, "JXL ", "JPEG XL" }, { 0, "II+", "BigTIFF" },
        { 0, { "MM\0+", 4 }, "BigTIFF" }, { 0, "\x76\x2f\x31\x01", "OpenEXR" }, { 0, "PK\x03\x04", "ZIP" } };
    for (const auto& row : rows)
        if (file.hasText(row.at, row.bytes))
            return row.name;
    return {};
}

Result<PhotoHeader> readKnown(PhotoFormat format, const ByteReader& file)
{
    switch (format) {
    case PhotoFormat::jpeg:
        return readJpegHeader(file);
    case PhotoFormat::png:
        return readPngHeader(file);
    case PhotoFormat::bmp:
        return readBmpHeader(file);
    case PhotoFormat::tiff:
        return readTiffHeader(file);
    case PhotoFormat::webp:
        return readWebpHeader(file);
    }
    return fail("photo.not-a-photo");
}

} // namespace

std::optional<PhotoFormat> photoFormat(std::span<const std::byte> bytes)
{
    const ByteReader file(bytes);
    if (file.hasText(0, "\xff\xd8\xff"))
        return PhotoFormat::jpeg;
    if (file.hasText(0, "\x89PNG\r\n\x1a\n"))
        return PhotoFormat::png;
    if (file.hasText(0, { "II*\0", 4 }) || file.hasText(0, { "MM\0*", 4 }))
        return PhotoFormat::tiff;
    if (file.hasText(0, "RIFF") && file.hasText(8, "WEBP"))
        return PhotoFormat::webp;
    // Two letters prove nothing: the size of a BMP's second header must be one that exists.
    const auto second = file.part(14, 4, true).u32(0);
    if (file.hasText(0, "BM") && (second == 12 || (second >= 40 && second <= 124)))
        return PhotoFormat::bmp;
    return std::nullopt;
}

Json tooLargeValues(const PhotoHeader& header)
{
    return { { "width", header.width }, { "height", header.height },
        { "megapixels", photoPixelBudget / 1'000'000 } };
}

Result<PhotoHeader> readPhotoHeader(std::span<const std::byte> bytes)
{
    const ByteReader file(bytes);
    if (bytes.empty())
        return fail("photo.empty");
    const auto format = photoFormat(bytes);
    if (!format) {
        if (const auto foreign = foreignFormat(file); !foreign.empty())
            return fail("photo.format-not-supported", { { "format", foreign } });
        return fail("photo.not-a-photo");
    }
    auto header = readKnown(*format, file);
    if (header && (header->width < 1 || header->height < 1))
        return fail("photo.damaged");
    if (header && (header->width > photoSideLimit || header->height > photoSideLimit))
        return fail("photo.too-large", tooLargeValues(*header));
    if (header && (header->orientation < 1 || header->orientation > 8))
        header->orientation = 1;
    return header;
}

} // namespace minamo
