#include "report/Figures.h"

#include "evaluation/Evaluation.h"

#include <array>
#include <cmath>
#include <cstdlib>
#include <fmt/format.h>

namespace minamo {
namespace {

constexpr const char* minus = "\u2212";
constexpr const char* narrowSpace = "\u202f";

/// Digits in groups of three, a real minus, no "-0.0".
std::string written(double value, int decimals)
{
    if (!std::isfinite(value))
        return "–";
    const double unit = std::pow(10.0, decimals), rounded = std::round(value * unit) / unit;
    auto digits = fmt::format("{:.{}f}", std::abs(rounded), decimals);
    const auto point = std::min(digits.find('.'), digits.size());
    for (auto at = static_cast<std::ptrdiff_t>(point) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return (rounded < 0 ? minus : "") + digits;
}

std::string withSign(double value, int decimals)
{
    const auto text = written(value, decimals);
    return value > 0 && text.find_first_of("123456789") != std::string::npos ? "+" + text : text;
}

int decimalsOfCount(double value)
{
    return std::abs(value - std::round(value)) < 0.05 ? 0 : 1;
}

} // namespace

std::string Figures::note(const std::string& name, double value, std::string text)
{
    m_report.figures.push_back({ name, value, text });
    return text;
}

std::string Figures::count(const std::string& name, double value)
{
    return note(name, value, written(value, decimalsOfCount(value)));
}

std::string Figures::photos(const std::string& name, double value)
{
    const auto digits = written(value, decimalsOfCount(value));
    return note(name, value,
        japanese()          ? digits + narrowSpace + "枚"
            : digits == "1" ? digits + narrowSpace + "photo"
                            : digits + narrowSpace + "photos");
}

std::string Figures::number(const std::string& name, double value, int decimals)
{
    return note(name, value, written(value, decimals));
}

std::string Figures::signedNumber(const std::string& name, double value, int decimals)
{
    return note(name, value, withSign(value, decimals));
}

std::string Figures::percent(const std::string& name, double share, int decimals)
{
    return note(name, share, written(100 * share, decimals) + "%");
}

std::string Figures::signedPercent(const std::string& name, double share)
{
    return note(name, share, withSign(100 * share, 0) + "%");
}

std::string Figures::interval(const std::string& name, double low, double high)
{
    const auto from = note(name + ".low", low, written(100 * low, 1));
    const auto to = note(name + ".high", high, written(100 * high, 1));
    return japanese() ? from + "～" + to + "%" : "[" + from + "–" + to + "]";
}

std::string Figures::pValue(const std::string& name, double value)
{
    return note(name, value, // a line never breaks inside it
        std::string("p\u00a0") + (value < 0.001 ? "<\u00a00.001" : "=\u00a0" + written(value, 3)));
}

std::string Figures::rate(const std::string& name, const Rate& rate)
{
    if (rate.of == 0)
        return "–";
    if (missingForRate(rate) == 0)
        return percent(name, rate.value());
    const auto some = count(name + ".count", rate.count);
    return some + " / " + count(name + ".of", static_cast<double>(rate.of));
}

std::string Figures::wholeRate(const std::string& name, const Rate& rate)
{
    if (rate.of == 0)
        return "–";
    const auto n = "n = " + count(name + ".of", static_cast<double>(rate.of));
    if (missingForRate(rate) > 0) {
        const auto some = count(name + ".count", rate.count);
        return japanese() ? some + " / " + n + "（枚数不足）" : some + " / " + n + " (too few)";
    }
    const auto value = percent(name, rate.value());
    const auto range = interval(name, rate.low, rate.high);
    return japanese() ? value + "（" + range + "、" + n + "）" : value + " " + range + ", " + n;
}

std::string dateText(const std::string& utc, Language language)
{
    int year = 0, month = 0, day = 0;
    if (std::sscanf(utc.c_str(), "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 || month > 12)
        return utc;
    static constexpr std::array names { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct",
        "Nov", "Dec" };
    return language == Language::ja
        ? fmt::format("{}年{}月{}日", year, month, day)
        : fmt::format("{} {} {}", day, names[static_cast<std::size_t>(month - 1)], year);
}

RichText richText(const std::string& text)
{
    RichText pieces;
    bool bold = false;
    for (std::size_t from = 0; from <= text.size(); bold = !bold) {
        const auto to = std::min(text.find("**", from), text.size());
        if (to > from)
            pieces.push_back({ text.substr(from, to - from), bold });
        from = to + 2;
    }
    return pieces;
}

std::string plainText(const RichText& text)
{
    std::string all;
    for (const auto& piece : text)
        all += piece.text;
    return all;
}

} // namespace minamo
