// SVG of the HTML report.
#include "report/HtmlParts.h"
#include "report/HtmlReport.h"
#include "report/Palette.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace minamo {
namespace {

constexpr double chartWidth = 108, rowHeight = 32;

/// Shape of a slot around a centre.
std::string shape(int slot, double x, double y, double size)
{
    const double r = size / 2;
    if (slot < 0 || slot >= std::ssize(Palette::categorical))
        return fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" fill="none" stroke="{}"/>)", x, y,
            r - 0.5, Palette::text3);
    const auto colour = Palette::categorical[std::size_t(slot)];
    switch (Palette::shapes[std::size_t(slot)]) {
    case 's':
        return fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>)",
            x - r * 0.886, y - r * 0.886, r * 1.772, r * 1.772, colour);
    case 't':
        return fmt::format(R"(<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z" fill="{}"/>)", x,
            y - r * 1.16, x + r * 1.14, y + r * 0.84, x - r * 1.14, y + r * 0.84, colour);
    case 'd':
        return fmt::format(
            R"(<path d="M{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}L{:.1f} {:.1f}Z" fill="{}"/>)", x,
            y - r * 1.2, x + r * 1.2, y, x, y + r * 1.2, x - r * 1.2, y, colour);
    default:
        return fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" fill="{}"/>)", x, y, r, colour);
    }
}

std::string svg(double width, double height, const std::string& content, const char* css = "")
{
    return fmt::format(
        R"(<svg class="{}" width="{:.0f}" height="{:.0f}" viewBox="0 0 {:.0f} {:.0f}" aria-hidden="true">{}</svg>)",
        css, width, height, width, height, content);
}

std::string whisker(const RateBlock::Mark& mark, double most, double y, bool after)
{
    const auto at
        = [most](double value) { return 1 + std::clamp(value / most, 0.0, 1.0) * (chartWidth - 2); };
    const char* const colour = after ? Palette::accent : Palette::text2;
    return fmt::format(
        R"(<path d="M{:.1f} {:.1f}H{:.1f}" stroke="{}" stroke-width="1.5"/><circle cx="{:.1f}" cy="{:.1f}" r="4" fill="{}" stroke="{}" stroke-width="1.5"/>)",
        at(mark.low), y, at(mark.high), colour, at(mark.value), y, after ? colour : "#fff", colour);
}

} // namespace

std::string svgGlyph(int slot, double size)
{
    return svg(size + 2, size + 2, shape(slot, size / 2 + 1, size / 2 + 1, size * 0.8), "glyph");
}

std::string svgRate(const RateBlock::Cell& cell, const RateBlock::Column& column)
{
    std::string content;
    for (const auto& [at, text] : column.ticks)
        content += fmt::format(R"(<path d="M{:.1f} 0V{:.0f}" stroke="{}"/>)",
            1 + at / column.most * (chartWidth - 2), rowHeight, Palette::line);
    if (cell.before)
        content += whisker(*cell.before, column.most, 10, false);
    if (cell.after)
        content += whisker(*cell.after, column.most, cell.before ? 22 : 16, true);
    if (!cell.instead.empty())
        content += fmt::format(R"(<text x="{:.0f}" y="20" text-anchor="middle" class="instead">{}</text>)",
            chartWidth / 2, htmlText(cell.instead));
    return svg(chartWidth, rowHeight, content, "rate");
}

std::string svgRateAxis(const RateBlock::Column& column)
{
    std::string content;
    for (const auto& [at, text] : column.ticks)
        content += fmt::format(R"(<text x="{:.1f}" y="12" text-anchor="{}">{}</text>)",
            1 + at / column.most * (chartWidth - 2),
            at <= 0                       ? "start"
                : at > column.most - 1e-9 ? "end"
                                          : "middle",
            text);
    return svg(chartWidth, 16, content, "axis");
}

std::string svgRateKey(bool after)
{
    const char* const colour = after ? Palette::accent : Palette::text2;
    return svg(32, 12,
        fmt::format(
            R"(<path d="M0 6H32" stroke="{}" stroke-width="1.5"/><circle cx="16" cy="6" r="4" fill="{}" stroke="{}" stroke-width="1.5"/>)",
            colour, after ? colour : "#fff", colour),
        "key");
}

std::string svgBar(double value, Tone tone)
{
    const char* const colour = tone == Tone::muted ? Palette::text2
        : tone == Tone::caution                    ? Palette::caution
                                                   : Palette::accent;
    return svg(220, 14,
        fmt::format(R"(<path d="M0 7H220" stroke="{}"/><rect y="1" width="{:.1f}" height="12" fill="{}"/>)",
            Palette::line, 220 * std::clamp(value, 0.0, 1.0), colour),
        "bar");
}

std::string svgScatter(const ScatterBlock& block)
{
    constexpr double side = 420;
    std::string content;
    for (const auto& point : block.points)
        content += shape(point.slot, 6 + point.x * (side - 12), 6 + point.y * (side - 12), 6);
    return svg(side, side, content, "map");
}

std::string cssShade(double shade)
{
    const double place = std::clamp(shade, 0.0, 1.0) * double(Palette::sequential.size() - 1);
    const auto low = std::min(std::size_t(place), Palette::sequential.size() - 2);
    const double part = place - double(low);
    double light = 0;
    int colour = 0;
    for (const int shift : { 16, 8, 0 }) {
        const int a = (Palette::sequential[low] >> shift) & 255,
                  b = (Palette::sequential[low + 1] >> shift) & 255;
        const int mixed = int(std::lround(a + (b - a) * part));
        colour = colour << 8 | mixed;
        const double v = mixed / 255.0;
        const double linear = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        light += linear * (shift == 16 ? 0.2126 : shift == 8 ? 0.7152 : 0.0722);
    }
    // Black or white, whichever contrasts more (WCAG).
    const bool black = (light + 0.05) / 0.05 >= 1.05 / (light + 0.05);
    return fmt::format("background:#{:06x};color:{}", colour, black ? "#000" : "#fff");
}

std::string base64(const std::string& bytes)
{
    static constexpr const char* letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t at) { return at < bytes.size() ? std::uint8_t(bytes[at]) : 0u; };
        const std::uint32_t three = byte(i) << 16 | byte(i + 1) << 8 | byte(i + 2);
        for (std::size_t k = 0; k < 4; ++k)
            text += i + k > bytes.size() ? '=' : letters[three >> (18 - 6 * k) & 63];
    }
    return text;
}

} // namespace minamo
