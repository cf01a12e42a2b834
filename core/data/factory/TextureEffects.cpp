#include "data/factory/TextureEffects.h"

#include "data/factory/Camera.h"

#include <algorithm>
#include <array>
#include <numbers>

namespace minamo {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

float luma(const Picture& p, std::size_t i)
{
    return 0.299f * p.planes[0].values[i] + 0.587f * p.planes[1].values[i] + 0.114f * p.planes[2].values[i];
}

struct Brush {
    float length, width, jitter, bristle;
};

void paintStroke(
    const Brush& brush, float x, float y, float angle, Vec3 colour, std::uint32_t seed, Picture& picture)
{
    const float cosine = std::cos(angle), sine = std::sin(angle), reach = brush.length + brush.width;
    const int size = picture.size();
    for (int py = std::max(0, static_cast<int>(y - reach));
         py <= std::min(size - 1, static_cast<int>(y + reach)); ++py)
        for (int px = std::max(0, static_cast<int>(x - reach));
             px <= std::min(size - 1, static_cast<int>(x + reach)); ++px) {
            const float dx = static_cast<float>(px) - x, dy = static_cast<float>(py) - y;
            const float along = cosine * dx + sine * dy, across = cosine * dy - sine * dx;
            const float cover = smoothStep(brush.length, brush.length - 1.5f, std::fabs(along))
                * smoothStep(brush.width + 0.5f, brush.width - 0.5f, std::fabs(across));
            if (cover <= 0)
                continue;
            const float gain = 1 + brush.bristle * valueNoise(seed, across * 1.1f, along * 0.12f);
            picture.planes[0].at(px, py) = mix(picture.planes[0].at(px, py), colour.x * gain, 0.9f * cover);
            picture.planes[1].at(px, py) = mix(picture.planes[1].at(px, py), colour.y * gain, 0.9f * cover);
            picture.planes[2].at(px, py) = mix(picture.planes[2].at(px, py), colour.z * gain, 0.9f * cover);
        }
}

using Basis = std::array<std::array<float, 8>, 8>;
const Basis& cosines()
{
    static const Basis basis = [] {
        Basis b {};
        for (int k = 0; k < 8; ++k)
            for (int n = 0; n < 8; ++n)
                b[static_cast<std::size_t>(k)][static_cast<std::size_t>(n)] = (k ? 0.5f : 0.35355339f)
                    * std::cos(pi * static_cast<float>(k) * (static_cast<float>(n) + 0.5f) / 8);
        return b;
    }();
    return basis;
}

void compressBlock(Grid& plane, int x0, int y0, float strength)
{
    const Basis& c = cosines();
    Basis block {}, half {};
    for (std::size_t y = 0; y < 8; ++y)
        for (std::size_t x = 0; x < 8; ++x)
            block[y][x] = plane.clamped(x0 + static_cast<int>(x), y0 + static_cast<int>(y));
    const auto pass = [&](bool back) { // rows, then columns: each pass transposes
        for (std::size_t k = 0; k < 8; ++k)
            for (std::size_t y = 0; y < 8; ++y) {
                float sum = 0;
                for (std::size_t n = 0; n < 8; ++n)
                    sum += (back ? c[n][k] : c[k][n]) * block[y][n];
                half[k][y] = sum;
            }
        std::swap(block, half);
    };
    pass(false);
    pass(false);
    for (std::size_t v = 0; v < 8; ++v)
        for (std::size_t u = 0; u < 8; ++u) {
            const float step = strength * (1 + 0.6f * static_cast<float>(u + v));
            block[v][u] = step * std::round(block[v][u] / step);
        }
    pass(true);
    pass(true);
    for (int y = 0; y < 8 && y0 + y < plane.size; ++y)
        for (int x = 0; x < 8 && x0 + x < plane.size; ++x)
            plane.at(x0 + x, y0 + y) = block[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
}

} // namespace

void paintStrokes(Picture& picture, CounterRandom& random)
{
    const float side = static_cast<float>(picture.size()), scale = side / 64;
    const Brush brush { scale * uniform(random, 2, 8), scale * uniform(random, 0.7f, 2.4f),
        uniform(random, 0.02f, 0.16f), uniform(random, 0.05f, 0.35f) };
    Picture painted = picture;
    const float turn = uniform(random, 0, 2 * pi), swirl = uniform(random, 0.3f, 3),
                coarse = uniform(random, 1.5f, 5) / side;
    const std::uint32_t seed = random();
    const int strokes = static_cast<int>(2.6f * side * side / (4 * brush.length * brush.width));
    for (int i = 0; i < strokes; ++i) {
        const float x = uniform(random, 0, side), y = uniform(random, 0, side);
        const float angle = turn + swirl * fractalNoise(seed, x * coarse, y * coarse, 2)
            + 0.25f * static_cast<float>(random.normal());
        const float gain = 1 + brush.jitter * static_cast<float>(random.normal());
        const auto tone = [&](int k) {
            return picture.planes[k].sample(x, y) * gain
                + 0.4f * brush.jitter * static_cast<float>(random.normal());
        };
        const Vec3 colour { tone(0), tone(1), tone(2) };
        paintStroke(brush, x, y, angle, colour, seed + static_cast<std::uint32_t>(i), painted);
    }
    picture = std::move(painted);
}

void engrave(Picture& picture, CounterRandom& random)
{
    const float side = static_cast<float>(picture.size()), angle = uniform(random, 0, pi),
                pitch = side / uniform(random, 12, 26);
    const float cosine = std::cos(angle) * 2 * pi / pitch, sine = std::sin(angle) * 2 * pi / pitch;
    const bool cross = random.below(2) == 0, colour = random.below(3) == 0;
    for (int y = 0; y < picture.size(); ++y)
        for (int x = 0; x < picture.size(); ++x) {
            const std::size_t i = static_cast<std::size_t>(y) * picture.size() + static_cast<std::size_t>(x);
            const float tone = std::clamp(luma(picture, i), 0.0f, 1.0f),
                        u = cosine * static_cast<float>(x) + sine * static_cast<float>(y);
            float line = 0.5f + 0.5f * std::sin(u);
            if (cross)
                line = 0.5f * line + 0.25f
                    + 0.25f * std::sin(cosine * static_cast<float>(y) - sine * static_cast<float>(x));
            const float paper = smoothStep(-0.18f, 0.18f, tone - (1 - line) * 0.9f);
            for (Grid& plane : picture.planes)
                plane.values[i] = colour ? mix(plane.values[i] * 0.3f, 0.4f + 0.6f * plane.values[i], paper)
                                         : mix(0.06f, 0.95f, paper);
        }
}

void posterize(Picture& picture, CounterRandom& random)
{
    const float levels = static_cast<float>(2 + random.below(4));
    for (Grid& plane : picture.planes)
        for (float& value : plane.values)
            value = std::round(std::clamp(value, 0.0f, 1.0f) * levels) / levels;
}

void compressBlocks(Picture& picture, float strength)
{
    for (Grid& plane : picture.planes)
        for (int y = 0; y < plane.size; y += 8)
            for (int x = 0; x < plane.size; x += 8)
                compressBlock(plane, x, y, strength);
}

void photograph(Picture& picture, float strength, CounterRandom& random)
{
    const float side = static_cast<float>(picture.size()), angle = uniform(random, 0, 2 * pi);
    const float slope = strength * uniform(random, 0, 0.7f),
                gamma = std::exp2(strength * uniform(random, -0.7f, 0.7f));
    const float gain = std::exp2(strength * uniform(random, -0.8f, 0.5f)),
                saturation
        = uniform(random, 0, 1) < 0.2f * strength ? 0 : mix(1, uniform(random, 0.3f, 1.4f), strength);
    const float cast[3] = { 1 + 0.15f * strength * static_cast<float>(random.normal()), 1,
        1 + 0.15f * strength * static_cast<float>(random.normal()) };
    for (int y = 0; y < picture.size(); ++y)
        for (int x = 0; x < picture.size(); ++x) {
            const std::size_t i = static_cast<std::size_t>(y) * picture.size() + static_cast<std::size_t>(x);
            const float light = gain
                * (1
                    + slope
                        * (std::cos(angle) * (static_cast<float>(x) / side - 0.5f)
                            + std::sin(angle) * (static_cast<float>(y) / side - 0.5f))
                        * 2);
            const float grey = luma(picture, i);
            for (int k = 0; k < 3; ++k) {
                float& value = picture.planes[k].values[i];
                value = std::pow(std::fmax(mix(grey, value, saturation) * light * cast[k], 0.0f), gamma);
            }
        }
    const float softness = strength * 0.014f * side * std::pow(uniform(random, 0, 1), 2.0f);
    blur(picture, softness, softness * (random.below(6) ? 1.0f : 0.2f));
    const float noise = strength * 0.10f * std::pow(uniform(random, 0, 1), 2.5f),
                grain = random.below(2) ? 0 : side * uniform(random, 0.004f, 0.018f);
    const std::uint64_t key = random();
    for (std::size_t k = 0; k < 3; ++k)
        addGrain(picture.planes[k], noise, grain, key, random.below(2) ? 1 : k + 1);
    if (random.below(4) == 0)
        sharpen(picture, uniform(random, 0.3f, 1.6f) * strength, side * 0.012f);
}

} // namespace minamo
