#include "data/factory/PlantPart.h"

#include <algorithm>
#include <numbers>

namespace minamo {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

float length(float x, float y)
{
    return std::sqrt(x * x + y * y);
}

/// Signed distance to a rectangle with rounded corners.
float roundedBox(Vec2 p, float halfX, float halfY, float corner)
{
    const float x = std::fabs(p.x) - halfX + corner, y = std::fabs(p.y) - halfY + corner;
    return length(std::fmax(x, 0), std::fmax(y, 0)) + std::fmin(std::fmax(x, y), 0.0f) - corner;
}

/// Signed distance to a regular hexagon whose flat sides lie `apothem` from the centre.
float hexagon(Vec2 p, float apothem)
{
    const float angle = std::atan2(p.y, p.x), sector = pi / 3;
    const float folded = angle - sector * std::round(angle / sector);
    return length(p.x, p.y) * std::cos(folded) - apothem;
}

/// 0 outside, `height` well inside, a rounded bevel of width `bevel` between.
float beveled(float distance, float height, float bevel)
{
    const float t = std::clamp(-distance / bevel, 0.0f, 1.0f);
    return height * std::sqrt(t * (2 - t));
}

struct Drill {
    float distance, height;
};
/// A countersunk hole in a face of height `height`.
Drill drilled(Vec2 p, Vec2 at, float radius, float height)
{
    const float d = length(p.x - at.x, p.y - at.y) - radius;
    return { d,
        height * smoothStep(-0.02f, 0.05f, d)
            - 0.04f * (1 - smoothStep(0.03f, 0.09f, d)) * smoothStep(-0.02f, 0.05f, d) };
}

void ring(Vec2 p, float variant, std::uint32_t seed, SurfacePoint& s)
{
    const float r = length(p.x, p.y), inner = 0.42f + 0.14f * variant, mid = (1 + inner) / 2;
    s.distance = std::fmax(r - 1, inner - r);
    s.height = beveled(s.distance, 0.24f, 0.10f);
    const float race = (r - mid) / 0.11f;
    s.height -= 0.09f * std::exp(-race * race * race * race);
    s.height += 0.0035f * valueNoise(seed, r * 46, 0)
        + 0.002f * valueNoise(seed + 1, r * 90, std::atan2(p.y, p.x) * 2);
    s.albedo = { 0.44f, 0.45f, 0.47f };
    s.gloss = 0.9f;
    s.sharpness = 26;
    s.mirror = 0.45f;
}

void plate(Vec2 p, float variant, std::uint32_t seed, SurfacePoint& s)
{
    const float halfY = 0.66f + 0.12f * variant;
    s.distance = roundedBox(p, 0.97f, halfY, 0.16f);
    s.height = beveled(s.distance, 0.18f, 0.06f);
    for (const float sx : { -0.74f, 0.74f })
        for (const float sy : { -1.0f, 1.0f }) {
            const Drill hole = drilled(p, { sx, sy * (halfY - 0.22f) }, 0.085f, s.height);
            s.height = std::fmin(s.height, hole.height);
            s.distance = std::fmax(s.distance, -hole.distance);
        }
    s.height += 0.10f * smoothStep(0.40f, 0.33f, length(p.x, p.y))
        - 0.12f * smoothStep(0.22f, 0.16f, length(p.x, p.y));
    s.height
        += 0.005f * valueNoise(seed, p.x * 2.5f, p.y * 42) + 0.002f * valueNoise(seed + 1, p.x * 6, p.y * 80);
    s.albedo = { 0.50f, 0.50f, 0.51f };
    s.gloss = 0.7f;
    s.sharpness = 16;
    s.mirror = 0.35f;
}

void flange(Vec2 p, float variant, std::uint32_t seed, SurfacePoint& s)
{
    const float r = length(p.x, p.y), hole = 0.30f + 0.10f * variant;
    s.distance = std::fmax(hexagon(p, 0.88f) - 0.02f, hole - r);
    s.height = beveled(s.distance, 0.30f, 0.09f);
    s.height -= 0.05f * smoothStep(0.78f, 0.92f, r);
    s.height += 0.05f * smoothStep(hole + 0.26f, hole + 0.20f, r);
    // Arcs left by a face mill whose centre lies beside the part.
    const float arc = length(p.x - 1.6f, p.y + 0.4f);
    s.height += 0.004f * std::sin(arc * 62 + valueNoise(seed, arc * 9, 1))
        + 0.003f * valueNoise(seed + 1, arc * 60, 0);
    s.albedo = { 0.36f, 0.37f, 0.39f };
    s.gloss = 0.65f;
    s.sharpness = 22;
    s.mirror = 0.3f;
}

void tile(Vec2 p, float variant, std::uint32_t seed, SurfacePoint& s)
{
    s.distance = roundedBox(p, 0.86f, 0.86f, 0.10f);
    s.height = beveled(s.distance, 0.16f, 0.16f);
    const float cell = 0.43f, u = p.x - cell * std::round(p.x / cell),
                v = p.y - cell * std::round(p.y / cell);
    if (variant < 0.5f)
        s.height += 0.035f * smoothStep(0.17f, 0.08f, length(u, v)) * smoothStep(0, -0.12f, s.distance);
    else
        s.height -= 0.03f * smoothStep(0.035f, 0.01f, std::fabs(std::fmin(std::fabs(p.x), std::fabs(p.y))));
    s.height += 0.012f * fractalNoise(seed, p.x * 5, p.y * 5, 3);
    const float glaze = 1 + 0.12f * fractalNoise(seed + 5, p.x * 4, p.y * 4, 4);
    s.albedo = Vec3 { 0.50f, 0.47f, 0.42f } * glaze;
    s.gloss = 0.45f;
    s.sharpness = 60;
    s.mirror = 0.08f;
}

void cap(Vec2 p, float variant, std::uint32_t seed, SurfacePoint& s)
{
    const float r = length(p.x, p.y), angle = std::atan2(p.y, p.x);
    const float teeth = 14 + 2 * std::floor(variant * 4);
    s.distance = r - 0.96f - 0.025f * std::cos(teeth * angle);
    s.height = beveled(s.distance, 0.26f, 0.14f);
    s.height += 0.05f * smoothStep(0.62f, 0.56f, r) - 0.06f * smoothStep(0.40f, 0.34f, r);
    s.height += 0.03f * smoothStep(0.66f, 0.74f, r) * smoothStep(0.95f, 0.86f, r) * std::cos(teeth * angle);
    s.height += 0.010f * fractalNoise(seed, p.x * 26, p.y * 26, 2);
    s.albedo = { 0.31f, 0.34f, 0.39f };
    s.gloss = 0.35f;
    s.sharpness = 18;
    s.mirror = 0.03f;
}

} // namespace

PartSurface::PartSurface(const PlantPart& part) : m_part(part)
{
    CounterRandom random(part.key, 11);
    m_seed = random();
    m_variant = static_cast<float>(random.uniform());
    placeDefect(random);
}

SurfacePoint PartSurface::at(Vec2 p) const
{
    SurfacePoint point;
    constexpr void (*shapes[])(Vec2, float, std::uint32_t, SurfacePoint&)
        = { ring, plate, flange, tile, cap };
    shapes[static_cast<int>(m_part.kind)](p, m_variant, m_seed, point);
    point.albedo
        = { point.albedo.x * m_part.tint.x, point.albedo.y * m_part.tint.y, point.albedo.z * m_part.tint.z };
    if (point.distance < 0.3f)
        applyDefect(p, point);
    return point;
}

} // namespace minamo
