#pragma once
#include "base/Random.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace minamo {

/// Which synthetic plant to photograph. Equal settings give equal pixels on every machine and in any order.
struct PlantSettings {
    std::uint64_t seed = 1; ///< another seed = other plants, other parts, other defects
    double severity = 1; ///< how far the plants lie apart: 0 = all alike, 1 = default, 2 = plain to see
    int count = 400; ///< photos in all, dealt evenly to the plants
    int size = 160; ///< side of a photo, px, in [32, 1024]
    int plants = 5; ///< environments, in [1, 8]
};

/// What is true of one photo. The columns camera, site, shift and captured_at have planted effects:
///  - camera: two per plant; the second one is softer (blur x 1.25) and leans to red (+4 %);
///  - site: plants share three sites; the site sets the colour of the hall's ambient light;
///  - shift: at night the ambient light is halved and warmer;
///  - captured_at: lamps lose 1 % a day; the lamp of the second plant is replaced on the 12th day (+30 %).
/// `group` is the physical part: two photos each, under a moved lamp.
struct PlantTruth {
    std::string label; ///< "OK", "Scratch", "Dent", "Stain", "Chip" or "Crack"
    std::string environment; ///< "Plant A" ...
    std::string site, camera, shift, capturedAt, group;
    std::string part; ///< "Ring", "Plate", "Flange", "Tile", "Cap"
    std::vector<std::pair<std::string, double>>
        numbers; ///< lamp_azimuth, blur, noise, defect_x ... (see manifest)
};

struct PlantPhoto {
    int width = 0, height = 0;
    std::vector<std::uint8_t> pixels; ///< interleaved RGB, row by row
    PlantTruth truth;
};

/// Renders photo `index` in [0, settings.count): height map, moving lamp (Lambert + Blinn-Phong, cast
/// shadow), lens, sensor. Thread-safe.
PlantPhoto renderPlantPhoto(const PlantSettings& settings, std::int64_t index);
/// The same without pixels.
PlantTruth plantTruth(const PlantSettings& settings, std::int64_t index);

/// OK first.
const std::vector<std::string>& plantClassNames();

/// "Plant A/Scratch/A-0012_00055.png": where the photo belongs in a folder environment/class/image.
std::string plantPhotoPath(const PlantTruth& truth, std::int64_t index);
/// Columns of the manifest: path, label, environment, site, camera, shift, group, captured_at, part and the
/// numbers.
std::vector<std::string> plantManifestColumns();
/// The fields of one row in that order (no quoting needed: no field holds a comma).
std::vector<std::string> plantManifestRow(const PlantTruth& truth, std::int64_t index);

} // namespace minamo
