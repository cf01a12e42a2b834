#include "DensityImage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace minamo {

namespace {

constexpr int step = 3; // device pixels per cell of the density grid
constexpr double kernel = 7; // radius of one box blur, logical pixels; three of them make the smooth kernel

using Plane = std::vector<float>;

/// Mean over 2 r + 1 cells along one axis (`stride` between neighbours, `count` cells, `lines` of them).
void blurLines(Plane& plane, int count, int lines, int stride, int lineStride, int r)
{
    Plane line(static_cast<std::size_t>(count));
    for (int l = 0; l < lines; ++l) {
        float* at = plane.data() + static_cast<std::size_t>(l) * lineStride;
        float sum = 0;
        for (int i = 0; i < std::min(r, count); ++i)
            sum += at[i * stride];
        for (int i = 0; i < count; ++i) {
            sum += i + r < count ? at[(i + r) * stride] : 0;
            line[i] = sum / static_cast<float>(2 * r + 1);
            sum -= i - r >= 0 ? at[(i - r) * stride] : 0;
        }
        for (int i = 0; i < count; ++i)
            at[i * stride] = line[i];
    }
}

std::uint32_t mixed(const std::array<Plane, 4>& planes, std::size_t at, double gain, Rgba back)
{
    const double weight = planes[3][at];
    if (weight * gain < 0.004)
        return 0xff000000u | back.r << 16 | back.g << 8 | back.b;
    const double opacity = 0.92 * (1 - std::exp(-gain * weight));
    const auto channel = [&](const Plane& plane, int under) {
        return static_cast<std::uint32_t>(
            std::clamp(under + (plane[at] / weight - under) * opacity, 0.0, 255.0));
    };
    return 0xff000000u | channel(planes[0], back.r) << 16 | channel(planes[1], back.g) << 8
        | channel(planes[2], back.b);
}

} // namespace

SceneImage densityImage(const ClusterScene& scene)
{
    const int columns = scene.width() / step + 1, rows = scene.height() / step + 1;
    std::array<Plane, 4> planes;
    planes.fill(Plane(static_cast<std::size_t>(columns) * rows, 0));
    for (const auto& mark : scene.marks()) {
        const auto place = scene.toScreen({ mark.x, mark.y });
        // Far zoomed in, a point lies further away than an int can say.
        if (!(place.x >= 0 && place.y >= 0 && place.x < columns * step && place.y < rows * step))
            continue;
        const int x = static_cast<int>(place.x / step), y = static_cast<int>(place.y / step);
        const std::size_t at = static_cast<std::size_t>(y) * columns + x;
        const float weight = static_cast<float>(mark.colour.a) / 255;
        planes[0][at] += weight * mark.colour.r;
        planes[1][at] += weight * mark.colour.g;
        planes[2][at] += weight * mark.colour.b;
        planes[3][at] += weight;
    }
    const int r = std::max(1, static_cast<int>(std::lround(kernel * scene.scale() / step)));
    for (auto& plane : planes)
        for (int pass = 0; pass < 3; ++pass) {
            blurLines(plane, columns, rows, 1, columns, r);
            blurLines(plane, rows, columns, columns, 1, r);
        }
    // One point alone is a faint spot of a fifth; the gain does not change while zooming.
    const double peak = 1.0 / std::pow(2.0 * r + 1, 2) * 0.56;
    const double gain = 0.22 / peak;
    SceneImage image { scene.width(), scene.height(), {} };
    image.pixels.resize(static_cast<std::size_t>(image.width) * image.height);
    for (int y = 0; y < image.height; ++y)
        for (int x = 0; x < image.width; ++x)
            image.pixels[static_cast<std::size_t>(y) * image.width + x] = mixed(planes,
                static_cast<std::size_t>(y / step) * columns + x / step, gain, scene.palette().background);
    return image;
}

std::vector<int> photoTiles(const ClusterScene& scene, int cell)
{
    struct Candidate {
        int point = -1;
        bool selected = false;
        double distance = 0;
    };
    std::map<std::pair<int, int>, Candidate> best;
    for (int i = 0; i < static_cast<int>(scene.size()); ++i) {
        const auto place = scene.toScreen(scene.position(i));
        if (!scene.isVisible(i) || place.x < 0 || place.y < 0 || place.x >= scene.width()
            || place.y >= scene.height())
            continue;
        const int column = static_cast<int>(place.x) / cell, row = static_cast<int>(place.y) / cell;
        const Candidate here { i, scene.isSelected(i),
            std::hypot(place.x - (column + 0.5) * cell, place.y - (row + 0.5) * cell) };
        auto& old = best[{ row, column }];
        if (old.point < 0 || here.selected > old.selected
            || (here.selected == old.selected && here.distance < old.distance))
            old = here;
    }
    std::vector<int> points;
    for (const auto& [place, candidate] : best)
        points.push_back(candidate.point);
    return points;
}

} // namespace minamo
