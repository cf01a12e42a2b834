#include "data/factory/Camera.h"

#include <algorithm>

namespace minamo {
namespace {

float meanLuma(const Picture& picture)
{
    double sum = 0;
    for (std::size_t i = 0; i < picture.planes[0].values.size(); ++i)
        sum += 0.299f * picture.planes[0].values[i] + 0.587f * picture.planes[1].values[i]
            + 0.114f * picture.planes[2].values[i];
    return static_cast<float>(sum / static_cast<double>(picture.planes[0].values.size()));
}

void vignette(Picture& picture, float strength)
{
    const float half = static_cast<float>(picture.size()) / 2;
    for (int y = 0; y < picture.size(); ++y)
        for (int x = 0; x < picture.size(); ++x) {
            const float u = (static_cast<float>(x) + 0.5f) / half - 1,
                        v = (static_cast<float>(y) + 0.5f) / half - 1;
            const float gain = 1 - strength * (u * u + v * v) / 2;
            for (Grid& plane : picture.planes)
                plane.at(x, y) *= gain;
        }
}

/// Exposure around middle grey, then the display curve.
void expose(Picture& picture, const PlantConditions& c)
{
    const float gain = 0.21f * c.exposure / std::fmax(meanLuma(picture), 1e-4f);
    const float gains[3] = { gain * c.redGain, gain, gain };
    const float exponent = c.contrast / 2.2f, middle = std::pow(0.21f, 1 / 2.2f - exponent);
    for (int k = 0; k < 3; ++k)
        for (float& value : picture.planes[k].values) {
            const float v = middle * std::pow(std::fmax(value * gains[k], 0.0f), exponent);
            value = v > 0.8f ? 1 - 0.2f * std::exp((0.8f - v) / 0.2f) : v; // highlights roll off
        }
}

} // namespace

void addGrain(Grid& plane, float deviation, float grain, std::uint64_t key, std::uint64_t stream)
{
    if (deviation <= 0)
        return;
    Grid noise(plane.size);
    fillNormal(noise.values, key, stream);
    float scale = deviation;
    if (grain >= 0.3f) {
        blur(noise, grain, grain);
        double power = 0;
        for (const float v : noise.values)
            power += v * v;
        scale /= static_cast<float>(std::sqrt(power / static_cast<double>(noise.values.size())) + 1e-9);
    }
    for (std::size_t i = 0; i < plane.values.size(); ++i)
        plane.values[i] += scale * noise.values[i];
}

std::vector<std::uint8_t> toBytes(const Picture& picture)
{
    const std::size_t count = picture.planes[0].values.size();
    std::vector<std::uint8_t> bytes(3 * count);
    for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t i = 0; i < count; ++i)
            bytes[3 * i + k]
                = static_cast<std::uint8_t>(std::clamp(picture.planes[k].values[i], 0.0f, 1.0f) * 255 + 0.5f);
    return bytes;
}

std::vector<std::uint8_t> developPhoto(Picture picture, const PlantConditions& c, std::uint64_t noiseKey)
{
    const float side = static_cast<float>(picture.size());
    blur(picture, std::hypot(c.blur, c.motion) * side, c.blur * side);
    vignette(picture, c.vignette);
    expose(picture, c);
    // What survives a reduction to 64 px shall be the same at every size: independent pixels average out,
    // grain less.
    const float grain = c.grain * side, pixels = std::fmax(1, side / 64);
    const float survives = 1 / std::sqrt(1 + 12 * grain * grain / (pixels * pixels)) * (pixels - 1) + 1;
    for (std::size_t k = 0; k < 3; ++k)
        addGrain(picture.planes[k], 0.45f * c.noise * survives, grain, noiseKey, k + 1);
    Grid shared(picture.size());
    addGrain(shared, 0.9f * c.noise * survives, grain, noiseKey, 4);
    for (Grid& plane : picture.planes)
        for (std::size_t i = 0; i < plane.values.size(); ++i)
            plane.values[i] += shared.values[i];
    if (c.sharpening > 0.02f)
        sharpen(picture, c.sharpening, 0.010f * side);
    return toBytes(picture);
}

} // namespace minamo
