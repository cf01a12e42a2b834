#include "photos/PhotoCuts.h"

#include "base/Hash.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace minamo {
namespace {

/// "a<separator>b<separator>..." as numbers; empty if it is anything else.
std::vector<double> numbersIn(std::string_view text, char separator)
{
    std::vector<double> numbers;
    while (true) {
        const auto end = std::min(text.find(separator), text.size());
        double number = 0;
        const auto [rest, error] = std::from_chars(text.data(), text.data() + end, number);
        if (error != std::errc() || rest != text.data() + end || !std::isfinite(number))
            return {};
        numbers.push_back(number);
        if (end == text.size())
            return numbers;
        text.remove_prefix(end + 1);
    }
}

Result<std::pair<std::string, Cut>> regionIn(const std::string& text)
{
    const auto equals = text.rfind('=');
    const auto environment = equals == std::string::npos ? std::string() : text.substr(0, equals);
    const auto percent
        = numbersIn(std::string_view(text).substr(equals == std::string::npos ? 0 : equals + 1), ':');
    constexpr double most = 100 + 1e-9; // 0.1 + 99.9 is more than 100 in binary numbers
    const bool right = percent.size() == 4 && percent[0] >= 0 && percent[1] >= 0 && percent[2] > 0
        && percent[3] > 0 && percent[0] + percent[2] <= most && percent[1] + percent[3] <= most;
    if (!right)
        return fail("import.bad-region", { { "text", text } });
    return std::pair { environment,
        Cut { percent[0] / 100, percent[1] / 100, percent[2] / 100, percent[3] / 100 } };
}

/// Start and length, in fractions, of tile `index` of `count` that overlap by this share of a tile.
std::pair<double, double> tileAlong(int index, int count, double overlap)
{
    const double length = 1 / (count - (count - 1) * overlap);
    return { index * length * (1 - overlap), length };
}

} // namespace

std::string regionText(const std::string& environment, const Cut& region)
{
    const auto tenths = [](double share) { return std::lround(share * 1000); };
    const auto left = tenths(region.left), top = tenths(region.top);
    // The far edges are rounded, not the sides: a region that reaches the border still does.
    const auto width = std::max(1L, tenths(region.left + region.width) - left),
               height = std::max(1L, tenths(region.top + region.height) - top);
    const auto percent = [](long value) { return fmt::format("{:g}", double(value) / 10); };
    return (environment.empty() ? std::string() : environment + "=")
        + fmt::format("{}:{}:{}:{}", percent(left), percent(top), percent(width), percent(height));
}

Result<PhotoCuts> PhotoCuts::make(const ImportOptions& options)
{
    PhotoCuts cuts;
    for (const auto& text : options.roi) {
        MINAMO_TRY(auto region, regionIn(text));
        cuts.m_regions.insert_or_assign(std::move(region.first), region.second);
    }
    const auto tiles = numbersIn(options.tiles, 'x');
    constexpr double most = 32; // a photo of 12 megapixels in tiles of 125 px
    const auto isSide = [](double side) { return side >= 1 && side <= most && side == std::floor(side); };
    if (tiles.size() != 2 || !isSide(tiles[0]) || !isSide(tiles[1]))
        return fail("import.bad-tiles", { { "text", options.tiles } });
    cuts.m_columns = static_cast<int>(tiles[0]);
    cuts.m_rows = static_cast<int>(tiles[1]);
    cuts.m_overlap = options.overlap / 100.0;
    return cuts;
}

Cut PhotoCuts::region(const std::string& environment) const
{
    Cut region;
    for (const auto& name : { std::string(), environment })
        if (const auto found = m_regions.find(name); found != m_regions.end())
            region = found->second;
    return region;
}

std::vector<Cut> PhotoCuts::of(const std::string& environment) const
{
    const Cut region = this->region(environment);
    std::vector<Cut> cuts;
    for (int y = 0; y < m_rows; ++y)
        for (int x = 0; x < m_columns; ++x) {
            const auto [left, width] = tileAlong(x, m_columns, m_overlap);
            const auto [top, height] = tileAlong(y, m_rows, m_overlap);
            cuts.push_back({ region.left + left * region.width, region.top + top * region.height,
                width * region.width, height * region.height });
        }
    return cuts;
}

std::vector<std::string> PhotoCuts::environments() const
{
    std::vector<std::string> names;
    for (const auto& [name, region] : m_regions)
        if (!name.empty())
            names.push_back(name);
    return names;
}

Region regionOf(const Cut& cut, int width, int height)
{
    const auto along = [](double start, double length, int side) {
        const int from = std::clamp(static_cast<int>(std::lround(start * side)), 0, side - 1);
        const int to = std::clamp(static_cast<int>(std::lround((start + length) * side)), from + 1, side);
        return std::pair { from, to - from };
    };
    const auto [x, w] = along(cut.left, cut.width, width);
    const auto [y, h] = along(cut.top, cut.height, height);
    return { x, y, w, h };
}

std::uint64_t contentOfRegion(std::uint64_t photo, const Region& region)
{
    return hash64(fmt::format("{:016x} {} {} {} {}", photo, region.x, region.y, region.width, region.height));
}

} // namespace minamo
