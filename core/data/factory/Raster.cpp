#include "data/factory/Raster.h"

#include <algorithm>

namespace minamo {
namespace {

std::vector<float> gaussianKernel(float sigma)
{
    const int radius = std::max(1, static_cast<int>(std::ceil(2.5f * sigma)));
    std::vector<float> kernel(static_cast<std::size_t>(2 * radius + 1));
    float sum = 0;
    for (int i = -radius; i <= radius; ++i)
        sum += kernel[static_cast<std::size_t>(i + radius)] = std::exp(-0.5f * (i * i) / (sigma * sigma));
    for (float& weight : kernel)
        weight /= sum;
    return kernel;
}

// One line at a time, through a copy with repeated ends: contiguous reads, no branches inside.
void convolveLine(float* line, std::ptrdiff_t stride, int count, const std::vector<float>& kernel,
    std::vector<float>& padded)
{
    const int radius = static_cast<int>(kernel.size()) / 2;
    padded.resize(static_cast<std::size_t>(count + 2 * radius));
    for (int i = 0; i < count + 2 * radius; ++i)
        padded[static_cast<std::size_t>(i)] = line[std::clamp(i - radius, 0, count - 1) * stride];
    for (int i = 0; i < count; ++i) {
        float sum = 0;
        for (std::size_t k = 0; k < kernel.size(); ++k)
            sum += kernel[k] * padded[static_cast<std::size_t>(i) + k];
        line[i * stride] = sum;
    }
}

} // namespace

float Grid::clamped(int x, int y) const
{
    return at(std::clamp(x, 0, size - 1), std::clamp(y, 0, size - 1));
}

float Grid::sample(float x, float y) const
{
    const float fx = std::floor(x), fy = std::floor(y);
    const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
    return mix(mix(clamped(ix, iy), clamped(ix + 1, iy), x - fx),
        mix(clamped(ix, iy + 1), clamped(ix + 1, iy + 1), x - fx), y - fy);
}

std::uint32_t latticeHash(std::uint32_t seed, std::int32_t x, std::int32_t y)
{
    std::uint32_t h = seed ^ (static_cast<std::uint32_t>(x) * 0x9E3779B1u)
        ^ (static_cast<std::uint32_t>(y) * 0x85EBCA77u);
    h ^= h >> 16;
    h *= 0x7FEB352Du;
    h ^= h >> 15;
    h *= 0x846CA68Bu;
    return h ^ (h >> 16);
}

float valueNoise(std::uint32_t seed, float x, float y)
{
    const float fx = std::floor(x), fy = std::floor(y);
    const int ix = static_cast<int>(fx), iy = static_cast<int>(fy);
    const auto corner = [&](int dx, int dy) { return hashUnit(latticeHash(seed, ix + dx, iy + dy)); };
    const float tx = smoothStep(0, 1, x - fx), ty = smoothStep(0, 1, y - fy);
    return 2 * mix(mix(corner(0, 0), corner(1, 0), tx), mix(corner(0, 1), corner(1, 1), tx), ty) - 1;
}

float fractalNoise(std::uint32_t seed, float x, float y, int octaves, float gain)
{
    float sum = 0, weight = 1, total = 0;
    for (int i = 0; i < octaves; ++i) {
        sum += weight * valueNoise(seed + static_cast<std::uint32_t>(i) * 7919u, x, y);
        total += weight;
        weight *= gain;
        x = x * 2 + 17.3f;
        y = y * 2 + 5.7f;
    }
    return sum / total;
}

void blur(Grid& grid, float sigmaX, float sigmaY)
{
    std::vector<float> padded;
    if (sigmaX >= 0.2f) {
        const auto kernel = gaussianKernel(sigmaX);
        for (int y = 0; y < grid.size; ++y)
            convolveLine(&grid.at(0, y), 1, grid.size, kernel, padded);
    }
    if (sigmaY >= 0.2f) {
        const auto kernel = gaussianKernel(sigmaY);
        for (int x = 0; x < grid.size; ++x)
            convolveLine(&grid.at(x, 0), grid.size, grid.size, kernel, padded);
    }
}

void blur(Picture& picture, float sigmaX, float sigmaY)
{
    for (Grid& plane : picture.planes)
        blur(plane, sigmaX, sigmaY);
}

void sharpen(Picture& picture, float amount, float sigma)
{
    for (Grid& plane : picture.planes) {
        Grid soft = plane;
        blur(soft, sigma, sigma);
        for (std::size_t i = 0; i < plane.values.size(); ++i)
            plane.values[i] += amount * (plane.values[i] - soft.values[i]);
    }
}

} // namespace minamo
