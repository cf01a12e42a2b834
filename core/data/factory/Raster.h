#pragma once
#include "base/Random.h"

#include <cmath>
#include <cstdint>
#include <vector>

namespace minamo {

/// A square map of floats, row by row: height, coverage, one colour plane.
struct Grid {
    explicit Grid(int side = 0, float value = 0) :
        size(side), values(static_cast<std::size_t>(side) * side, value)
    {
    }
    float& at(int x, int y) { return values[static_cast<std::size_t>(y) * size + x]; }
    float at(int x, int y) const { return values[static_cast<std::size_t>(y) * size + x]; }
    float clamped(int x, int y) const; ///< edge pixels repeat
    float sample(float x, float y) const; ///< bilinear, px, edges repeat

    int size;
    std::vector<float> values;
};

/// Three colour planes in linear light (1 = white paper under full light).
struct Picture {
    explicit Picture(int side = 0) : planes { Grid(side), Grid(side), Grid(side) } { }
    int size() const { return planes[0].size; }
    Grid planes[3];
};

struct Vec2 {
    float x = 0, y = 0;
};
struct Vec3 {
    float x = 0, y = 0, z = 0;
};
inline Vec3 operator*(Vec3 v, float s)
{
    return { v.x * s, v.y * s, v.z * s };
}
inline Vec3 operator+(Vec3 a, Vec3 b)
{
    return { a.x + b.x, a.y + b.y, a.z + b.z };
}
inline float dot(Vec3 a, Vec3 b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
inline Vec3 normalized(Vec3 v)
{
    return v * (1 / std::sqrt(dot(v, v)));
}

/// 0 below a, 1 above b, smooth between.
inline float smoothStep(float a, float b, float x)
{
    const float t = std::fmin(std::fmax((x - a) / (b - a), 0.0f), 1.0f);
    return t * t * (3 - 2 * t);
}
inline float mix(float a, float b, float t)
{
    return a + (b - a) * t;
}
inline float uniform(CounterRandom& random, float low, float high)
{
    return static_cast<float>(random.uniform(low, high));
}

/// A well-mixed 32-bit hash of a lattice point.
std::uint32_t latticeHash(std::uint32_t seed, std::int32_t x, std::int32_t y);
inline float hashUnit(std::uint32_t bits)
{
    return static_cast<float>(bits >> 8) * (1.0f / 16777216.0f);
}
/// Smooth value noise in [-1, 1], one feature per unit.
float valueNoise(std::uint32_t seed, float x, float y);
/// Sum of `octaves` value noises, each twice as fine and `gain` as strong; about [-1, 1].
float fractalNoise(std::uint32_t seed, float x, float y, int octaves, float gain = 0.5f);

/// Gaussian blur with edges repeated; sigma in px, anything below 0.2 leaves the map as it is.
void blur(Grid& grid, float sigmaX, float sigmaY);
void blur(Picture& picture, float sigmaX, float sigmaY);
/// Unsharp mask: v += amount * (v - blurred v).
void sharpen(Picture& picture, float amount, float sigma);

} // namespace minamo
