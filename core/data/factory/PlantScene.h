#pragma once
#include "data/factory/PlantPlan.h"

namespace minamo {

/// The scene in linear light: floor, part, defect, lamp, cast shadow. Sharp and free of noise.
Picture shadePlantScene(const PlantPlan& plan, int size);

/// What floors look like: height and reflectance relative to the floor's colour at a place given in sides of
/// the photo.
struct FloorPoint {
    float height = 0, albedo = 1, gloss = 1;
};
FloorPoint floorAt(const PlantConditions& conditions, std::uint32_t seed, Vec2 place);

} // namespace minamo
