#include "data/factory/PlantPart.h"

#include <algorithm>
#include <numbers>

namespace minamo {
namespace {

constexpr float pi = std::numbers::pi_v<float>;

float distanceToSegment(Vec2 p, Vec2 a, Vec2 b)
{
    const float dx = b.x - a.x, dy = b.y - a.y;
    const float t
        = std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy + 1e-9f), 0.0f, 1.0f);
    const float x = p.x - a.x - t * dx, y = p.y - a.y - t * dy;
    return std::sqrt(x * x + y * y);
}

} // namespace

void PartSurface::placeDefect(CounterRandom& random)
{
    if (m_part.condition == Condition::ok)
        return;
    const Condition condition = m_part.condition;
    m_part.condition = Condition::ok; // the sound surface decides where there is room
    const bool onEdge = condition == Condition::chip;
    for (int attempt = 0; attempt < 60; ++attempt) {
        const float r = static_cast<float>(random.uniform(0.1, 1.0)),
                    angle = static_cast<float>(random.uniform(0, 2 * pi));
        m_place = { r * std::cos(angle), r * std::sin(angle) };
        const float distance = at(m_place).distance;
        if (onEdge ? distance < -0.01f && distance > -0.08f && r > 0.6f : distance < -0.16f)
            break;
    }
    m_part.condition = condition;
    m_strength = static_cast<float>(random.uniform(1.25, 1.85));
    constexpr float sizes[] = { 0, 0.63f, 0.42f, 0.50f, 0.42f, 0.69f };
    m_size = sizes[static_cast<int>(condition)] * static_cast<float>(random.uniform(0.8, 1.25));
    if (condition == Condition::scratch) {
        const float angle = static_cast<float>(random.uniform(0, 2 * pi)),
                    bend = static_cast<float>(random.uniform(-0.12, 0.12));
        const Vec2 along { std::cos(angle) * m_size, std::sin(angle) * m_size };
        const Vec2 middle { m_place.x - along.y * bend, m_place.y + along.x * bend };
        m_path = { Vec2 { m_place.x - along.x, m_place.y - along.y }, middle, middle,
            { m_place.x + along.x, m_place.y + along.y } };
        m_segments = 2;
    } else if (condition == Condition::crack) {
        crackPath(random);
    }
}

void PartSurface::crackPath(CounterRandom& random)
{
    float angle = static_cast<float>(random.uniform(0, 2 * pi));
    Vec2 from { m_place.x - std::cos(angle) * m_size, m_place.y - std::sin(angle) * m_size };
    Vec2 fork = from;
    const float step = m_size / 3;
    for (m_segments = 0; m_segments < 8; ++m_segments) {
        if (m_segments == 6) { // the last two segments branch off
            from = fork;
            angle += 0.9f;
        }
        const float turn = angle + static_cast<float>(random.uniform(-0.75, 0.75));
        const Vec2 to { from.x + step * std::cos(turn), from.y + step * std::sin(turn) };
        m_path[static_cast<std::size_t>(2 * m_segments)] = from;
        m_path[static_cast<std::size_t>(2 * m_segments + 1)] = to;
        from = to;
        if (m_segments == 2)
            fork = to;
    }
}

void PartSurface::applyDefect(Vec2 p, SurfacePoint& point) const
{
    if (m_segments > 0)
        applyLine(p, point);
    else if (m_part.condition != Condition::ok)
        applyBlot(p, point);
}

void PartSurface::applyLine(Vec2 p, SurfacePoint& point) const
{
    if (std::hypot(p.x - m_place.x, p.y - m_place.y) > 1.5f * m_size + 0.2f)
        return;
    float d = 9;
    for (int i = 0; i < m_segments; ++i)
        d = std::fmin(d,
            distanceToSegment(
                p, m_path[static_cast<std::size_t>(2 * i)], m_path[static_cast<std::size_t>(2 * i + 1)]));
    if (m_part.condition == Condition::scratch) {
        const float width = 0.064f, groove = std::exp(-d * d / (width * width));
        const float burr = std::exp(-(d - 1.8f * width) * (d - 1.8f * width) / (width * width));
        point.height += m_strength * (0.030f * burr - 0.045f * groove);
        point.albedo = point.albedo * (1 + 0.9f * m_strength * groove); // fresh, bare material
        point.gloss += 0.5f * groove;
    } else {
        const float width = 0.056f + 0.012f * valueNoise(m_seed + 31, p.x * 9, p.y * 9);
        const float gap = smoothStep(width * 1.6f, width * 0.5f, d);
        point.height -= 0.10f * gap;
        point.albedo = point.albedo * (1 - 0.85f * gap);
        point.gloss *= 1 - 0.9f * gap;
        point.mirror *= 1 - 0.95f * gap;
    }
}

void PartSurface::applyBlot(Vec2 p, SurfacePoint& point) const
{
    const float dx = p.x - m_place.x, dy = p.y - m_place.y, r = std::sqrt(dx * dx + dy * dy) / m_size;
    if (r > 2.2f)
        return;
    if (m_part.condition == Condition::dent) {
        point.height += m_strength * m_size
            * (0.10f * std::exp(-(r - 1.25f) * (r - 1.25f) * 9) - 0.62f * std::exp(-r * r * 1.6f));
    } else if (m_part.condition == Condition::stain) {
        const float ragged = r + 0.55f * fractalNoise(m_seed + 41, p.x * 5, p.y * 5, 3);
        const float mask = smoothStep(1.15f, 0.75f, ragged), rim = smoothStep(0.55f, 0.95f, ragged);
        const float dark = std::fmax(0.2f, 1 - 0.62f * m_strength * mask * (0.75f + 0.25f * rim));
        point.albedo = { point.albedo.x * dark * (1 + 0.10f * mask), point.albedo.y * dark,
            point.albedo.z * dark * (1 - 0.18f * mask) };
        point.gloss *= 1 - 0.75f * mask;
        point.mirror *= 1 - 0.8f * mask;
    } else { // chip: a bite out of the edge and the rough fracture around it
        const float rough = fractalNoise(m_seed + 51, p.x * 8, p.y * 8, 3), edge = r + 0.30f * rough;
        const float fracture = smoothStep(1.45f, 1.15f, edge);
        point.distance = std::fmax(point.distance, (1 - edge) * m_size);
        point.height = point.height * (1 - 0.75f * fracture) + 0.05f * fracture * rough;
        point.albedo = point.albedo * (1 + 0.45f * fracture);
        point.gloss *= 1 - 0.8f * fracture;
        point.mirror *= 1 - 0.9f * fracture;
    }
}

} // namespace minamo
