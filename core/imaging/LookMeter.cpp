#include "imaging/LookMeter.h"

#include "imaging/Pixels.h"

#include <opencv2/imgproc.hpp>

namespace minamo {

std::vector<std::int8_t> measureLook(const cv::Mat& rgb)
{
    cv::Mat luma, small, around;
    cv::cvtColor(rgb, luma, cv::COLOR_RGB2GRAY);
    resized(luma, lookSide, lookSide).convertTo(small, CV_32F);
    cv::GaussianBlur(small, around, {}, 3, 3, cv::BORDER_REFLECT);
    small -= around;
    cv::Scalar mean, deviation;
    cv::meanStdDev(small, mean, deviation);
    std::vector<std::int8_t> look(static_cast<std::size_t>(lookSide) * lookSide);
    if (deviation[0] < 1)
        return look;
    const double scale = 32 / deviation[0]; // four standard deviations fit
    for (int y = 0; y < lookSide; ++y)
        for (int x = 0; x < lookSide; ++x)
            look[static_cast<std::size_t>(y * lookSide + x)]
                = cv::saturate_cast<std::int8_t>(std::max(-127.0, scale * (small.at<float>(y, x) - mean[0])));
    return look;
}

} // namespace minamo
