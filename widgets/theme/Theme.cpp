#include "theme/Theme.h"

#include "theme/Fonts.h"
#include "theme/MinamoStyle.h"
#include "theme/StyleSheet.h"

#include <QApplication>
#include <QPalette>

namespace minamo {

namespace {

template <std::size_t N> std::array<QColor, N> colors(const std::array<QRgb, N>& values)
{
    std::array<QColor, N> result;
    for (std::size_t i = 0; i < N; ++i)
        result[i] = QColor(values[i]);
    return result;
}

Theme lightTheme()
{
    Theme t;
    t.kind = ThemeKind::light;
    t.window = 0xEEF1F3;
    t.panel = 0xFFFFFF;
    t.sunken = 0xF6F8F9;
    t.well = 0xD9DDE0;
    t.line = 0xD3DADE;
    t.border = 0x7D8992;
    t.text = 0x1A2328;
    t.text2 = 0x46535C;
    t.text3 = 0x5E6B74;
    t.accent = 0x0A6480;
    t.accentHover = 0x08526A;
    t.accentSoft = 0xDDEEF3;
    t.onAccent = 0xFFFFFF;
    t.caution = 0x8A5A00;
    t.cautionSoft = 0xFBF1DC;
    t.danger = 0xB3261E;
    t.dangerSoft = 0xFBE9E7;
    t.ok = 0x1E6B3C;
    t.okSoft = 0xE3F2E8;
    t.unselected = 0xC3CBD0;
    t.categorical = colors<12>({ 0x4059C0, 0xC58514, 0x5C9174, 0x672597, 0x8F306F, 0x8D7309, 0x1E9AE3,
        0x6B291C, 0x01235E, 0x4B6416, 0xA985AD, 0x6C727C });
    t.sequential = colors<9>(
        { 0xF7F8EC, 0xCBE3CA, 0x94CFBD, 0x63B6B9, 0x409AB3, 0x2E7CA8, 0x2A5D98, 0x29407F, 0x21265F });
    t.difference = colors<7>({ 0x7B3700, 0xB86F29, 0xE4B083, 0xF5F3F1, 0x92C3D6, 0x448CAA, 0x005572 });
    return t;
}

Theme darkTheme()
{
    Theme t;
    t.kind = ThemeKind::dark;
    t.window = 0x101417;
    t.panel = 0x171C20;
    t.sunken = 0x13181B;
    t.well = 0x0A0D0F;
    t.line = 0x2D363C;
    t.border = 0x75828B;
    t.text = 0xE4EAED;
    t.text2 = 0xB0BBC2;
    t.text3 = 0x8F9BA3;
    t.accent = 0x4FB7D3;
    t.accentHover = 0x74CBE2;
    t.accentSoft = 0x16333D;
    t.onAccent = 0x06181E;
    t.caution = 0xE0AE4A;
    t.cautionSoft = 0x2E2614;
    t.danger = 0xF2867D;
    t.dangerSoft = 0x341C1B;
    t.ok = 0x74C48E;
    t.okSoft = 0x17291E;
    t.unselected = 0x414B52;
    t.categorical = colors<12>({ 0x4595F7, 0xFB9D3F, 0x81CFA2, 0x8F72AF, 0xD83A73, 0xEEE244, 0xC9F0FC,
        0xBF7C26, 0x4A61CA, 0x4AFBA7, 0xE5A9E7, 0x9CA1A8 });
    t.sequential = colors<9>(
        { 0x121E33, 0x1C3559, 0x21517D, 0x1E7099, 0x2391AA, 0x3FB2B3, 0x6CD0B1, 0xB1E4AE, 0xF1F6C0 });
    t.difference = colors<7>({ 0xF5B675, 0xB57C47, 0x704B2C, 0x292624, 0x335B6D, 0x4C95B1, 0x84D1EC });
    return t;
}

QPalette paletteOf(const Theme& t)
{
    QPalette p;
    p.setColor(QPalette::Window, t.window);
    p.setColor(QPalette::WindowText, t.text);
    p.setColor(QPalette::Base, t.panel);
    p.setColor(QPalette::AlternateBase, t.sunken);
    p.setColor(QPalette::Text, t.text);
    p.setColor(QPalette::Button, t.panel);
    p.setColor(QPalette::ButtonText, t.text);
    p.setColor(QPalette::BrightText, t.onAccent);
    p.setColor(QPalette::PlaceholderText, t.text3);
    p.setColor(QPalette::Highlight, t.accentSoft);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::ToolTipBase, t.panel);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::Light, t.panel);
    p.setColor(QPalette::Midlight, t.line);
    p.setColor(QPalette::Mid, t.line);
    p.setColor(QPalette::Dark, t.border);
    p.setColor(QPalette::Shadow, t.border);
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText })
        p.setColor(QPalette::Disabled, role, t.text3);
    p.setColor(QPalette::Disabled, QPalette::Base, t.sunken);
    p.setColor(QPalette::Disabled, QPalette::Button, t.sunken);
    return p;
}

} // namespace

const Theme& Theme::of(ThemeKind kind)
{
    static const Theme light = lightTheme(), dark = darkTheme();
    return kind == ThemeKind::dark ? dark : light;
}

const Theme& Theme::current()
{
    return of(QApplication::palette().color(QPalette::Window).lightness() < 128 ? ThemeKind::dark
                                                                                : ThemeKind::light);
}

void applyTheme(QApplication& application, ThemeKind kind)
{
    const Theme& theme = Theme::of(kind);
    if (!application.property("minamoStyled").toBool()) {
        application.setProperty("minamoStyled", true);
        QApplication::setStyle(new MinamoStyle);
        QApplication::setFont(textFont());
        new FocusRing(&application);
    }
    QApplication::setPalette(paletteOf(theme));
    application.setStyleSheet(styleSheet(theme));
}

} // namespace minamo
