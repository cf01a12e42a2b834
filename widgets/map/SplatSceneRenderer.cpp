#include "MarkGeometry.h"
#include "SceneRenderer.h"

#include <array>

namespace minamo {

namespace {

constexpr int phases = 4; // sub-pixel positions per axis: marks move smoothly while panning
constexpr int shapes = 5;

/// How much of each pixel a mark covers, without and with its outline.
struct Stamp {
    std::vector<std::uint8_t> fill, whole;
};

std::uint8_t coverage(double distance)
{
    return static_cast<std::uint8_t>(std::lround(255 * std::clamp(0.5 - distance, 0.0, 1.0)));
}

std::uint32_t blend(std::uint32_t under, Rgba over, int opacity)
{
    const auto channel = [&](int shift, int value) {
        const int old = static_cast<int>(under >> shift & 255);
        return static_cast<std::uint32_t>(old + (value - old) * opacity / 255) << shift;
    };
    return 0xff000000u | channel(16, over.r) | channel(8, over.g) | channel(0, over.b);
}

class SplatSceneRenderer : public SceneRenderer {
public:
    SceneImage render(const ClusterScene& scene) override
    {
        prepareStamps(scene.markSize(), scene.scale());
        if (m_revision != scene.revision()) {
            m_marks = scene.marks();
            m_revision = scene.revision();
        }
        SceneImage image { scene.width(), scene.height(), {} };
        const Rgba back = scene.palette().background;
        image.pixels.assign(static_cast<std::size_t>(image.width) * image.height, blend(0, back, 255));
        for (const auto& mark : m_marks)
            draw(image, mark, scene.toScreen({ mark.x, mark.y }), scene.palette().outline);
        return image;
    }
    std::string name() const override { return "CPU"; }
    bool accelerated() const override { return true; }

private:
    void prepareStamps(double size, double scale)
    {
        if (size == m_size && scale == m_scale)
            return;
        m_size = size;
        m_scale = scale;
        m_box = markBox(size, scale);
        for (int shape = 0; shape < shapes; ++shape)
            for (int phase = 0; phase < phases * phases; ++phase)
                m_stamps[shape][phase] = makeStamp(static_cast<MarkShape>(shape), phase);
    }

    Stamp makeStamp(MarkShape shape, int phase) const
    {
        Stamp stamp;
        const double dx = (phase % phases + 0.5) / phases, dy = (phase / phases + 0.5) / phases;
        for (int y = 0; y < m_box; ++y)
            for (int x = 0; x < m_box; ++x) {
                const double half = m_box / 2;
                const double d
                    = markDistance(shape, x + 0.5 - half - dx, y + 0.5 - half - dy, m_size, m_scale);
                stamp.fill.push_back(coverage(d));
                stamp.whole.push_back(coverage(d - m_scale));
            }
        return stamp;
    }

    void draw(SceneImage& image, const SceneMark& mark, ScenePosition place, Rgba outline) const
    {
        // Far zoomed in, a mark lies further away than an int can say.
        if (!(place.x > -m_box && place.y > -m_box && place.x < image.width + m_box
                && place.y < image.height + m_box))
            return;
        const int left = static_cast<int>(std::floor(place.x)), top = static_cast<int>(std::floor(place.y));
        const int phase = static_cast<int>((place.y - top) * phases) * phases
            + static_cast<int>((place.x - left) * phases);
        const Stamp& stamp = m_stamps[static_cast<int>(mark.shape)][phase];
        for (int y = 0; y < m_box; ++y) {
            const int row = top - m_box / 2 + y;
            if (row < 0 || row >= image.height)
                continue;
            for (int x = 0; x < m_box; ++x) {
                const int column = left - m_box / 2 + x;
                if (column < 0 || column >= image.width)
                    continue;
                auto& pixel = image.pixels[static_cast<std::size_t>(row) * image.width + column];
                const int at = y * m_box + x;
                if (mark.outlined && stamp.whole[at])
                    pixel = blend(pixel, outline, stamp.whole[at]);
                if (stamp.fill[at])
                    pixel = blend(pixel, mark.colour, stamp.fill[at] * mark.colour.a / 255);
            }
        }
    }

    std::array<std::array<Stamp, phases * phases>, shapes> m_stamps;
    std::vector<SceneMark> m_marks;
    std::uint64_t m_revision = 0;
    double m_size = 0, m_scale = 0;
    int m_box = 0;
};

} // namespace

std::unique_ptr<SceneRenderer> makeSplatRenderer()
{
    return std::make_unique<SplatSceneRenderer>();
}

} // namespace minamo
