#include "data/factory/TextureEffects.h"
#include "data/factory/TextureScene.h"

#include <algorithm>
#include <numbers>

namespace minamo {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

Vec3 anyColour(CounterRandom& random)
{
    return colourOf(uniform(random, 0, 1), std::pow(uniform(random, 0, 1), 1.5f), uniform(random, 0, 1));
}

/// Mixes two colours by t(u, v) in [0, 1] over the picture.
template <class F> Picture blend(int size, Vec3 a, Vec3 b, F t)
{
    Picture picture(size);
    const float px = 1 / static_cast<float>(size);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const float weight = t((static_cast<float>(x) + 0.5f) * px, (static_cast<float>(y) + 0.5f) * px);
            picture.planes[0].at(x, y) = mix(a.x, b.x, weight);
            picture.planes[1].at(x, y) = mix(a.y, b.y, weight);
            picture.planes[2].at(x, y) = mix(a.z, b.z, weight);
        }
    return picture;
}

float coverLine(Vec2 p, Vec2 a, Vec2 b, float width, float px)
{
    const float dx = b.x - a.x, dy = b.y - a.y;
    const float t
        = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy + 1e-9f), 0.0f, 1.0f);
    const float d = std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
    return smoothStep(width / 2 + px / 2, width / 2 - px / 2, d);
}

void stroke(Picture& picture, Vec2 a, Vec2 b, float width, Vec3 colour, float opacity)
{
    const int size = picture.size();
    const float side = static_cast<float>(size), px = 1 / side;
    const auto low = [&](float v) { return std::max(0, static_cast<int>((v - width) * side) - 1); };
    const auto high = [&](float v) { return std::min(size - 1, static_cast<int>((v + width) * side) + 1); };
    for (int y = low(std::fmin(a.y, b.y)); y <= high(std::fmax(a.y, b.y)); ++y)
        for (int x = low(std::fmin(a.x, b.x)); x <= high(std::fmax(a.x, b.x)); ++x) {
            const float cover = opacity
                * coverLine({ (static_cast<float>(x) + 0.5f) * px, (static_cast<float>(y) + 0.5f) * px }, a,
                    b, std::fmax(width, px), px);
            picture.planes[0].at(x, y) = mix(picture.planes[0].at(x, y), colour.x, cover);
            picture.planes[1].at(x, y) = mix(picture.planes[1].at(x, y), colour.y, cover);
            picture.planes[2].at(x, y) = mix(picture.planes[2].at(x, y), colour.z, cover);
        }
}

} // namespace

Picture drawClouds(int size, CounterRandom& random)
{
    Picture picture(size);
    const float scale = std::exp2(uniform(random, 1, 4)), gain = uniform(random, 0.4f, 0.9f),
                contrast = uniform(random, 0.2f, 0.8f);
    const float shared = uniform(random, 0, 1), base = uniform(random, 0.2f, 0.8f),
                stretch = std::exp2(uniform(random, -1.5f, 1.5f));
    const std::uint32_t seed = random();
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const float u = static_cast<float>(x) / static_cast<float>(size) * scale,
                        v = static_cast<float>(y) / static_cast<float>(size) * scale * stretch;
            const float common = fractalNoise(seed, u, v, 5, gain);
            for (int k = 0; k < 3; ++k) {
                const float own = shared < 0.9f
                    ? fractalNoise(seed + 101u * static_cast<std::uint32_t>(k + 1), u, v, 5, gain)
                    : 0;
                picture.planes[k].at(x, y)
                    = base + contrast * mix(own, common, std::fmin(1, shared + 0.1f)) * 1.6f;
            }
        }
    return picture;
}

Picture drawGrating(int size, CounterRandom& random)
{
    const float angle = uniform(random, 0, pi), frequency = std::exp2(uniform(random, 1.5f, 4.6f)),
                hard = uniform(random, 0.5f, 6);
    const float bend = uniform(random, 0, 0.15f), cosine = std::cos(angle), sine = std::sin(angle);
    const std::uint32_t seed = random();
    const bool rings = random.below(4) == 0;
    return blend(size, anyColour(random), anyColour(random), [&](float u, float v) {
        const float along = rings ? std::hypot(u - 0.5f, v - 0.4f) : cosine * u + sine * v;
        const float wave = std::sin(2 * pi * frequency * (along + bend * valueNoise(seed, u * 3, v * 3)));
        return std::clamp(0.5f + 0.5f * hard * wave, 0.0f, 1.0f);
    });
}

Picture drawChecks(int size, CounterRandom& random)
{
    const float angle = uniform(random, 0, pi), count = uniform(random, 2, 14), cosine = std::cos(angle),
                sine = std::sin(angle);
    const float aspect = std::exp2(uniform(random, -1, 1)), hard = uniform(random, 2, 12),
                joint = random.below(2) ? uniform(random, 0.03f, 0.12f) : 0;
    const std::uint32_t seed = random();
    return blend(size, anyColour(random), anyColour(random), [&](float u, float v) {
        const float a = (cosine * u + sine * v) * count, b = (cosine * v - sine * u) * count * aspect;
        if (joint > 0) { // tiles of slightly different tone between joints
            const float edge = std::fmin(std::fabs(a - std::round(a)), std::fabs(b - std::round(b)));
            const float tone = hashUnit(
                latticeHash(seed, static_cast<int>(std::floor(a)), static_cast<int>(std::floor(b))));
            return std::clamp(smoothStep(joint / 2, joint, edge) * (0.6f + 0.4f * tone), 0.0f, 1.0f);
        }
        return std::clamp(0.5f + hard * std::sin(pi * a) * std::sin(pi * b), 0.0f, 1.0f);
    });
}

