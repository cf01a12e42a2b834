#pragma once
#include "data/factory/PlantPlan.h"

#include <array>

namespace minamo {

/// What the lamp meets at one place of a part.
struct SurfacePoint {
    float distance = 1; ///< signed distance to the outline, < 0 inside; unit: the part's radius
    float height = 0;
    Vec3 albedo { 0.5f, 0.5f, 0.5f };
    float gloss = 0, sharpness = 20; ///< Blinn-Phong: strength and exponent
    float mirror = 0; ///< share of the hall's reflection (metal)
};

/// A part with its defect: shape, micro-structure and material in part coordinates.
class PartSurface {
public:
    explicit PartSurface(const PlantPart& part);
    SurfacePoint at(Vec2 p) const;
    Vec2 defectPlace() const { return m_place; }
    float defectSize() const { return m_size; }

private:
    void placeDefect(CounterRandom& random);
    void crackPath(CounterRandom& random);
    void applyDefect(Vec2 p, SurfacePoint& point) const;
    void applyLine(Vec2 p, SurfacePoint& point) const;
    void applyBlot(Vec2 p, SurfacePoint& point) const;

    PlantPart m_part;
    std::uint32_t m_seed;
    float m_variant = 0; ///< in [0, 1): proportions of this part
    Vec2 m_place;
    float m_size = 0, m_strength = 1;
    std::array<Vec2, 16> m_path {}; ///< scratch or crack: pairs of ends
    int m_segments = 0;
};

} // namespace minamo
