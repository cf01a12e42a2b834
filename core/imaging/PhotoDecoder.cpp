#include "imaging/PhotoDecoder.h"

#include "imaging/Pixels.h"
#include "photos/PhotoCuts.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <new>
#include <opencv2/core/utility.hpp>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/imgcodecs.hpp>

namespace minamo {
namespace {

constexpr std::int64_t largePixels = 16'000'000; // decoded one at a time from here on
constexpr std::uintmax_t largeFile = 64'000'000;
constexpr std::int64_t coefficientBudget = 900'000'000; // bytes

/// What OpenCV would print is reported as an Error instead; and photos are the unit of work, not their rows.
void prepareOpenCv()
{
    static const bool done = [] {
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        cv::redirectError([](int, const char*, const char*, const char*, int, void*) { return 0; });
        cv::setNumThreads(1);
        return true;
    }();
    static_cast<void>(done);
}

/// Recursive: who holds a large file also decodes it.
std::unique_lock<std::recursive_mutex> turnFor(bool large)
{
    static std::recursive_mutex mutex;
    return large ? std::unique_lock(mutex) : std::unique_lock(mutex, std::defer_lock);
}

/// 1, 2, 4 or 8: by how much the decoder itself may shrink a JPEG.
Result<int> reduction(const PhotoHeader& header, int maxSide)
{
    int factor = 1;
    while (factor < 8 && header.pixels() / factor / factor > photoPixelBudget)
        factor *= 2;
    if (header.pixels() / factor / factor > photoPixelBudget
        || (factor > 1 && header.format != PhotoFormat::jpeg))
        return fail("photo.too-large", tooLargeValues(header));
    if (header.coefficientBytes > coefficientBudget)
        return fail(
            "photo.progressive-too-large", { { "width", header.width }, { "height", header.height } });
    const auto longest = std::max(header.width, header.height);
    while (
        header.format == PhotoFormat::jpeg && maxSide > 0 && factor < 8 && longest / (2 * factor) >= maxSide)
        factor *= 2;
    return factor;
}

int readMode(const PhotoHeader& header, int factor)
{
    if (header.format != PhotoFormat::jpeg && header.format != PhotoFormat::bmp)
        return cv::IMREAD_UNCHANGED;
    const int mode = factor == 1 ? cv::IMREAD_COLOR
        : factor == 2            ? cv::IMREAD_REDUCED_COLOR_2
        : factor == 4            ? cv::IMREAD_REDUCED_COLOR_4
                                 : cv::IMREAD_REDUCED_COLOR_8;
    return mode | cv::IMREAD_IGNORE_ORIENTATION;
}

Result<cv::Mat> decodeMat(std::span<const std::byte> file, const PhotoHeader& header, int factor)
{
    const cv::Mat source(1, static_cast<int>(file.size()), CV_8U,
        const_cast<void*>(static_cast<const void*>(file.data()))); // only read
    const cv::Mat decoded = cv::imdecode(source, readMode(header, factor));
    if (decoded.empty())
        return fail("photo.damaged");
    if (decoded.depth() != CV_8U && decoded.depth() != CV_16U)
        return fail("photo.unsupported-depth", { { "bits", header.bits } });
    // libtiff's RGBA interface multiplies by alpha; OpenCV turns TIFF upright by itself.
    const bool tiff = header.format == PhotoFormat::tiff;
    return upright(toRgb8(decoded, tiff && decoded.depth() == CV_8U), tiff ? 1 : header.orientation);
}

Result<Photo> decodeChecked(std::span<const std::byte> file, int maxSide)
{
    MINAMO_TRY(const PhotoHeader header, readPhotoHeader(file));
    MINAMO_TRY(const int factor, reduction(header, maxSide));
    const auto turn = turnFor(header.pixels() > largePixels);
    Photo photo;
    MINAMO_TRY(photo.rgb, decodeMat(file, header, factor));
    photo.fullWidth = static_cast<int>(header.turned() ? header.height : header.width);
    photo.fullHeight = static_cast<int>(header.turned() ? header.width : header.height);
    if (maxSide > 0)
        photo.rgb = fitted(photo.rgb, maxSide);
    return photo;
}

} // namespace

Result<Photo> decodePhoto(std::span<const std::byte> file, int maxSide)
{
    prepareOpenCv();
    try {
        return decodeChecked(file, maxSide);
    } catch (const std::bad_alloc& e) {
        return fail("photo.out-of-memory", Json::object(), e.what());
    } catch (const cv::Exception& e) {
        const bool memory = e.code == cv::Error::StsNoMem;
        return fail(memory ? "photo.out-of-memory" : "photo.damaged", Json::object(), e.what());
    } catch (const std::exception& e) {
        return fail("photo.damaged", Json::object(), e.what());
    }
}

Result<Photo> decodePhoto(const Path& file, int maxSide)
{
    const auto read = PhotoFile::read(file);
    if (!read)
        return tl::make_unexpected(read.error());
    auto photo = decodePhoto(read->bytes(), maxSide);
    if (!photo)
        photo.error().values["path"] = file.string();
    return photo;
}

Result<PhotoFile> PhotoFile::read(const Path& file)
{
    std::error_code error;
    const auto size = std::filesystem::file_size(file, error);
    if (error)
        return fail("photo.cannot-read", { { "path", file.string() } }, error.message());
    if (size == 0)
        return fail("photo.empty", { { "path", file.string() } });
    if (size > photoFileBudget)
        return fail("photo.file-too-large",
            { { "path", file.string() }, { "megabytes", photoFileBudget / 1'000'000 } });
    PhotoFile photo;
    photo.m_turn = turnFor(size > largeFile);
    try {
        photo.m_bytes.resize(size);
    } catch (const std::bad_alloc& e) {
        return fail("photo.out-of-memory", { { "path", file.string() } }, e.what());
    }
    // Read, not mapped: a network drive that goes away must be an error, not a signal.
    std::ifstream in(file, std::ios::binary);
    if (!in.read(photo.m_bytes.data(), static_cast<std::streamsize>(size)))
        return fail("photo.cannot-read", { { "path", file.string() } }, std::strerror(errno));
    return photo;
}

cv::Mat partOf(const Photo& photo, const Region& region)
{
    const double width = photo.fullWidth, height = photo.fullHeight;
    const Cut cut { region.x / width, region.y / height, region.width / width, region.height / height };
    const auto place = regionOf(cut, photo.rgb.cols, photo.rgb.rows);
    return photo.rgb(cv::Rect(place.x, place.y, place.width, place.height));
}

} // namespace minamo
