#include "data/factory/TextureScene.h"

#include <algorithm>
#include <numbers>

namespace minamo {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

enum class Outline { round, harmonic, polygon, leaf };

void roundOutline(Blob& blob, float size, float aspect, float angle)
{
    for (int i = 0; i < Blob::directions; ++i) {
        const float t = 2 * pi * static_cast<float>(i) / Blob::directions - angle;
        blob.radius[static_cast<std::size_t>(i)]
            = size / std::sqrt(std::cos(t) * std::cos(t) + std::sin(t) * std::sin(t) * aspect * aspect);
    }
}

void addHarmonics(Blob& blob, float strength, CounterRandom& random)
{
    for (int k = 2; k < 7; ++k) {
        const float weight = strength * uniform(random, -1, 1) / static_cast<float>(k),
                    phase = uniform(random, 0, 2 * pi);
        for (int i = 0; i < Blob::directions; ++i)
            blob.radius[static_cast<std::size_t>(i)] *= 1
                + weight
                    * std::cos(
                        static_cast<float>(k) * 2 * pi * static_cast<float>(i) / Blob::directions + phase);
    }
}

void polygonOutline(Blob& blob, float size, CounterRandom& random)
{
    const int sides = 3 + static_cast<int>(random.below(5));
    const float phase = uniform(random, 0, 2 * pi), sector = 2 * pi / static_cast<float>(sides);
    for (int i = 0; i < Blob::directions; ++i) {
        const float t = 2 * pi * static_cast<float>(i) / Blob::directions + phase;
        blob.radius[static_cast<std::size_t>(i)]
            = size * std::cos(sector / 2) / std::cos(t - sector * (std::floor(t / sector) + 0.5f));
    }
}

Blob makeBlob(float x, float y, float size, Vec3 colour, CounterRandom& random)
{
    Blob blob { x, y, 0, colour, random(), {} };
    const auto kind = static_cast<Outline>(random.below(4));
    if (kind == Outline::polygon)
        polygonOutline(blob, size, random);
    else
        roundOutline(blob, size,
            kind == Outline::round ? 1.0f : uniform(random, 1, kind == Outline::leaf ? 4.0f : 2.2f),
            uniform(random, 0, 2 * pi));
    if (kind == Outline::harmonic || kind == Outline::leaf)
        addHarmonics(blob, uniform(random, 0.1f, 0.7f), random);
    blob.reach = *std::max_element(blob.radius.begin(), blob.radius.end());
    return blob;
}

Vec3 shadeFill(const SceneStyle& style, const Blob& blob, float dx, float dy, float px)
{
    Vec3 colour = blob.colour;
    float gain = 1;
    if (style.shading > 0)
        gain += style.shading
            * std::clamp((dx * style.light.x + dy * style.light.y) / (blob.reach + 1e-3f), -0.9f, 0.9f);
    if (style.texture > 0) {
        const float scale = px * (6 + static_cast<float>(blob.seed & 15u));
        gain += style.texture
            * fractalNoise(blob.seed, (blob.x + dx) * scale,
                (blob.y + dy) * scale * (1 + (blob.seed >> 8 & 1u)), 4, 0.65f);
    }
    if (style.hatching > 0) {
        const float shadow
            = smoothStep(-0.1f, 0.5f, -(dx * style.light.x + dy * style.light.y) / (blob.reach + 1e-3f));
        const float line = 0.5f + 0.5f * std::sin((dx + dy * (blob.seed & 1u ? 1.0f : -0.8f)) * 1.9f);
        gain *= 1 - style.hatching * shadow * line;
    }
    const auto channel
        = [&](float paper, float own) { return mix(paper, own, style.fill) * std::fmax(gain, 0.05f); };
    return { channel(style.paper.x, colour.x), channel(style.paper.y, colour.y),
        channel(style.paper.z, colour.z) };
}

void paint(const SceneStyle& style, const Blob& blob, Picture& picture)
{
    const int size = picture.size();
    const float px = 1 / static_cast<float>(size), width = style.outline * static_cast<float>(size),
                margin = blob.reach + width + 1;
    const int x0 = std::max(0, static_cast<int>(blob.x - margin)),
              x1 = std::min(size - 1, static_cast<int>(blob.x + margin));
    const int y0 = std::max(0, static_cast<int>(blob.y - margin)),
              y1 = std::min(size - 1, static_cast<int>(blob.y + margin));
    for (int y = y0; y <= y1; ++y)
        for (int x = x0; x <= x1; ++x) {
            const float dx = static_cast<float>(x) - blob.x, dy = static_cast<float>(y) - blob.y,
                        d = blob.distance(dx, dy);
            const float cover = smoothStep(0.6f, -0.6f, d);
            if (cover <= 0 && d > width)
                continue;
            float line = width > 0 ? smoothStep(width / 2 + 0.5f, width / 2 - 0.5f, std::fabs(d)) : 0;
            if (style.outlineBreak > 0 && line > 0)
                line *= 1
                    - style.outlineBreak
                        * (0.5f
                            + 0.5f
                                * valueNoise(blob.seed + 3, static_cast<float>(x) * px * 14,
                                    static_cast<float>(y) * px * 14));
            const Vec3 fill = shadeFill(style, blob, dx, dy, px);
            const float inks[3] = { style.ink.x, style.ink.y, style.ink.z },
                        fills[3] = { fill.x, fill.y, fill.z };
            for (int k = 0; k < 3; ++k) {
                float& value = picture.planes[k].at(x, y);
                value = mix(mix(value, fills[k], cover), inks[k], line);
            }
        }
}

void paintBackground(const SceneStyle& style, Picture& picture, CounterRandom& random)
{
    const int size = picture.size();
    const Vec3 above = style.plainBackground
        ? style.paper
        : colourOf(uniform(random, 0, 1), style.saturation * 0.7f, uniform(random, 0.35f, 1));
    const Vec3 below = style.plainBackground
        ? style.paper
        : colourOf(uniform(random, 0, 1), style.saturation, uniform(random, 0.2f, 0.9f));
    const float horizon = uniform(random, 0.2f, 1.1f), softness = uniform(random, 0.01f, 0.6f),
                tilt = uniform(random, -0.3f, 0.3f);
    const std::uint32_t seed = random();
    const float scale = uniform(random, 3, 16), stretch = uniform(random, 1, 3);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const float u = static_cast<float>(x) / static_cast<float>(size),
                        v = static_cast<float>(y) / static_cast<float>(size);
            const float t = smoothStep(horizon - softness, horizon + softness, v + tilt * (u - 0.5f));
            const float gain = style.backgroundTexture > 0
                ? 1 + style.backgroundTexture * fractalNoise(seed, u * scale, v * scale * stretch, 5, 0.6f)
                : 1;
            picture.planes[0].at(x, y) = mix(above.x, below.x, t) * gain;
            picture.planes[1].at(x, y) = mix(above.y, below.y, t) * gain;
            picture.planes[2].at(x, y) = mix(above.z, below.z, t) * gain;
        }
}

