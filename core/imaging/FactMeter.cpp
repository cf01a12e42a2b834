#include "imaging/FactMeter.h"

#include "imaging/Pixels.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <optional>
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

constexpr int square = 8; // px: coarse grain fits in, and shading across it is nearly a plane

/// Standard deviation of a square around its least-squares plane; nothing for clipped squares, whose noise is
/// cut off.
std::optional<double> unrestOf(const cv::Mat& luma, int left, int top)
{
    constexpr double centre = (square - 1) / 2.0, count = square * square;
    constexpr double spread
        = count * (count - 1) / 12.0; // sum of squared places along one axis: n (n - 1) / 12, n = side^2
    double sum = 0, squares = 0, alongX = 0, alongY = 0;
    for (int y = 0; y < square; ++y) {
        const std::uint8_t* row = luma.ptr(top + y) + left;
        for (int x = 0; x < square; ++x) {
            const double value = row[x];
            sum += value;
            squares += value * value;
            alongX += (x - centre) * value;
            alongY += (y - centre) * value;
        }
    }
    if (sum / count <= 5 || sum / count >= 250)
        return std::nullopt;
    const double rest = squares - sum * sum / count - (alongX * alongX + alongY * alongY) / spread;
    return std::sqrt(std::max(0.0, rest) / (count - 3));
}

float noiseOf(const cv::Mat& luma)
{
    std::vector<double> unrest;
    for (int top = 0; top + square <= luma.rows; top += square)
        for (int left = 0; left + square <= luma.cols; left += square)
            if (const auto value = unrestOf(luma, left, top))
                unrest.push_back(*value);
    if (unrest.empty())
        return 0;
    const auto calm = unrest.begin() + static_cast<std::ptrdiff_t>(unrest.size() / 10);
    std::nth_element(unrest.begin(), calm, unrest.end());
    constexpr double tenthOfChi = 0.883; // of the root of chi squared / 61 with 61 degrees of freedom
    return static_cast<float>(*calm / tenthOfChi);
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
