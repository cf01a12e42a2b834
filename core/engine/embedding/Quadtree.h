#pragma once
#include <cstdint>
#include <utility>
#include <vector>

namespace minamo {

/// What pushes one point of a map away from the others: sums over them of q = 1 / (1 + d^2) and of
/// q^2 (point - other). The point itself is met too: it adds 1 to q and nothing to x and y.
struct Push {
    float q = 0, x = 0, y = 0;
    void add(float dx, float dy, float squared, float count)
    {
        const float one = 1 / (1 + squared), many = count * one;
        q += many;
        x += many * one * dx;
        y += many * one * dy;
    }
};

/// Over all pairs, one after the other. `xy`: x0, y0, x1, y1, ...
Push pushOfAll(const std::vector<float>& xy, float x, float y);

/// Tree of Barnes and Hut for the pushes of t-SNE (van der Maaten 2014), in preorder: a cell that is seen
/// under less than `theta` (its width over its distance) pushes as one point in its centre of mass. N log N
/// for all points instead of N^2; the same for equal input.
class Quadtree {
public:
    /// `xy`: 2 N numbers, N >= 1; theta in (0, 0.7): then nobody's own cell is taken as one point.
    explicit Quadtree(const std::vector<float>& xy, float theta = 0.5f);
    Push push(float x, float y) const;
    /// Rows as they lie in the plane (0 <= place < N): neighbours take the same way through the tree.
    std::size_t row(std::size_t place) const { return static_cast<std::size_t>(m_keys[place].second); }

private:
    struct Cell {
        float x, y, count; ///< centre of mass
        float size; ///< (width / theta)^2; below 0: no children
        std::uint32_t next; ///< first cell that is not inside
    };
    void build(const std::vector<float>& xy, std::size_t begin, std::size_t end, int level, float width);

    float m_theta;
    std::vector<std::pair<std::uint64_t, std::int32_t>> m_keys; ///< place on the curve, row
    std::vector<Cell> m_cells;
};

} // namespace minamo
