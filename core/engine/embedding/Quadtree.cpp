#include "engine/embedding/Quadtree.h"

#include <algorithm>
#include <array>

namespace minamo {
namespace {

constexpr int levels = 26;

/// The bits of a position in [0, 1], with one free place between each two.
std::uint64_t spread(float position)
{
    auto bits = static_cast<std::uint64_t>(position * static_cast<float>((1 << levels) - 64));
    bits = (bits | bits << 16) & 0x0000ffff0000ffffull;
    bits = (bits | bits << 8) & 0x00ff00ff00ff00ffull;
    bits = (bits | bits << 4) & 0x0f0f0f0f0f0f0f0full;
    bits = (bits | bits << 2) & 0x3333333333333333ull;
    return (bits | bits << 1) & 0x5555555555555555ull;
}

} // namespace

Push pushOfAll(const std::vector<float>& xy, float x, float y)
{
    Push sum;
    for (std::size_t i = 0; i < xy.size(); i += 2) {
        const float dx = x - xy[i], dy = y - xy[i + 1];
        sum.add(dx, dy, dx * dx + dy * dy, 1);
    }
    return sum;
}

Quadtree::Quadtree(const std::vector<float>& xy, float theta) : m_theta(theta)
{
    const std::size_t rows = xy.size() / 2;
    std::array<float, 2> least { xy[0], xy[1] }, most = least;
    for (std::size_t i = 0; i < xy.size(); ++i) {
        least[i % 2] = std::min(least[i % 2], xy[i]);
        most[i % 2] = std::max(most[i % 2], xy[i]);
    }
    const float width = std::max({ most[0] - least[0], most[1] - least[1], 1e-30f });
    m_keys.reserve(rows);
    for (std::size_t row = 0; row < rows; ++row)
        m_keys.emplace_back(
            spread((xy[2 * row] - least[0]) / width) | spread((xy[2 * row + 1] - least[1]) / width) << 1,
            static_cast<std::int32_t>(row));
    std::sort(m_keys.begin(), m_keys.end());
    m_cells.reserve(2 * rows);
    build(xy, 0, rows, levels - 1, width);
}

Push Quadtree::push(float x, float y) const
{
    Push sum;
    for (std::size_t i = 0; i < m_cells.size();) {
        const Cell& cell = m_cells[i];
        const float dx = x - cell.x, dy = y - cell.y, squared = dx * dx + dy * dy;
        if (cell.size > squared) {
            ++i;
            continue;
        }
        sum.add(dx, dy, squared, cell.count);
        i = cell.next;
    }
    return sum;
}

void Quadtree::build(const std::vector<float>& xy, std::size_t begin, std::size_t end, int level, float width)
{
    const auto differs = m_keys[begin].first ^ m_keys[end - 1].first;
    for (; level >= 0 && differs >> (2 * level) == 0; --level) // all in one quarter
        width /= 2;
    const auto mine = m_cells.size();
    double x = 0, y = 0;
    for (auto i = begin; i < end; ++i) {
        x += static_cast<double>(xy[2 * row(i)]);
        y += static_cast<double>(xy[2 * row(i) + 1]);
    }
    const auto count = static_cast<double>(end - begin);
    const float size = width * width / (m_theta * m_theta);
    m_cells.push_back({ static_cast<float>(x / count), static_cast<float>(y / count),
        static_cast<float>(count), level < 0 ? -1 : size, 0 });
    const auto quarter = [&](std::size_t place) { return m_keys[place].first >> (2 * level); };
    for (auto from = begin; level >= 0 && from < end;) {
        auto to = from + 1;
        while (to < end && quarter(to) == quarter(from))
            ++to;
        build(xy, from, to, level - 1, width / 2);
        from = to;
    }
    m_cells[mine].next = static_cast<std::uint32_t>(m_cells.size());
}

} // namespace minamo
