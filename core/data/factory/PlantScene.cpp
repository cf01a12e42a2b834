#include "data/factory/PlantScene.h"

#include "data/factory/PlantPart.h"

#include <algorithm>

namespace minamo {
namespace {

/// Maps of one scene before light falls on it. Heights in px.
struct SceneMaps {
    explicit SceneMaps(int size) :
        height(size), distance(size), gloss(size), sharpness(size), mirror(size), albedo(size)
    {
    }
    Grid height, distance, gloss, sharpness, mirror;
    Picture albedo;
};

void drawPixel(const PlantPlan& plan, const PartSurface& part, std::uint32_t floorSeed, Vec2 shift, int x,
    int y, SceneMaps& maps)
{
    const float size = static_cast<float>(maps.height.size), radius = plan.part.radius;
    const Vec2 place { (static_cast<float>(x) + 0.5f) / size, (static_cast<float>(y) + 0.5f) / size };
    const float cosine = std::cos(plan.part.rotation), sine = std::sin(plan.part.rotation);
    const float dx = (place.x - plan.part.centreX) / radius, dy = (place.y - plan.part.centreY) / radius;
    const SurfacePoint point = part.at({ cosine * dx + sine * dy, cosine * dy - sine * dx });
    const float pixel = 1 / (radius * size), cover = smoothStep(0.7f * pixel, -0.7f * pixel, point.distance);
    const FloorPoint floor = cover < 1
        ? floorAt(plan.conditions, floorSeed, { place.x + shift.x, place.y + shift.y })
        : FloorPoint {};
    const Vec3 ground = plan.conditions.floorColour * std::fmax(floor.albedo, 0.05f);
    maps.height.at(x, y) = mix(floor.height * size, point.height * radius * size, cover);
    maps.distance.at(x, y) = point.distance;
    maps.gloss.at(x, y) = mix(floor.gloss * plan.conditions.floorGloss, point.gloss, cover);
    maps.sharpness.at(x, y) = mix(12, point.sharpness, cover);
    maps.mirror.at(x, y) = point.mirror * cover;
    maps.albedo.planes[0].at(x, y) = mix(ground.x, point.albedo.x, cover);
    maps.albedo.planes[1].at(x, y) = mix(ground.y, point.albedo.y, cover);
    maps.albedo.planes[2].at(x, y) = mix(ground.z, point.albedo.z, cover);
}

SceneMaps drawMaps(const PlantPlan& plan, int size)
{
    SceneMaps maps(size);
    const PartSurface part(plan.part);
    CounterRandom random(plan.noiseKey, 21);
    const std::uint32_t floorSeed = random();
    const Vec2 shift { static_cast<float>(random.uniform(0, 8)), static_cast<float>(random.uniform(0, 8)) };
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x)
            drawPixel(plan, part, floorSeed, shift, x, y, maps);
    return maps;
}

/// Share of the lamp's light that reaches each floor pixel: the part's outline, cast away from the lamp and
/// softened.
Grid castShadow(const PlantPlan& plan, const SceneMaps& maps)
{
    const int size = maps.height.size;
    const float reach
        = 0.20f * plan.part.radius * static_cast<float>(size) / std::tan(plan.conditions.elevation);
    const float dx = std::cos(plan.conditions.azimuth) * reach,
                dy = std::sin(plan.conditions.azimuth) * reach;
    Grid light(size, 1);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            if (maps.distance.at(x, y) < 0)
                continue;
            float nearest = 1;
            for (const float step : { 0.25f, 0.55f, 0.85f })
                nearest = std::fmin(nearest,
                    maps.distance.sample(
                        static_cast<float>(x) + step * dx, static_cast<float>(y) + step * dy));
            const float contact = 0.75f + 0.25f * smoothStep(0, 0.10f, maps.distance.at(x, y));
            light.at(x, y) = contact * mix(0.22f, 1, smoothStep(-0.06f, 0.12f, nearest));
        }
    return light;
}

Vec3 surfaceNormal(const Grid& height, int x, int y)
{
    const float dx = (height.clamped(x + 1, y) - height.clamped(x - 1, y)) / 2;
    const float dy = (height.clamped(x, y + 1) - height.clamped(x, y - 1)) / 2;
    return normalized({ -dx, -dy, 1 });
}

struct Light {
    Vec3 lamp; ///< place, in sides of the photo, seen from its centre
    float distanceSquared;
};

Vec3 shadePixel(const PlantConditions& c, const Light& light, const SceneMaps& maps, float lit, int x, int y)
{
    const float size = static_cast<float>(maps.height.size);
    const Vec3 place { (static_cast<float>(x) + 0.5f) / size - 0.5f,
        (static_cast<float>(y) + 0.5f) / size - 0.5f, 0 };
    const Vec3 toLamp = light.lamp + place * -1, l = normalized(toLamp), n = surfaceNormal(maps.height, x, y);
    const float fall = light.distanceSquared / dot(toLamp, toLamp);
    const Vec3 half = normalized(l + Vec3 { 0, 0, 1 });
    const float lambert = std::fmax(dot(n, l), 0.0f) * lit * fall * c.strength;
    const float sharpness = maps.sharpness.at(x, y);
    const float shine = maps.gloss.at(x, y) * std::pow(std::fmax(dot(n, half), 0.0f), sharpness)
        * (sharpness + 8) / 60 * lit * fall * c.strength;
    // Metal also mirrors the hall: bright ceiling lights above, dark floor below.
    const float hall = maps.mirror.at(x, y) * (0.25f + 0.75f * smoothStep(-0.5f, 0.5f, -n.y + 0.35f * n.x))
        * (c.ambient + 0.5f * c.strength);
    const float sky = c.ambient * (0.6f + 0.4f * n.z);
    const auto channel = [&](float albedo, float lamp, float ambient) {
        return albedo * (lamp * lambert + ambient * sky) + 0.30f * lamp * shine + 0.42f * ambient * hall;
    };
    return { channel(maps.albedo.planes[0].at(x, y), c.lampColour.x, c.ambientColour.x),
        channel(maps.albedo.planes[1].at(x, y), c.lampColour.y, c.ambientColour.y),
        channel(maps.albedo.planes[2].at(x, y), c.lampColour.z, c.ambientColour.z) };
}

} // namespace

Picture shadePlantScene(const PlantPlan& plan, int size)
{
    const SceneMaps maps = drawMaps(plan, size);
    const Grid lit = castShadow(plan, maps);
    const PlantConditions& c = plan.conditions;
    const Vec3 direction { std::cos(c.azimuth) * std::cos(c.elevation),
        std::sin(c.azimuth) * std::cos(c.elevation), std::sin(c.elevation) };
    const float distance = std::fmax(c.lampDistance, 1.2f);
    const Light light { direction * distance, distance * distance };
    Picture picture(size);
    for (int y = 0; y < size; ++y)
        for (int x = 0; x < size; ++x) {
            const Vec3 colour = shadePixel(c, light, maps, lit.at(x, y), x, y);
            picture.planes[0].at(x, y) = colour.x;
            picture.planes[1].at(x, y) = colour.y;
            picture.planes[2].at(x, y) = colour.z;
        }
    return picture;
}

} // namespace minamo
