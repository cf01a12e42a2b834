#include "imaging/FactMeter.h"

#include "imaging/Pixels.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace minamo {
namespace {

void measureLevels(const cv::Mat& rgb, const cv::Mat& luma, ImageFacts& facts)
{
    cv::Scalar mean, deviation;
    cv::meanStdDev(luma, mean, deviation);
    facts.brightness = static_cast<float>(mean[0]);
    facts.contrast = static_cast<float>(deviation[0]);
    cv::Mat bright;
    cv::compare(luma, 250, bright, cv::CMP_GE);
    facts.clipped = static_cast<float>(cv::countNonZero(bright)) / static_cast<float>(luma.total());
    const cv::Scalar colour = cv::mean(rgb);
    const double grey = (colour[0] + colour[1] + colour[2]) / 3;
    facts.castRed = static_cast<float>(colour[0] - grey);
    facts.castBlue = static_cast<float>(colour[2] - grey);
}

float sharpnessOf(const cv::Mat& luma)
{
    const double scale = 256.0 / std::max(luma.cols, luma.rows);
    const auto side
        = [scale](int length) { return std::max(1, static_cast<int>(std::lround(length * scale))); };
    cv::Mat laplacian;
    cv::Laplacian(resized(luma, side(luma.cols), side(luma.rows)), laplacian, CV_32F, 1);
    cv::Scalar mean, deviation;
    cv::meanStdDev(laplacian, mean, deviation);
    return static_cast<float>(deviation[0] * deviation[0]);
}

/// |I * N| summed per edge strength: the tenth with the strongest edges is then easy to leave out.
struct NoiseHistogram {
    std::vector<double> sums = std::vector<double>(2041); // |gx| + |gy| of Sobel is at most 2 * 4 * 255
    std::vector<std::int64_t> counts = std::vector<std::int64_t>(2041);

    void add(const std::uint8_t* above, const std::uint8_t* here, const std::uint8_t* below, int columns)
    {
        for (int x = 1; x + 1 < columns; ++x) {
            const int a = above[x - 1], b = above[x], c = above[x + 1], d = here[x - 1], e = here[x],
                      f = here[x + 1], g = below[x - 1], h = below[x], i = below[x + 1];
            const int edge
                = std::abs(c + 2 * f + i - a - 2 * d - g) + std::abs(g + 2 * h + i - a - 2 * b - c);
            sums[static_cast<std::size_t>(edge)] += std::abs(a + c + g + i - 2 * (b + d + f + h) + 4 * e);
            ++counts[static_cast<std::size_t>(edge)];
        }
    }
    double meanOfWeakestEdges(double share) const
    {
        std::int64_t total = 0, seen = 0;
        for (const auto count : counts)
            total += count;
        double sum = 0;
        for (std::size_t edge = 0;
             edge < counts.size() && static_cast<double>(seen) < share * static_cast<double>(total); ++edge) {
            sum += sums[edge];
            seen += counts[edge];
        }
        return seen > 0 ? sum / static_cast<double>(seen) : 0;
    }
};

float noiseOf(const cv::Mat& luma)
{
    constexpr int limit = 4096;
    const int columns = std::min(luma.cols, limit), rows = std::min(luma.rows, limit);
    const cv::Mat centre = luma(cv::Rect((luma.cols - columns) / 2, (luma.rows - rows) / 2, columns, rows));
    NoiseHistogram histogram;
    for (int y = 1; y + 1 < rows; ++y)
        histogram.add(centre.ptr(y - 1), centre.ptr(y), centre.ptr(y + 1), columns);
    return static_cast<float>(std::sqrt(std::numbers::pi / 2) / 6 * histogram.meanOfWeakestEdges(0.9));
}

/// Slope of a least-squares line through evenly spaced values, times their span. On a full grid the two
/// slopes of the plane are the slopes of the column means and of the row means.
float riseOf(const cv::Mat& luma, int dimension)
{
    cv::Mat means;
    cv::reduce(luma, means, dimension, cv::REDUCE_AVG, CV_64F);
    const auto count = static_cast<int>(means.total());
    double above = 0, below = 0;
    for (int i = 0; i < count; ++i) {
        const double place = (i + 0.5) / count - 0.5;
        above += place * means.at<double>(i);
        below += place * place;
    }
    return below > 0 ? static_cast<float>(above / below) : 0;
}

} // namespace

ImageFacts measureFacts(const cv::Mat& rgb)
{
    cv::Mat luma;
    cv::cvtColor(rgb, luma, cv::COLOR_RGB2GRAY); // Rec. 601
    ImageFacts facts;
    measureLevels(rgb, luma, facts);
    facts.sharpness = sharpnessOf(luma);
    facts.noise = noiseOf(luma);
    facts.gradientX = riseOf(luma, 0);
    facts.gradientY = riseOf(luma, 1);
    return facts;
}

} // namespace minamo
