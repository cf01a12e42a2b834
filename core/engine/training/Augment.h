#pragma once
#include "data/PhotoRange.h"

#include <ATen/core/Tensor.h>
#include <cstdint>
#include <span>

namespace minamo {

/// DomainBed's training transform for photos that already have the network's size.
struct AugmentOptions {
    double minScale = 0.7; ///< RandomResizedCrop: share of the area kept, up to 1; aspect 3/4 to 4/3
    bool flip = true; ///< horizontal, one half
    double jitter = 0.3; ///< brightness, contrast, saturation: factor 1 +- jitter; hue: +- jitter turns
    double grayscale = 0.1; ///< share of photos turned grey
};

/// Augmented and normalised photos. Photo i is changed by numbers drawn from keys[i] alone (counter-based):
/// the same key gives the same photo in any batch, order or process. Colour is one affine map per photo, in
/// the order brightness, contrast, saturation, hue (a rotation in YIQ), grey, clamped once at the end.
/// @param photos U8 [B, 3, S, S], RGB
/// @return F32 [B, 3, S, S], ImageNet mean and deviation, on the photos' device
at::Tensor augmented(
    const at::Tensor& photos, std::span<const std::uint64_t> keys, const AugmentOptions& options);

/// The plain transform: U8 [B, 3, S, S] -> F32 in `range`.
at::Tensor normalised(const at::Tensor& photos, const PhotoRange& range = imagenetRange);

} // namespace minamo
