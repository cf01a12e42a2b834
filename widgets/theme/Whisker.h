#pragma once
#include "data/TrainReport.h"

#include <functional>

class QPainter;

namespace minamo {

/// A rate as a mark with its 95 % whisker on the line `y`: before = hollow grey, after = filled accent.
/// @param x place in px of a share in 0..1
void paintWhisker(
    QPainter& painter, const Rate& rate, bool after, double y, const std::function<double(double)>& x);

} // namespace minamo
