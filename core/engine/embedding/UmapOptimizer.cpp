#include "engine/embedding/UmapOptimizer.h"

#include "base/Random.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

namespace minamo {
namespace {

/// Small and fast (splitmix64); keyed per row and epoch, so what is drawn does not depend on threads.
class Draws {
public:
    explicit Draws(std::uint64_t key) : m_state(key) { }
    std::uint32_t below(std::uint32_t count)
    {
        m_state += 0x9e3779b97f4a7c15ull;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return static_cast<std::uint32_t>(((z >> 32) * count) >> 32);
    }

private:
    std::uint64_t m_state;
};

float get(float& value)
{
    return std::atomic_ref(value).load(std::memory_order_relaxed);
}
void set(float& value, float to)
{
    std::atomic_ref(value).store(to, std::memory_order_relaxed);
}
float clip(float value)
{
    return std::clamp(value, -4.0f, 4.0f);
}

struct Curve {
    float a, b;
    /// Factor of (x_i - x_j) that pulls the ends of an edge together.
    float pull(float squared) const
    {
        const float power = std::pow(squared, b);
        return -2 * a * b * power / (squared * (1 + a * power));
    }
    /// Factor that pushes apart two points that are no neighbours.
    float push(float squared) const { return 2 * b / ((0.001f + squared) * (1 + a * std::pow(squared, b))); }
};

} // namespace

UmapOptimizer::UmapOptimizer(FuzzyGraph graph, std::vector<float> xy, const Settings& settings) :
    m_graph(std::move(graph)), m_xy(std::move(xy)), m_settings(settings)
{
    const float most
        = m_graph.weights.empty() ? 1 : *std::max_element(m_graph.weights.begin(), m_graph.weights.end());
    for (const float weight : m_graph.weights) {
        const float period = most / weight;
        m_period.push_back(
            period > static_cast<float>(settings.epochs) ? std::numeric_limits<float>::infinity() : period);
    }
    m_next = m_period;
}

void UmapOptimizer::step()
{
    const float rate
        = static_cast<float>(m_settings.rate * (1 - static_cast<double>(m_epoch) / m_settings.epochs));
    const std::size_t rows = m_graph.rows(),
                      threads = static_cast<std::size_t>(std::max(1, m_settings.threads));
    std::vector<std::jthread> others;
    for (std::size_t part = 1; part < threads; ++part)
        others.emplace_back(
            [=, this] { moveRows(rows * part / threads, rows * (part + 1) / threads, rate); });
    moveRows(0, rows / threads, rate);
    others.clear();
    ++m_epoch;
}

void UmapOptimizer::moveRows(std::size_t begin, std::size_t end, float rate)
{
    const Curve curve { static_cast<float>(m_settings.a), static_cast<float>(m_settings.b) };
    const auto rows = static_cast<std::uint32_t>(m_graph.rows());
    const auto now = static_cast<float>(m_epoch + 1);
    for (std::size_t row = begin; row < end; ++row) {
        Draws draws(mixKeys(m_settings.seed ^ (static_cast<std::uint64_t>(m_epoch) << 40), row));
        float x = get(m_xy[2 * row]), y = get(m_xy[2 * row + 1]);
        for (std::size_t edge = m_graph.offsets[row]; edge < m_graph.offsets[row + 1]; ++edge) {
            if (m_next[edge] > now)
                continue;
            m_next[edge] += m_period[edge];
            float& otherX = m_xy[2 * static_cast<std::size_t>(m_graph.targets[edge])];
            float& otherY = *(&otherX + 1);
            const float dx = x - get(otherX), dy = y - get(otherY), squared = dx * dx + dy * dy;
            if (squared > 0) {
                const float factor = curve.pull(squared);
                const float moveX = rate * clip(factor * dx), moveY = rate * clip(factor * dy);
                x += moveX;
                y += moveY;
                set(otherX, get(otherX) - moveX);
                set(otherY, get(otherY) - moveY);
            }
            for (int negative = 0; negative < m_settings.negatives; ++negative) {
                const std::size_t far = draws.below(rows);
                const float fx = x - get(m_xy[2 * far]), fy = y - get(m_xy[2 * far + 1]),
                            gap = fx * fx + fy * fy;
                if (far == row || gap <= 0)
                    continue;
                const float factor = curve.push(gap);
                x += rate * clip(factor * fx);
                y += rate * clip(factor * fy);
            }
        }
        set(m_xy[2 * row], x);
        set(m_xy[2 * row + 1], y);
    }
}

} // namespace minamo