/// A body with limbs, a head, marks on it: what makes an outline look like a thing.
void paintObject(
    const SceneStyle& style, float x, float y, float size, Picture& picture, CounterRandom& random)
{
    const float hue = uniform(random, 0, 1), value = uniform(random, 0.15f, 1);
    const int parts = 2 + static_cast<int>(random.below(6));
    float cx = x, cy = y, radius = size;
    for (int i = 0; i < parts; ++i) {
        const bool mark = random.below(4) == 0;
        const Vec3 colour = mark ? colourOf(uniform(random, 0, 1), style.saturation, uniform(random, 0, 1))
                                 : colourOf(hue + uniform(random, -0.04f, 0.04f), style.saturation,
                                     std::clamp(value + uniform(random, -0.15f, 0.15f), 0.0f, 1.0f));
        paint(style, makeBlob(cx, cy, std::fmax(radius, 1), colour, random), picture);
        const float angle = uniform(random, 0, 2 * pi), away = mark ? 0.4f : uniform(random, 0.7f, 1.3f);
        cx = x + std::cos(angle) * size * away;
        cy = y + std::sin(angle) * size * away;
        radius = size * uniform(random, 0.15f, 0.6f);
    }
}

} // namespace

float Blob::distance(float dx, float dy) const
{
    const float r = std::sqrt(dx * dx + dy * dy);
    const float turn = (std::atan2(dy, dx) / (2 * pi) + 1) * directions;
    const int i = static_cast<int>(turn);
    const float a = radius[static_cast<std::size_t>(i % directions)],
                b = radius[static_cast<std::size_t>((i + 1) % directions)];
    return (r - mix(a, b, turn - static_cast<float>(i))) * 0.85f;
}

Vec3 colourOf(float hue, float saturation, float value)
{
    const auto channel = [&](float offset) {
        const float h = hue + offset, k = std::fabs((h - std::floor(h)) * 6 - 3) - 1;
        return value * mix(1, std::clamp(k, 0.0f, 1.0f), saturation);
    };
    return { channel(0), channel(2.0f / 3), channel(1.0f / 3) };
}

Picture drawScene(const SceneStyle& style, int size, CounterRandom& random)
{
    Picture picture(size);
    const float side = static_cast<float>(size);
    paintBackground(style, picture, random);
    if (!style.plainBackground)
        for (int i = static_cast<int>(random.below(8)); i > 0; --i)
            paintObject(style, uniform(random, 0, side), uniform(random, 0, side),
                side * uniform(random, 0.03f, 0.18f), picture, random);
    if (style.depthBlur > 0)
        blur(picture, style.depthBlur * side, style.depthBlur * side);
    const int objects = random.below(3) ? 1 : 2 + static_cast<int>(random.below(4));
    for (int i = 0; i < objects; ++i)
        paintObject(style, side * uniform(random, 0.25f, 0.75f), side * uniform(random, 0.25f, 0.75f),
            side * uniform(random, 0.12f, 0.30f) / std::sqrt(static_cast<float>(objects)), picture, random);
    return picture;
}

Picture drawLeaves(const SceneStyle& style, int size, CounterRandom& random)
{
    Picture picture(size);
    const float side = static_cast<float>(size), smallest = uniform(random, 0.02f, 0.10f),
                largest = uniform(random, 0.15f, 0.5f);
    paintBackground(style, picture, random);
    const float palette = uniform(random, 0, 1), spread = uniform(random, 0.05f, 0.5f);
    const int leaves = 60 + static_cast<int>(random.below(200));
    for (int i = 0; i < leaves; ++i) {
        // Sizes by r^-3, the scale-free law of natural pictures.
        const float u = uniform(random, 0, 1), a = 1 / (smallest * smallest), b = 1 / (largest * largest);
        const float radius = side / std::sqrt(mix(a, b, u));
        const Vec3 colour = colourOf(
            palette + spread * uniform(random, -1, 1), style.saturation, uniform(random, 0.05f, 1));
        paint(style, makeBlob(uniform(random, 0, side), uniform(random, 0, side), radius, colour, random),
            picture);
    }
    return picture;
}

} // namespace minamo
