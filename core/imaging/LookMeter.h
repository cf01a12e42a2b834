#pragma once
#include "data/NearDuplicates.h"

#include <opencv2/core/mat.hpp>
#include <vector>

namespace minamo {

/// The look of a decoded photo (CV_8UC3, RGB), lookSide^2 numbers: luma at 32 x 32 px minus its surroundings
/// (Gaussian, sigma 3 px), scaled to -127..127; all 0 if the photo has hardly any structure (standard
/// deviation under 1 grey level).
std::vector<std::int8_t> measureLook(const cv::Mat& rgb);

} // namespace minamo
