#include "data/factory/PlantPlan.h"

#include "base/Assert.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numbers>

namespace minamo {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

// Streams of the seed: one purpose each, so that adding a purpose later moves nothing else.
enum Stream : std::uint64_t { levels = 1, partOrder, partShape, photo, cameraOf };

/// Rank of `item` in a random order of `count` items.
int shuffled(int item, int count, std::uint64_t key, std::uint64_t stream)
{
    std::array<int, 64> order {};
    CounterRandom random(key, stream);
    for (int i = 0; i < count; ++i)
        order[static_cast<std::size_t>(i)] = i;
    for (int i = count - 1; i > 0; --i)
        std::swap(order[static_cast<std::size_t>(i)], order[random.below(static_cast<std::uint32_t>(i + 1))]);
    return order[static_cast<std::size_t>(item)];
}

/// Where a photo stands: plants take turns, each part is photographed twice.
struct Slot {
    int plant, part, view, plants;
    Slot(const PlantSettings& settings, std::int64_t index) :
        plant(static_cast<int>(index % settings.plants)), part(static_cast<int>(index / settings.plants / 2)),
        view(static_cast<int>(index / settings.plants % 2)), plants(settings.plants)
    {
    }
};

/// A plant's place on one property, in [-1, 1]: a Latin design, so that no two plants agree on it.
struct PlantLevels {
    std::uint64_t key;
    int plant, plants;
    float operator()(int property) const
    {
        if (plants < 2)
            return 0;
        const int rank = shuffled(plant, plants, key, 100 + static_cast<std::uint64_t>(property));
        return -1 + 2.0f * static_cast<float>(rank) / static_cast<float>(plants - 1);
    }
};

float normal(CounterRandom& random)
{
    return std::clamp(static_cast<float>(random.normal()), -2.5f, 2.5f);
}

void planLight(PlantConditions& c, const PlantLevels& level, float severity, CounterRandom& random)
{
    CounterRandom common(level.key, Stream::levels);
    const float turn
        = (level(0) + 1) / 2 * static_cast<float>(level.plants - 1) / static_cast<float>(level.plants);
    c.azimuth = static_cast<float>(common.uniform(0, 2 * pi)) + 2 * pi * turn * std::fmin(severity, 1.0f)
        + 0.30f * normal(random);
    c.elevation = 0.72f + severity * 0.16f * level(1) + 0.09f * normal(random);
    c.strength = std::exp2(0.15f * severity * level(2) + 0.25f * normal(random));
    c.ambient = std::clamp(0.34f - 0.10f * severity * level(2) + 0.08f * normal(random), 0.08f, 0.8f);
    const float warmth = 0.03f * severity * level(3) + 0.05f * normal(random);
    c.lampColour = { 1 + warmth, 1, 1 - 1.2f * warmth };
    c.lampDistance = 2.2f + 0.3f * normal(random);
    c.elevation = std::clamp(c.elevation, 0.3f, 1.25f);
}

void planCamera(PlantConditions& c, const PlantLevels& level, float severity, CounterRandom& random)
{
    c.exposure = std::exp2(0.06f * severity * level(4) + 0.22f * normal(random));
    c.contrast = std::exp2(0.12f * normal(random));
    c.blur = 0.0085f * std::exp2(0.85f * severity * level(5) + 0.16f * normal(random));
    c.noise = 0.0080f * std::exp2(1.2f * severity * level(6) + 0.18f * normal(random));
    c.grain = std::fmax(0, 0.006f + 0.006f * std::fmin(severity, 1.0f) * level(7) + 0.0008f * normal(random));
    c.sharpening = std::fmax(0, 0.5f + 0.5f * severity * level(8) + 0.12f * normal(random));
    c.vignette = std::clamp(0.18f + 0.12f * severity * level(9) + 0.06f * normal(random), 0.0f, 0.6f);
}

void planFloor(PlantConditions& c, const PlantLevels& level, float severity, CounterRandom& random)
{
    const int own = shuffled(level.plant, floorKinds, level.key, Stream::cameraOf);
    // Below severity 1 some photos are taken on a floor that every plant has.
    c.floor = random.uniform() < severity ? static_cast<Floor>(own) : Floor::mottled;
    CounterRandom plant(level.key, mixKeys(7, static_cast<std::uint64_t>(level.plant)));
    c.floorAngle = static_cast<float>(plant.uniform(0, pi)) + 0.05f * normal(random);
    c.floorScale = std::exp2(static_cast<float>(plant.uniform(-0.3, 0.3)) + 0.08f * normal(random));
    c.floorGloss = static_cast<float>(plant.uniform(0.05, 0.35));
    const float grey = 0.26f * std::exp2(0.28f * normal(random));
    const float red = 0.045f * normal(random), blue = 0.045f * normal(random);
    c.floorColour = { grey * (1 + red), grey, grey * (1 + blue) };
}

/// The documented effects of camera, site, shift and date.
void plantEffects(PlantPlan& plan, const PlantSettings& settings, const Slot& slot, int day, bool night)
{
    PlantConditions& c = plan.conditions;
    const int site = slot.plant % 3;
    const bool second
        = shuffled(slot.part % 2, 2, mixKeys(settings.seed, static_cast<std::uint64_t>(slot.part / 2)),
              Stream::cameraOf)
        == 1;
    if (second) {
        c.blur *= 1.25f;
        c.redGain *= 1.04f;
    }
    constexpr Vec3 halls[3] = { { 0.94f, 1, 1.06f }, { 1, 1, 1 }, { 1.05f, 1, 0.92f } };
    c.ambientColour = halls[site];
    if (night) {
        c.ambient *= 0.5f;
        c.ambientColour.x *= 1.06f;
        c.ambientColour.z *= 0.92f;
    }
    c.strength *= 1 - 0.01f * static_cast<float>(day);
    if (slot.plant == 1 && day >= 11)
        c.strength *= 1.3f;
    constexpr const char* sites[3] = { "Nagoya", "Sendai", "Kobe" };
    const char letter = static_cast<char>('A' + slot.plant);
    plan.site = sites[site];
    plan.camera = std::string("CAM-") + letter + (second ? "2" : "1");
    plan.shift = night ? "night" : "day";
}

PlantPart planPart(const PlantSettings& settings, const Slot& slot, CounterRandom& random)
{
    const std::uint64_t key = mixKeys(
        settings.seed, static_cast<std::uint64_t>(slot.plant) << 40 | static_cast<std::uint64_t>(slot.part));
    PlantPart part;
    part.key = key;
    // Blocks of eight parts hold three good ones and each defect once; blocks of five hold each shape once.
    const auto block = [&](int length, std::uint64_t stream) {
        const std::uint64_t of = mixKeys(settings.seed,
            static_cast<std::uint64_t>(slot.plant) << 40 | static_cast<std::uint64_t>(slot.part / length));
        return shuffled(slot.part % length, length, of, stream);
    };
    part.condition = static_cast<Condition>(std::max(0, block(8, Stream::partOrder) - 2));
    part.kind = static_cast<PartKind>(block(partKinds, Stream::partShape));
    CounterRandom own(key, Stream::partShape);
    const float lot = 1 + 0.08f * normal(own), hue = 0.03f * normal(own);
    part.tint = { lot * (1 + hue), lot, lot * (1 - hue) };
    part.rotation = static_cast<float>(own.uniform(0, 2 * pi)) + 0.12f * normal(random);
    part.radius = 0.37f + 0.012f * normal(random);
    part.centreX = 0.5f + 0.018f * normal(random);
    part.centreY = 0.5f + 0.018f * normal(random);
    return part;
}

std::string timeStamp(int day, bool night, CounterRandom& random)
{
    // Twenty working days from Wednesday, 1 April 2026.
    const int weekday = day + 2, date = 1 + day + 2 * (weekday / 5);
    const int hour = night ? static_cast<int>(20 + random.below(4)) : static_cast<int>(8 + random.below(9));
    char text[32];
    std::snprintf(
        text, sizeof text, "2026-04-%02dT%02d:%02d:00", date, hour, static_cast<int>(random.below(60)));
    return text;
}

} // namespace

