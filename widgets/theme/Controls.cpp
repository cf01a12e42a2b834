#include "theme/Controls.h"

#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QFrame>
#include <QPainter>
#include <QStyle>

namespace minamo {

namespace {

const char* kindName(ButtonKind kind)
{
    return kind == ButtonKind::primary ? "primary" : kind == ButtonKind::quiet ? "quiet" : "secondary";
}

const char* inkName(TextColor color)
{
    constexpr const char* names[] = { "text", "text2", "text3", "accent", "caution", "danger", "ok" };
    return names[static_cast<int>(color)];
}

} // namespace

Button::Button(ButtonKind kind, ButtonSize size, QWidget* parent) :
    QPushButton(parent), m_height(static_cast<int>(size))
{
    setProperty("kind", kindName(kind));
    setFont(textFont(TextSize::body, kind == ButtonKind::primary));
    setFixedHeight(m_height);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    setCursor(Qt::ArrowCursor);
    setAutoDefault(false);
}

Button::Button(const QString& text, ButtonKind kind, QWidget* parent) :
    Button(kind, ButtonSize::normal, parent)
{
    setText(text);
}

QSize Button::sizeHint() const
{
    const int padding = property("kind") == "quiet" ? 16 : m_height >= 32 ? 36 : 26;
    const int iconWidth = icon().isNull() ? 0 : iconSize().width() + (text().isEmpty() ? 0 : 4);
    QFont widest = font();
    widest.setBold(font().bold() || isCheckable());
    const int width = QFontMetrics(widest).size(Qt::TextShowMnemonic, text()).width();
    return { width + iconWidth + padding, m_height };
}

IconButton::IconButton(const QString& iconName, QWidget* parent, int iconSize) : QToolButton(parent)
{
    setIconName(iconName);
    setIconSize({ iconSize, iconSize });
    setFixedSize(iconSize + 10, iconSize + 10);
    setAutoRaise(true);
}

void IconButton::setIconName(const QString& iconName)
{
    setIcon(minamo::icon(iconName));
}

TextLabel::TextLabel(TextSize size, bool bold, TextColor color, QWidget* parent) : QLabel(parent)
{
    setFont(size, bold);
    setTextColor(color);
    setTextFormat(Qt::PlainText);
}

void TextLabel::setTextColor(TextColor color)
{
    setProperty("ink", inkName(color));
    style()->unpolish(this);
    style()->polish(this);
}

void TextLabel::setFont(TextSize size, bool bold)
{
    QLabel::setFont(textFont(size, bold));
}

IconLabel::IconLabel(const QString& iconName, int size, TextColor color, QWidget* parent) :
    QWidget(parent), m_name(iconName), m_size(size), m_color(color)
{
    setFixedSize(size, size);
}

void IconLabel::setIconName(const QString& iconName)
{
    m_name = iconName;
    update();
}

void IconLabel::setTextColor(TextColor color)
{
    m_color = color;
    update();
}

void IconLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (!m_name.isEmpty())
        painter.drawPixmap(0, 0, iconPixmap(m_name, m_size, textColor(m_color), devicePixelRatioF()));
}

QColor textColor(TextColor color)
{
    const Theme& t = Theme::current();
    const QColor* const colors[] = { &t.text, &t.text2, &t.text3, &t.accent, &t.caution, &t.danger, &t.ok };
    return *colors[static_cast<int>(color)];
}

QWidget* separatorLine(QWidget* parent)
{
    auto* line = new QFrame(parent);
    line->setProperty("line", true);
    line->setFixedHeight(1);
    return line;
}

} // namespace minamo
