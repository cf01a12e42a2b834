#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace minamo {

/// A colour of the scene, 8 bits per channel, not premultiplied.
struct Rgba {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Rgba&) const = default;
};

/// A place on the map (data units) or on the screen (device pixels, y downwards).
struct ScenePosition {
    double x = 0, y = 0;
};

/// Marks of the map: colour is never the only cue, so each category has a shape too.
enum class MarkShape : std::uint8_t { circle, square, triangle, diamond, ring };

/// Slots 1..12 of the categorical palette repeat these shapes; everything after the 12th is "other".
inline constexpr int categorySlots = 12;
MarkShape shapeOfCategory(int category);

/// Colours a scene needs from the theme.
struct ScenePalette {
    std::array<Rgba, categorySlots> categories {};
    Rgba other, unselected, outline, background;
};

/// One mark as both renderers draw it, in drawing order.
struct SceneMark {
    float x = 0, y = 0; ///< data units
    Rgba colour;
    MarkShape shape = MarkShape::circle;
    bool outlined = false; ///< 1 px outline: selected
};

/// Pixels of a rendered scene: 0xAARRGGBB, rows from top to bottom.
struct SceneImage {
    int width = 0, height = 0;
    std::vector<std::uint32_t> pixels;

    std::uint32_t at(int x, int y) const { return pixels[static_cast<std::size_t>(y) * width + x]; }
};

} // namespace minamo
