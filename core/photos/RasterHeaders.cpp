#include "photos/ByteReader.h"
#include "photos/PhotoHeader.h"

#include <cstdlib>

namespace minamo {
namespace {

std::int64_t u24(const ByteReader& file, std::uint64_t at)
{
    return static_cast<std::int64_t>(file.u16(at) | file.u8(at + 2) << 16);
}

int pngChannels(std::uint32_t colourType)
{
    constexpr int channels[] = { 1, 0, 3, 3, 2, 0, 4 }; // grey, -, RGB, palette, grey + alpha, -, RGBA
    return colourType < 7 ? channels[colourType] : 0;
}

/// Size of the picture in the first chunk of a WebP file.
void webpSize(const ByteReader& file, PhotoHeader& header)
{
    if (file.hasText(12, "VP8X")) {
        header.width = u24(file, 24) + 1;
        header.height = u24(file, 27) + 1;
    } else if (file.hasText(12, "VP8L")) {
        const auto bits = file.u32(21);
        header.width = (bits & 0x3fff) + 1;
        header.height = (bits >> 14 & 0x3fff) + 1;
    } else if (file.hasText(12, "VP8 ")) {
        header.width = file.u16(26) & 0x3fff;
        header.height = file.u16(28) & 0x3fff;
    }
}

} // namespace

Result<PhotoHeader> readPngHeader(const ByteReader& file)
{
    PhotoHeader header;
    header.format = PhotoFormat::png;
    header.width = file.u32(16);
    header.height = file.u32(20);
    header.bits = static_cast<int>(file.u8(24));
    header.channels = pngChannels(file.u8(25));
    if (!file.has(0, 33))
        return fail("photo.truncated");
    if (!file.hasText(12, "IHDR") || header.channels == 0)
        return fail("photo.damaged");
    for (std::uint64_t at = 8; file.has(at, 12); at += 12 + std::uint64_t { file.u32(at) }) {
        if (file.hasText(at + 4, "eXIf"))
            header.orientation = exifOrientation(file.part(at + 8, file.u32(at), false));
        if (file.hasText(at + 4, "IEND"))
            return header;
    }
    return fail("photo.truncated");
}

Result<PhotoHeader> readBmpHeader(const ByteReader& bytes)
{
    const ByteReader file = bytes.part(0, bytes.size(), true);
    PhotoHeader header;
    header.format = PhotoFormat::bmp;
    const bool old = file.u32(14) == 12;
    header.width = old ? file.u16(18) : static_cast<std::int32_t>(file.u32(18));
    header.height
        = old ? file.u16(20) : std::abs(static_cast<std::int64_t>(static_cast<std::int32_t>(file.u32(22))));
    const std::int64_t bits = file.u16(old ? 24 : 28);
    const auto compression = old ? 0 : file.u32(30);
    header.channels = bits == 32 ? 4 : 3;
    if (header.width < 1 || header.height < 1 || bits < 1 || bits > 32 || compression > 3)
        return fail("photo.damaged");
    const bool plain = compression == 0 || compression == 3;
    const auto row = static_cast<std::uint64_t>((header.width * bits + 31) / 32 * 4);
    const auto height = static_cast<std::uint64_t>(header.height);
    if (plain && (row > file.size() / height || !file.has(file.u32(10), row * height)))
        return fail("photo.truncated");
    return header;
}

Result<PhotoHeader> readWebpHeader(const ByteReader& bytes)
{
    const ByteReader file = bytes.part(0, bytes.size(), true);
    PhotoHeader header;
    header.format = PhotoFormat::webp;
    header.channels = 4;
    webpSize(file, header);
    const std::uint64_t end = 8 + std::uint64_t { file.u32(4) };
    if (!file.has(0, end))
        return fail("photo.truncated");
    for (std::uint64_t at = 12; at + 8 <= end; at += 8 + (std::uint64_t { file.u32(at + 4) } + 1) / 2 * 2) {
        // Some writers put JPEG's "Exif\0\0" before the block.
        const std::uint64_t prefix = file.hasText(at + 8, { "Exif\0\0", 6 }) ? 6 : 0;
        if (file.hasText(at, "EXIF"))
            header.orientation
                = exifOrientation(file.part(at + 8 + prefix, file.u32(at + 4) - prefix, false));
    }
    return header;
}

} // namespace minamo
