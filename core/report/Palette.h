#pragma once
#include <array>

namespace minamo {

/// The light colours of the design for paper (style, section 1), as CSS writes them; the window's own theme
/// has the same (a test compares them).
struct Palette {
    static constexpr const char *text = "#1a2328", *text2 = "#46535c", *text3 = "#5e6b74", *line = "#d3dade",
                                *border = "#7d8992", *well = "#d9dde0", *sunken = "#f6f8f9",
                                *accent = "#0a6480", *caution = "#8a5a00", *danger = "#b3261e",
                                *ok = "#1e6b3c";
    static constexpr std::array categorical { "#4059c0", "#c58514", "#5c9174", "#672597", "#8f306f",
        "#8d7309", "#1e9ae3", "#6b291c", "#01235e", "#4b6416", "#a985ad", "#6c727c" };
    /// Shape of a slot: circle, square, triangle, diamond.
    static constexpr std::array shapes { 'c', 's', 't', 'd', 'd', 'c', 's', 't', 't', 'd', 'c', 's' };
    static constexpr std::array sequential { 0xf7f8ec, 0xcbe3ca, 0x94cfbd, 0x63b6b9, 0x409ab3, 0x2e7ca8,
        0x2a5d98, 0x29407f, 0x21265f };
};

} // namespace minamo
