#pragma once
#include "data/factory/PlantPlan.h"

namespace minamo {

/// Lens, exposure control, sensor noise, sharpening, tone curve: linear light to 8-bit RGB (interleaved).
/// `noiseKey` keys the noise. Part of PlantConditions: exposure ... vignette.
std::vector<std::uint8_t> developPhoto(
    Picture picture, const PlantConditions& conditions, std::uint64_t noiseKey);

/// Adds Gaussian noise of this standard deviation; `grain` is the sigma of its correlation in px.
void addGrain(Grid& plane, float deviation, float grain, std::uint64_t key, std::uint64_t stream);

/// Interleaved bytes from planes in [0, 1].
std::vector<std::uint8_t> toBytes(const Picture& picture);

} // namespace minamo
