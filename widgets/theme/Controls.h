#pragma once
#include "theme/Fonts.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>

namespace minamo {

/// What a button is for decides its look: one primary per panel; quiet looks like a link.
enum class ButtonKind { primary, secondary, quiet };
enum class ButtonSize { small = 24, normal = 28, large = 32 };

/// A push button of the design; the size is its height in px.
class Button : public QPushButton {
    Q_OBJECT

public:
    explicit Button(ButtonKind kind = ButtonKind::secondary, ButtonSize size = ButtonSize::normal,
        QWidget* parent = nullptr);
    explicit Button(const QString& text, ButtonKind kind = ButtonKind::secondary, QWidget* parent = nullptr);
    QSize sizeHint() const override;

private:
    int m_height;
};

/// A flat square button with an icon of the set; always give it a tooltip with its key.
class IconButton : public QToolButton {
    Q_OBJECT

public:
    explicit IconButton(const QString& iconName, QWidget* parent = nullptr, int iconSize = 18);
    void setIconName(const QString& iconName);
};

enum class TextColor { text, text2, text3, accent, caution, danger, ok };

/// A label with a size and a colour of the design; wraps if asked to. Keeps its colour through a switch of
/// theme.
class TextLabel : public QLabel {
    Q_OBJECT

public:
    explicit TextLabel(TextSize size = TextSize::body, bool bold = false, TextColor color = TextColor::text,
        QWidget* parent = nullptr);
    void setTextColor(TextColor color);
    void setFont(TextSize size, bool bold);
};

/// A label that shows an icon of the set (or nothing) in a colour of the theme.
class IconLabel : public QWidget {
    Q_OBJECT

public:
    IconLabel(
        const QString& iconName, int size, TextColor color = TextColor::text2, QWidget* parent = nullptr);
    void setIconName(const QString& iconName);
    void setTextColor(TextColor color);
    QSize sizeHint() const override { return { m_size, m_size }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    int m_size;
    TextColor m_color;
};

/// Colour of a text role in the theme in force.
QColor textColor(TextColor color);
/// A horizontal line of 1 px.
QWidget* separatorLine(QWidget* parent = nullptr);

} // namespace minamo