const char* partName(PartKind kind)
{
    constexpr const char* names[] = { "Ring", "Plate", "Flange", "Tile", "Cap" };
    return names[static_cast<int>(kind)];
}

PlantPlan planPlantPhoto(const PlantSettings& settings, std::int64_t index)
{
    MINAMO_ASSERT(settings.plants >= 1 && settings.plants <= floorKinds && index >= 0);
    const Slot slot(settings, index);
    const float severity = static_cast<float>(settings.severity);
    const PlantLevels level { settings.seed, slot.plant, slot.plants };
    CounterRandom random(mixKeys(settings.seed, static_cast<std::uint64_t>(index)), Stream::photo);
    PlantPlan plan;
    plan.part = planPart(settings, slot, random);
    planLight(plan.conditions, level, severity, random);
    planCamera(plan.conditions, level, severity, random);
    planFloor(plan.conditions, level, severity, random);
    const int parts = std::max(1, settings.count / settings.plants / 2);
    const int day = std::min(19, slot.part * 20 / parts);
    CounterRandom made(plan.part.key, Stream::photo); // both photos of a part are taken in one shift
    const bool night = made.below(3) == 0;
    plantEffects(plan, settings, slot, day, night);
    plan.capturedAt = timeStamp(day, night, made);
    const char letter = static_cast<char>('A' + slot.plant);
    plan.environment = std::string("Plant ") + letter;
    char text[16];
    std::snprintf(text, sizeof text, "%c-%04d", letter, slot.part + 1);
    plan.group = text;
    plan.noiseKey = mixKeys(mixKeys(settings.seed, static_cast<std::uint64_t>(index)), 99);
    return plan;
}

} // namespace minamo
