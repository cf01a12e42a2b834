#include "data/factory/PlantScene.h"

#include <numbers>

namespace minamo {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

/// Distance of t to the nearest multiple of 1, in [0, 0.5].
float fold(float t)
{
    return std::fabs(t - std::round(t));
}

FloorPoint mottled(Vec2 p, std::uint32_t seed)
{
    return { 0, 1 + 0.10f * fractalNoise(seed, p.x * 6, p.y * 6, 4), 0.5f };
}

FloorPoint brushed(Vec2 p, std::uint32_t seed)
{
    const float line = valueNoise(seed, p.x * 3, p.y * 70) + 0.7f * valueNoise(seed + 1, p.x * 5, p.y * 130);
    return { 0.0012f * line, 1 + 0.13f * line, 3 };
}

FloorPoint woven(Vec2 p, std::uint32_t seed)
{
    const float u = p.x * 17, v = p.y * 17;
    const bool over = (static_cast<int>(std::floor(u)) + static_cast<int>(std::floor(v))) & 1;
    const float across = over ? fold(v + 0.5f) : fold(u + 0.5f),
                along = over ? fold(u + 0.5f) : fold(v + 0.5f);
    const float thread = std::sqrt(std::fmax(0, 1 - 4 * across * across)) * (1 - 2 * along * along);
    return { 0.018f * thread, 0.62f + 0.38f * thread + 0.06f * valueNoise(seed, p.x * 40, p.y * 40), 0.6f };
}

FloorPoint perforated(Vec2 p, std::uint32_t seed)
{
    const float row = std::floor(p.y * 12),
                u = p.x * 12 + 0.5f * static_cast<float>(static_cast<int>(row) & 1);
    const float du = u - std::floor(u) - 0.5f, dv = p.y * 12 - row - 0.5f;
    const float hole = smoothStep(0.32f, 0.24f, std::sqrt(du * du + dv * dv));
    return { -0.03f * hole, (1 - 0.72f * hole) * (1.08f + 0.05f * valueNoise(seed, p.x * 30, p.y * 30)), 2 };
}

FloorPoint boards(Vec2 p, std::uint32_t seed)
{
    const float board = std::floor(p.y * 4), seam = smoothStep(0.035f, 0.01f, fold(p.y * 4));
    const auto own = seed + static_cast<std::uint32_t>(static_cast<int>(board) * 31);
    const float warp = p.y * 26 + 1.6f * fractalNoise(own, p.x * 2, p.y * 4, 2);
    const float grain
        = 0.6f * std::sin(warp * 2 * pi * 0.5f) * 0.5f + fractalNoise(own + 3, p.x * 5, p.y * 60, 3);
    return { -0.02f * seam, (1 + 0.20f * grain) * (1 - 0.6f * seam), 0.4f };
}

FloorPoint speckled(Vec2 p, std::uint32_t seed)
{
    const float fine = fractalNoise(seed, p.x * 46, p.y * 46, 2),
                coarse = valueNoise(seed + 9, p.x * 22, p.y * 22);
    const float chips = smoothStep(0.35f, 0.55f, fine) - smoothStep(0.35f, 0.55f, -fine) + 0.3f * coarse;
    return { 0.002f * fine, 1 + 0.42f * chips, 0.8f };
}

FloorPoint ribbed(Vec2 p, std::uint32_t seed)
{
    const float rib = 0.5f + 0.5f * std::cos(2 * pi * p.x * 13);
    return { 0.030f * smoothStep(0.2f, 0.8f, rib),
        0.8f + 0.25f * rib + 0.05f * valueNoise(seed, p.x * 30, p.y * 30), 0.7f };
}

FloorPoint gridded(Vec2 p, std::uint32_t seed)
{
    const float line = smoothStep(0.09f, 0.04f, std::fmin(fold(p.x * 7), fold(p.y * 7)));
    return { 0, (1 + 0.05f * fractalNoise(seed, p.x * 9, p.y * 9, 3)) * (1 + 0.75f * line), 0.5f };
}

} // namespace

FloorPoint floorAt(const PlantConditions& c, std::uint32_t seed, Vec2 place)
{
    constexpr FloorPoint (*kinds[])(Vec2, std::uint32_t)
        = { mottled, brushed, woven, perforated, boards, speckled, ribbed, gridded };
    const float cosine = std::cos(c.floorAngle) * c.floorScale, sine = std::sin(c.floorAngle) * c.floorScale;
    return kinds[static_cast<int>(c.floor)](
        { cosine * place.x + sine * place.y, cosine * place.y - sine * place.x }, seed);
}

} // namespace minamo
