#pragma once
#include "data/factory/Factory.h"
#include "data/factory/Raster.h"

namespace minamo {

enum class PartKind { ring, plate, flange, tile, cap };
inline constexpr int partKinds = 5;
enum class Condition { ok, scratch, dent, stain, chip, crack };
enum class Floor { mottled, brushed, woven, perforated, boards, speckled, ribbed, gridded };
inline constexpr int floorKinds = 8;

/// Light and camera of one photo. Lengths are fractions of the photo's side, so that a look survives a change
/// of size.
struct PlantConditions {
    float azimuth = 0,
          elevation = 0.7f; ///< lamp direction, rad (azimuth 0 = from the right, pi/2 = from the bottom)
    float strength = 1; ///< lamp, relative
    float ambient = 0.35f; ///< ambient light, relative to the lamp
    Vec3 lampColour { 1, 1, 1 }, ambientColour { 1, 1, 1 };
    float lampDistance = 2; ///< sides of the photo; near lamps fall off across the picture
    float exposure = 1; ///< target of the camera's exposure control, 1 = middle grey
    float contrast = 1; ///< exponent around middle grey
    float redGain = 1;
    float blur = 0.008f, motion = 0; ///< sigma; motion along x only
    float noise = 0.01f; ///< standard deviation as seen at 64 px, of full scale
    float grain = 0.004f; ///< sigma of the noise's correlation
    float sharpening = 0, vignette = 0;
    Floor floor = Floor::mottled;
    float floorScale = 1, floorAngle = 0, floorGloss = 0.2f;
    Vec3 floorColour { 0.3f, 0.3f, 0.3f };
};

/// One part lying before the camera. Positions in part coordinates: the part's radius is 1.
struct PlantPart {
    PartKind kind = PartKind::ring;
    Condition condition = Condition::ok;
    std::uint64_t key = 0; ///< of everything random in the part itself
    float centreX = 0.5f, centreY = 0.5f, radius = 0.36f, rotation = 0;
    Vec3 tint { 1, 1, 1 }; ///< lot of material
};

struct PlantPlan {
    std::string environment, site, camera, shift, capturedAt, group;
    PlantConditions conditions;
    PlantPart part;
    std::uint64_t noiseKey = 0;
};

/// Everything about a photo that is decided before a pixel is drawn.
PlantPlan planPlantPhoto(const PlantSettings& settings, std::int64_t index);
const char* partName(PartKind kind);

} // namespace minamo
