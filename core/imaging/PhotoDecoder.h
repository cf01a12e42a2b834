#pragma once
#include "data/Dataset.h"
#include "io/Files.h"
#include "photos/PhotoHeader.h"

#include <mutex>
#include <opencv2/core/mat.hpp>
#include <string>

namespace minamo {

/// A decoded photo, upright.
struct Photo {
    cv::Mat rgb; ///< CV_8UC3 in RGB order
    int fullWidth = 0,
        fullHeight = 0; ///< px of the whole photo, upright; more than rgb's if it was decoded reduced
};

/// The pixels of a region, also of a photo that was decoded reduced.
cv::Mat partOf(const Photo& photo, const Region& region);

/// Larger files are refused unread.
constexpr std::uintmax_t photoFileBudget = 400'000'000;

/// The bytes of a photo's file. Files that are large are held one at a time, whatever the number of threads.
class PhotoFile {
public:
    /// Errors "photo.cannot-read", "photo.file-too-large" {megabytes}, "photo.empty", each with {path}.
    static Result<PhotoFile> read(const Path& file);
    std::span<const std::byte> bytes() const { return std::as_bytes(std::span(m_bytes)); }
    std::string_view text() const { return m_bytes; }

private:
    std::unique_lock<std::recursive_mutex> m_turn; // released after the bytes are gone
    std::string m_bytes;
};

/// The one decoder of Minamo (decision D12): JPEG, PNG, BMP, TIFF (first page), WebP if OpenCV has it, by
/// content.
///  - EXIF rotation is applied; colour profiles are not.
///  - Grey becomes three equal channels. Alpha is laid over white (an alpha of 0 everywhere is no alpha; BMP
///  has none).
///  - 16 bit: a photo whose values all fit into 12 bits is taken as 12-bit camera data (x / 4095), others as
///  x / 65535.
///  - Decoding large photos is done one at a time, whatever the number of threads: peak memory stays under 2
///  GB.
/// `maxSide` > 0: shrunk to that longest side, for showing (JPEG then by reduced decode: fast, not for
/// measuring). Errors: those of readPhotoHeader(), "photo.too-large" {width, height, megapixels},
/// "photo.progressive-too-large" {width, height}, "photo.out-of-memory". No exception leaves it.
Result<Photo> decodePhoto(std::span<const std::byte> file, int maxSide = 0);

/// The same from a file, with {path} in the error; also the errors of PhotoFile.
Result<Photo> decodePhoto(const Path& file, int maxSide = 0);

} // namespace minamo
