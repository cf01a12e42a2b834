#include "data/factory/Factory.h"

#include "data/factory/Camera.h"
#include "data/factory/PlantPart.h"
#include "data/factory/PlantScene.h"

#include <cstdio>

namespace minamo {
namespace {

const std::vector<std::string>& numberNames()
{
    static const std::vector<std::string> names { "lamp_azimuth", "lamp_elevation", "lamp_strength",
        "ambient", "exposure", "contrast", "blur", "noise", "grain", "sharpening", "vignette", "rotation",
        "defect_x", "defect_y", "defect_size" };
    return names;
}

PlantTruth truthOf(const PlantPlan& plan)
{
    const PlantConditions& c = plan.conditions;
    const PartSurface surface(plan.part);
    const Vec2 place = surface.defectPlace();
    const float cosine = std::cos(plan.part.rotation), sine = std::sin(plan.part.rotation);
    const bool bad = plan.part.condition != Condition::ok;
    // The defect in fractions of the photo's side, from the upper left; a good part has none: -1, -1, 0.
    const float x = bad ? plan.part.centreX + plan.part.radius * (cosine * place.x - sine * place.y) : -1;
    const float y = bad ? plan.part.centreY + plan.part.radius * (sine * place.x + cosine * place.y) : -1;
    const float values[] = { c.azimuth, c.elevation, c.strength, c.ambient, c.exposure, c.contrast, c.blur,
        c.noise, c.grain, c.sharpening, c.vignette, plan.part.rotation, x, y,
        bad ? surface.defectSize() * plan.part.radius : 0 };
    PlantTruth truth { plantClassNames()[static_cast<std::size_t>(plan.part.condition)], plan.environment,
        plan.site, plan.camera, plan.shift, plan.capturedAt, plan.group, partName(plan.part.kind), {} };
    for (std::size_t i = 0; i < numberNames().size(); ++i)
        truth.numbers.emplace_back(numberNames()[i], values[i]);
    return truth;
}

} // namespace

const std::vector<std::string>& plantClassNames()
{
    static const std::vector<std::string> names { "OK", "Scratch", "Dent", "Stain", "Chip", "Crack" };
    return names;
}

PlantTruth plantTruth(const PlantSettings& settings, std::int64_t index)
{
    return truthOf(planPlantPhoto(settings, index));
}

PlantPhoto renderPlantPhoto(const PlantSettings& settings, std::int64_t index)
{
    const PlantPlan plan = planPlantPhoto(settings, index);
    PlantPhoto photo { settings.size, settings.size, {}, truthOf(plan) };
    photo.pixels = developPhoto(shadePlantScene(plan, settings.size), plan.conditions, plan.noiseKey);
    return photo;
}

std::string plantPhotoPath(const PlantTruth& truth, std::int64_t index)
{
    char number[32];
    std::snprintf(number, sizeof number, "%05lld", static_cast<long long>(index));
    return truth.environment + "/" + truth.label + "/" + truth.group + "_" + number + ".png";
}

std::vector<std::string> plantManifestColumns()
{
    std::vector<std::string> columns { "path", "label", "environment", "site", "camera", "shift", "group",
        "captured_at", "part" };
    columns.insert(columns.end(), numberNames().begin(), numberNames().end());
    return columns;
}

std::vector<std::string> plantManifestRow(const PlantTruth& truth, std::int64_t index)
{
    std::vector<std::string> row { plantPhotoPath(truth, index), truth.label, truth.environment, truth.site,
        truth.camera, truth.shift, truth.group, truth.capturedAt, truth.part };
    for (const auto& [name, value] : truth.numbers) {
        char text[32];
        std::snprintf(text, sizeof text, "%.6g", value);
        row.push_back(text);
    }
    return row;
}

} // namespace minamo
