#pragma once
#include "base/Random.h"

#include <cstdint>
#include <string>
#include <vector>

namespace minamo {

/// Procedural pictures in many visual styles, for training diffusion models on no photograph at all: the same
/// kinds of scene as a photo, a cartoon, a line drawing, a painting, an engraving ... and pure textures (dead
/// leaves, 1/f noise, gratings, checks, scratches, text-like strokes), under random light, lens, noise,
/// colour and compression.
struct TexturePicture {
    int size = 0;
    std::vector<std::uint8_t> pixels; ///< interleaved RGB, row by row
    std::string style; ///< one of textureStyleNames()
};

const std::vector<std::string>& textureStyleNames();
/// Picture `index` of the endless series `seed`; size in px, in [16, 512]. Thread-safe; equal arguments,
/// equal pixels.
TexturePicture renderTexture(std::uint64_t seed, std::int64_t index, int size);

} // namespace minamo
