#include "report/MeanPhoto.h"

#include "base/Assert.h"

#include <algorithm>
#include <cmath>
#include <png.h>

namespace minamo {
namespace {

/// Planar RGB, 3 S S.
std::vector<double> meanOf(const ImagePack& pixels, std::span<const std::size_t> rows)
{
    const auto wanted = std::min(rows.size(), mostOfMean);
    std::vector<double> mean;
    for (std::size_t i = 0; i < wanted; ++i) {
        const auto photo = pixels.pixels(rows[i * rows.size() / wanted]);
        mean.resize(photo.size());
        for (std::size_t at = 0; at < photo.size(); ++at)
            mean[at] += double(photo[at]) / double(wanted);
    }
    return mean;
}

/// Width over height, as a geometric mean: the pack has squeezed every photo into a square.
double proportionOf(const Dataset& dataset, std::span<const std::size_t> rows)
{
    double sum = 0;
    for (const auto row : rows)
        sum += std::log(std::max(1, dataset.widths[row])) - std::log(std::max(1, dataset.heights[row]));
    return std::clamp(std::exp(sum / double(rows.size())), 0.25, 4.0);
}

std::string pngOf(const std::vector<std::uint8_t>& rgb, int width, int height)
{
    png_image image {};
    image.version = PNG_IMAGE_VERSION;
    image.format = PNG_FORMAT_RGB;
    image.width = static_cast<png_uint_32>(width);
    image.height = static_cast<png_uint_32>(height);
    png_alloc_size_t bytes = PNG_IMAGE_PNG_SIZE_MAX(image);
    std::string png(bytes, '\0');
    const int isWritten = png_image_write_to_memory(&image, png.data(), &bytes, 0, rgb.data(), 0, nullptr);
    MINAMO_ASSERT(isWritten != 0);
    png.resize(bytes);
    return png;
}

} // namespace

std::string meanOfPhotos(const ImagePack& pixels, const Dataset& dataset, std::span<const std::size_t> rows)
{
    MINAMO_ASSERT(!rows.empty());
    const auto mean = meanOf(pixels, rows);
    const int side = pixels.size();
    const double proportion = proportionOf(dataset, rows);
    const int width = std::max(1, int(std::lround(side * std::min(1.0, proportion))));
    const int height = std::max(1, int(std::lround(side / std::max(1.0, proportion))));
    const auto plane = std::size_t(side) * std::size_t(side);
    std::vector<std::uint8_t> rgb;
    rgb.reserve(3 * std::size_t(width) * std::size_t(height));
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (std::size_t colour = 0; colour < 3; ++colour) {
                const auto at = std::size_t((2 * y + 1) * side / (2 * height)) * std::size_t(side)
                    + std::size_t((2 * x + 1) * side / (2 * width));
                rgb.push_back(static_cast<std::uint8_t>(std::lround(mean[colour * plane + at])));
            }
    return pngOf(rgb, width, height);
}

} // namespace minamo