Picture drawScratches(int size, CounterRandom& random)
{
    const float grain = uniform(random, 0, 0.25f), main = uniform(random, 0, pi),
                spread = uniform(random, 0.02f, 1.5f);
    const std::uint32_t seed = random();
    Picture picture = blend(size, anyColour(random), anyColour(random),
        [&](float u, float v) { return 0.5f + grain * fractalNoise(seed, u * 20, v * 20, 3); });
    const Vec3 colour = anyColour(random);
    for (int i = 5 + static_cast<int>(random.below(60)); i > 0; --i) {
        const float angle = main + spread * static_cast<float>(random.normal()),
                    length = uniform(random, 0.05f, 0.6f);
        const Vec2 from { uniform(random, 0, 1), uniform(random, 0, 1) };
        stroke(picture, from, { from.x + length * std::cos(angle), from.y + length * std::sin(angle) },
            uniform(random, 0.004f, 0.02f), colour, uniform(random, 0.1f, 0.9f));
    }
    return picture;
}

Picture drawGlyphs(int size, CounterRandom& random)
{
    const bool bright = random.below(3) > 0;
    const Vec3 paper = bright
        ? colourOf(uniform(random, 0, 1), uniform(random, 0, 0.2f), uniform(random, 0.8f, 1))
        : anyColour(random);
    const Vec3 ink = bright ? colourOf(uniform(random, 0, 1), uniform(random, 0, 1), uniform(random, 0, 0.4f))
                            : anyColour(random);
    Picture picture = blend(size, paper, paper, [](float, float) { return 0.0f; });
    const float height = uniform(random, 0.06f, 0.25f), width = height * uniform(random, 0.08f, 0.25f),
                slant = uniform(random, -0.3f, 0.3f);
    for (float y = uniform(random, 0, height); y < 1; y += height * 1.5f)
        for (float x = uniform(random, 0, height); x < 1; x += height * uniform(random, 0.7f, 1.0f)) {
            if (random.below(6) == 0)
                continue; // a space
            for (int s = 2 + static_cast<int>(random.below(3)); s > 0; --s) {
                const auto corner = [&] {
                    return Vec2 { 0.3f * height * static_cast<float>(random.below(3)),
                        0.5f * height * static_cast<float>(random.below(3)) };
                };
                const Vec2 a = corner(), b = corner();
                stroke(picture, { x + a.x - slant * a.y, y + a.y }, { x + b.x - slant * b.y, y + b.y }, width,
                    ink, 1);
            }
        }
    return picture;
}

Picture drawGradient(int size, CounterRandom& random)
{
    const float angle = uniform(random, 0, 2 * pi), bend = uniform(random, 0.3f, 3), cosine = std::cos(angle),
                sine = std::sin(angle);
    const bool radial = random.below(3) == 0;
    return blend(size, anyColour(random), anyColour(random), [&](float u, float v) {
        const float t
            = radial ? 1.6f * std::hypot(u - 0.5f, v - 0.5f) : 0.5f + cosine * (u - 0.5f) + sine * (v - 0.5f);
        return std::pow(std::clamp(t, 0.0f, 1.0f), bend);
    });
}

Picture drawRelief(int size, CounterRandom& random)
{
    Grid height(size);
    const float scale = std::exp2(uniform(random, 1.5f, 4.5f)), stretch = std::exp2(uniform(random, -2, 2)),
                rough = uniform(random, 0.35f, 0.75f);
    const std::uint32_t seed = random(), kind = random.below(3);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const float u = static_cast<float>(x) / static_cast<float>(size) * scale,
                        v = static_cast<float>(y) / static_cast<float>(size) * scale * stretch;
            const float noise = fractalNoise(seed, u, v, 4, rough);
            height.at(x, y) = kind == 0 ? noise
                : kind == 1             ? 0.5f * std::sin(pi * u + 2 * noise) * std::cos(pi * v)
                                        : std::fabs(noise) * 1.5f;
        }
    const float angle = uniform(random, 0, 2 * pi),
                depth = uniform(random, 0.5f, 3) * static_cast<float>(size) / scale / 6,
                shine = uniform(random, 0, 0.7f);
    const Vec3 lamp = normalized({ std::cos(angle), std::sin(angle), uniform(random, 0.4f, 1.5f) }),
               half = normalized(lamp + Vec3 { 0, 0, 1 });
    const Vec3 colour = anyColour(random) * 0.8f + Vec3 { 0.15f, 0.15f, 0.15f };
    Picture picture(size);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const Vec3 n = normalized({ (height.clamped(x - 1, y) - height.clamped(x + 1, y)) * depth,
                (height.clamped(x, y - 1) - height.clamped(x, y + 1)) * depth, 1 });
            const float lit = 0.25f + 0.9f * std::fmax(dot(n, lamp), 0.0f),
                        gleam = shine * std::pow(std::fmax(dot(n, half), 0.0f), 24.0f);
            picture.planes[0].at(x, y) = colour.x * lit + gleam;
            picture.planes[1].at(x, y) = colour.y * lit + gleam;
            picture.planes[2].at(x, y) = colour.z * lit + gleam;
        }
    return picture;
}

} // namespace minamo
