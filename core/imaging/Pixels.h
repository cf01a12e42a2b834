#pragma once
#include "stages/PackOptions.h"

#include <opencv2/core/mat.hpp>
#include <vector>

namespace minamo {

/// What OpenCV decoded (1, 3 or 4 channels, BGR, 8 or 16 bit) as 8-bit RGB: rules in PhotoDecoder.h.
/// `premultiplied`: the colours are already multiplied by alpha.
cv::Mat toRgb8(const cv::Mat& decoded, bool premultiplied);
/// Turns a picture upright by its EXIF orientation (1..8).
cv::Mat upright(cv::Mat picture, int orientation);
/// Area averaging where a side shrinks, linear where it grows.
cv::Mat resized(const cv::Mat& picture, int width, int height);
/// Shrunk to this longest side; never enlarged.
cv::Mat fitted(const cv::Mat& picture, int maxSide);
/// A picture (RGB) as networks take it: planar, size x size, by the rule of the pack.
std::vector<std::uint8_t> planarSquare(const cv::Mat& rgb, const PackOptions& options);

} // namespace minamo
