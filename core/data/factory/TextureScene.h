#pragma once
#include "base/Random.h"
#include "data/factory/Raster.h"

#include <array>
#include <vector>

namespace minamo {

/// How a scene is put on paper. Lengths in sides of the picture.
struct SceneStyle {
    float texture = 0; ///< strength of the surfaces' 1/f texture
    float shading = 0; ///< roundness: 0 = flat, 1 = lit from one side
    float outline = 0; ///< width of the contour, 0 = none
    float outlineBreak = 0; ///< 0 = one even line, 1 = a line that fades in and out
    float fill = 1; ///< 0 = surfaces stay the colour of the paper
    float hatching = 0; ///< strength of hatched shadows
    float saturation = 0.5f;
    float backgroundTexture = 0;
    bool plainBackground = false;
    float depthBlur = 0; ///< softness of what lies behind
    Vec3 paper { 1, 1, 1 }, ink { 0.05f, 0.05f, 0.05f };
    Vec2 light { -0.6f, -0.6f };
};

/// A closed shape around a centre: radius by direction, from a few random harmonics or a polygon.
struct Blob {
    static constexpr int directions = 128;
    float x = 0, y = 0, reach = 0; ///< px; reach = largest radius
    Vec3 colour;
    std::uint32_t seed = 0;
    std::array<float, directions> radius {};
    /// Signed distance (about), < 0 inside; dx, dy relative to the centre.
    float distance(float dx, float dy) const;
};

Vec3 colourOf(float hue, float saturation, float value);
/// Objects of several parts before a background, drawn in this style. Values in display space, about [0, 1].
Picture drawScene(const SceneStyle& style, int size, CounterRandom& random);
/// Dead leaves: shapes of power-law sizes over each other until nothing of the ground is left.
Picture drawLeaves(const SceneStyle& style, int size, CounterRandom& random);

} // namespace minamo
