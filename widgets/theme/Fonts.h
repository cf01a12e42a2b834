#pragma once
#include <QFont>

namespace minamo {

/// Sizes in points (design: style, section 2); nothing is smaller than `caption` on screen.
enum class TextSize { figure = 26, title = 18, place = 13, card = 11, body = 10, caption = 9 };

/// The one family pair of the window, so that digits stay the same after a switch of language.
QFont textFont(TextSize size = TextSize::body, bool bold = false);
/// Fixed pitch, for logs.
QFont logFont();

} // namespace minamo
