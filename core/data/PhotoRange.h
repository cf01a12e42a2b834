#pragma once
#include <array>

namespace minamo {

/// How a network takes a photo's values, per colour (red, green, blue): (value / 255 - mean) / deviation.
struct PhotoRange {
    std::array<double, 3> mean, deviation;
    bool operator==(const PhotoRange&) const = default;
};

/// As torchvision and most ResNets have it.
inline constexpr PhotoRange imagenetRange { { 0.485, 0.456, 0.406 }, { 0.229, 0.224, 0.225 } };
/// Values from -1 to 1, as most ViTs of timm have it.
inline constexpr PhotoRange halfRange { { 0.5, 0.5, 0.5 }, { 0.5, 0.5, 0.5 } };

} // namespace minamo
