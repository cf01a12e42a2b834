#include "imaging/Pixels.h"

#include <algorithm>
#include <limits>
#include <opencv2/imgproc.hpp>

namespace minamo {
namespace {

/// How a value of a decoded photo becomes 0..255.
struct Levels {
    std::uint32_t white = 255; ///< value of full brightness
    std::uint32_t opaque = 255; ///< alpha of an opaque pixel
    bool alpha = false;
    bool premultiplied = false;

    std::uint8_t value(std::uint32_t v) const
    {
        return static_cast<std::uint8_t>((std::min(v, white) * 255u + white / 2) / white);
    }
    std::uint8_t overWhite(std::uint8_t colour, std::uint32_t a) const
    {
        const std::uint32_t kept = premultiplied ? colour * opaque : colour * a;
        return static_cast<std::uint8_t>(std::min(255u, (kept + 255u * (opaque - a) + opaque / 2) / opaque));
    }
};

template <class T> Levels levelsOf(const cv::Mat& decoded, bool premultiplied)
{
    const int channels = decoded.channels(), colours = std::min(channels, 3);
    std::uint32_t highest = 0, highestAlpha = 0;
    for (int y = 0; y < decoded.rows; ++y) {
        const T* row = decoded.ptr<T>(y);
        for (int x = 0; x < decoded.cols; ++x, row += channels) {
            for (int c = 0; c < colours; ++c)
                highest = std::max<std::uint32_t>(highest, row[c]);
            if (channels == 4)
                highestAlpha = std::max<std::uint32_t>(highestAlpha, row[3]);
        }
    }
    Levels levels;
    levels.opaque = std::numeric_limits<T>::max();
    levels.white = sizeof(T) == 2 && highest <= 4095 ? 4095 : levels.opaque;
    levels.alpha = highestAlpha > 0;
    levels.premultiplied = premultiplied;
    return levels;
}

template <class T> cv::Mat converted(const cv::Mat& decoded, bool premultiplied)
{
    const Levels levels = levelsOf<T>(decoded, premultiplied);
    const int channels = decoded.channels();
    cv::Mat rgb(decoded.rows, decoded.cols, CV_8UC3);
    for (int y = 0; y < decoded.rows; ++y) {
        const T* from = decoded.ptr<T>(y);
        std::uint8_t* to = rgb.ptr<std::uint8_t>(y);
        for (int x = 0; x < decoded.cols; ++x, from += channels, to += 3) {
            for (int c = 0; c < 3; ++c) {
                to[c] = levels.value(from[channels < 3 ? 0 : 2 - c]);
                if (levels.alpha)
                    to[c] = levels.overWhite(to[c], from[3]);
            }
        }
    }
    return rgb;
}

} // namespace

cv::Mat toRgb8(const cv::Mat& decoded, bool premultiplied)
{
    cv::Mat rgb;
    if (decoded.depth() == CV_16U)
        return converted<std::uint16_t>(decoded, premultiplied);
    if (decoded.channels() == 4)
        return converted<std::uint8_t>(decoded, premultiplied);
    cv::cvtColor(decoded, rgb, decoded.channels() == 1 ? cv::COLOR_GRAY2RGB : cv::COLOR_BGR2RGB);
    return rgb;
}

cv::Mat upright(cv::Mat picture, int orientation)
{
    cv::Mat turned;
    switch (orientation) {
    case 2:
        cv::flip(picture, turned, 1);
        return turned;
    case 3:
        cv::rotate(picture, turned, cv::ROTATE_180);
        return turned;
    case 4:
        cv::flip(picture, turned, 0);
        return turned;
    case 5:
        return picture.t();
    case 6:
        cv::rotate(picture, turned, cv::ROTATE_90_CLOCKWISE);
        return turned;
    case 7:
        cv::rotate(picture.t(), turned, cv::ROTATE_180);
        return turned;
    case 8:
        cv::rotate(picture, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
        return turned;
    default:
        return picture;
    }
}

cv::Mat resized(const cv::Mat& picture, int width, int height)
{
    cv::Mat shrunk = picture, result;
    const cv::Size smaller(std::min(width, picture.cols), std::min(height, picture.rows));
    if (smaller != picture.size())
        cv::resize(picture, shrunk, smaller, 0, 0, cv::INTER_AREA);
    if (shrunk.cols == width && shrunk.rows == height)
        return shrunk;
    cv::resize(shrunk, result, cv::Size(width, height), 0, 0, cv::INTER_LINEAR);
    return result;
}

cv::Mat fitted(const cv::Mat& picture, int maxSide)
{
    const int longest = std::max(picture.cols, picture.rows);
    if (longest <= maxSide)
        return picture;
    const auto scaled = [&](int side) {
        return static_cast<int>(
            std::max<std::int64_t>(1, (std::int64_t { side } * maxSide + longest / 2) / longest));
    };
    return resized(picture, scaled(picture.cols), scaled(picture.rows));
}

std::vector<std::uint8_t> planarSquare(const cv::Mat& rgb, const PackOptions& options)
{
    cv::Mat source = rgb;
    if (options.fit == "crop") {
        const int side = std::min(rgb.cols, rgb.rows);
        source = rgb(cv::Rect((rgb.cols - side) / 2, (rgb.rows - side) / 2, side, side));
    }
    const cv::Mat square = resized(source, options.size, options.size);
    std::vector<std::uint8_t> planar(3 * square.total());
    const std::size_t plane = planar.size() / 3;
    std::size_t at = 0;
    for (int y = 0; y < square.rows; ++y) {
        const std::uint8_t* row = square.ptr<std::uint8_t>(y);
        for (int x = 0; x < square.cols; ++x, ++at, row += 3)
            for (std::size_t c = 0; c < 3; ++c)
                planar[c * plane + at] = row[c];
    }
    return planar;
}

} // namespace minamo
