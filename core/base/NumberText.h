#pragma once
#include <fmt/format.h>
#include <string>

namespace minamo {

/// 0.1234 -> "12.3": percent without the sign, as sentences and tables of commands write rates.
inline std::string percentText(double share)
{
    return fmt::format("{:.1f}", 100 * share);
}

/// "p = 0.031", "p < 0.001".
inline std::string pText(double p)
{
    return p < 0.001 ? "p < 0.001" : fmt::format("p = {:.3f}", p);
}

} // namespace minamo
