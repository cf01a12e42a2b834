#pragma once
#include <QColor>
#include <array>

class QApplication;

namespace minamo {

enum class ThemeKind { light, dark };

/// The colours of the window (design: style, section 1). Widgets that paint ask current() in every
/// paintEvent, so a switch needs no bookkeeping: it changes the application's palette and everything
/// repaints.
struct Theme {
    ThemeKind kind = ThemeKind::light;
    QColor window, panel, sunken, well, line, border;
    QColor text, text2, text3;
    QColor accent, accentHover, accentSoft, onAccent;
    QColor caution, cautionSoft, danger, dangerSoft, ok, okSoft;
    QColor unselected; ///< points outside the selection
    std::array<QColor, 12> categorical; ///< slot = style number, never reshuffled
    std::array<QColor, 9> sequential; ///< low to high
    std::array<QColor, 7> difference; ///< worse (orange) to better

    bool dark() const { return kind == ThemeKind::dark; }
    static const Theme& of(ThemeKind kind);
    /// The theme in force, told by the application's palette.
    static const Theme& current();
};

/// Installs palette, style, style sheet and fonts; may be called again at any time to switch.
void applyTheme(QApplication& application, ThemeKind kind);

} // namespace minamo
