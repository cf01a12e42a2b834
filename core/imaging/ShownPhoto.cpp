#include "imaging/ShownPhoto.h"

#include "imaging/PhotoDecoder.h"

#include <algorithm>

namespace minamo {
namespace {

/// The longest side that makes the photo fit into the frame; 0 = as it is.
int longestSide(const PhotoHeader& header, int maxWidth, int maxHeight)
{
    const auto width = static_cast<double>(header.turned() ? header.height : header.width),
               height = static_cast<double>(header.turned() ? header.width : header.height);
    const double scale = std::min(maxWidth / width, maxHeight / height);
    return scale >= 1 ? 0 : std::max(1, static_cast<int>(scale * std::max(width, height)));
}

} // namespace

Result<ShownPhoto> readShownPhoto(const Path& file, int maxWidth, int maxHeight)
{
    const auto named = [&](Error error) {
        error.values["path"] = file.string();
        return tl::make_unexpected(std::move(error));
    };
    MINAMO_TRY(const PhotoFile bytes, PhotoFile::read(file));
    const auto header = readPhotoHeader(bytes.bytes());
    if (!header)
        return named(header.error());
    const auto photo = decodePhoto(bytes.bytes(), longestSide(*header, maxWidth, maxHeight));
    if (!photo)
        return named(photo.error());
    ShownPhoto shown { {}, photo->rgb.cols, photo->rgb.rows, photo->fullWidth, photo->fullHeight };
    const auto row = static_cast<std::size_t>(shown.width) * 3;
    shown.rgb.resize(row * static_cast<std::size_t>(shown.height));
    for (int y = 0; y < shown.height; ++y)
        std::copy_n(
            photo->rgb.ptr<std::uint8_t>(y), row, shown.rgb.begin() + static_cast<std::ptrdiff_t>(row) * y);
    return shown;
}

} // namespace minamo
