#pragma once
#include "data/ImageFacts.h"

#include <opencv2/core/mat.hpp>

namespace minamo {

/// Measures the facts of a decoded photo (CV_8UC3, RGB); what each means is said in data/ImageFacts.h.
///  - sharpness: after a resize to 256 px on the longest side, so that photos of different size compare.
///  - noise: Immerkaer, "Fast noise variance estimation" (1996): sigma = sqrt(pi / 2) / 6 * mean |I * N| with
///    N = (1 -2 1; -2 4 -2; 1 -2 1), without the tenth of the pixels with the strongest edges, as the paper
///    advises; on the central 4096 x 4096 px of larger photos. 0 if a side is under 3 px. Noise of single
///    pixels: grain coarser than a pixel is not seen.
///  - gradient: slopes of the least-squares plane over luma, times the side.
ImageFacts measureFacts(const cv::Mat& rgb);

} // namespace minamo
