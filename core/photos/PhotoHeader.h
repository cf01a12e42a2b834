#pragma once
#include "base/Result.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace minamo {

enum class PhotoFormat { jpeg, png, bmp, tiff, webp };

/// What the first bytes of a photo say, read before anything is decoded.
struct PhotoHeader {
    PhotoFormat format = PhotoFormat::jpeg;
    std::int64_t width = 0, height = 0; ///< px as stored, before EXIF rotation
    int orientation = 1; ///< EXIF, 1..8
    int channels = 3, bits = 8; ///< per pixel, per channel
    std::int64_t coefficientBytes = 0; ///< memory a progressive JPEG needs at least; 0 for all others

    std::int64_t pixels() const { return width * height; }
    bool turned() const { return orientation >= 5; } ///< rotation swaps width and height
};

/// Photos above this many pixels: JPEG is decoded at 1/2, 1/4 or 1/8, everything else is refused.
constexpr std::int64_t photoPixelBudget = 100'000'000;
/// No side may be longer than this (OpenCV's own limit), whatever the other one is.
constexpr std::int64_t photoSideLimit = 1 << 20;
/// {width, height, megapixels} of the error "photo.too-large".
Json tooLargeValues(const PhotoHeader& header);

/// The format by content (never by file name); nothing if it is none that Minamo decodes.
std::optional<PhotoFormat> photoFormat(std::span<const std::byte> bytes);

/// Size, depth, orientation, and whether the file is complete: JPEG must reach its end marker, PNG its last
/// chunk, the strips of BMP, TIFF and WebP must lie inside the file. Errors "photo.empty",
/// "photo.not-a-photo", "photo.format-not-supported" {format}, "photo.truncated", "photo.damaged",
/// "photo.unsupported-depth" {bits},
/// "photo.too-large" (a side over the limit).
Result<PhotoHeader> readPhotoHeader(std::span<const std::byte> file);

class ByteReader;
// One function per format; each is called with bytes of its own format.
Result<PhotoHeader> readJpegHeader(const ByteReader& file);
Result<PhotoHeader> readPngHeader(const ByteReader& file);
Result<PhotoHeader> readBmpHeader(const ByteReader& file);
Result<PhotoHeader> readWebpHeader(const ByteReader& file);
Result<PhotoHeader> readTiffHeader(const ByteReader& file);
/// Orientation (tag 274) in a block of EXIF data, which is a small TIFF; 1 if it says none.
int exifOrientation(const ByteReader& exif);

} // namespace minamo
