#pragma once
#include "data/ImageFacts.h"

#include <opencv2/core/mat.hpp>

namespace minamo {

/// Measures the facts of a decoded photo (CV_8UC3, RGB); what each means is said in data/ImageFacts.h.
///  - sharpness: after a resize to 256 px on the longest side, so that photos of different size compare.
///  - noise: luma is cut into squares of 8 px; sigma of a square is its standard deviation around its
///    least-squares plane; the tenth-calmest square stands for the photo, divided by 0.883 (what that tenth
///    reads of independent noise). Sees grain as well as noise of single pixels (of grain of 2 px a third);
///    what is not noise (edges, texture) lies in the other squares. Squares that are nearly black or white
///    are passed over. 0 if a side is under 8 px.
///  - gradient: slopes of the least-squares plane over luma, times the side.
ImageFacts measureFacts(const cv::Mat& rgb);

} // namespace minamo
