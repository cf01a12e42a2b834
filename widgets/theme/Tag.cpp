#include "theme/Tag.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QFontMetrics>
#include <QPainter>

namespace minamo {

namespace {

constexpr int tagHeight = 20, padding = 6, iconSide = 13, iconGap = 3;

struct TagLook {
    QColor edge, fill, ink;
    const char* iconName;
};

TagLook lookOf(TagKind kind)
{
    const Theme& t = Theme::current();
    switch (kind) {
    case TagKind::ok:
        return { t.ok, t.okSoft, t.ok, "check" };
    case TagKind::caution:
        return { t.caution, t.cautionSoft, t.caution, "warning" };
    case TagKind::danger:
        return { t.danger, t.dangerSoft, t.danger, "warning" };
    case TagKind::accent:
        return { t.accent, t.accentSoft, t.accent, "" };
    case TagKind::neutral:
        break;
    }
    return { t.line, t.panel, t.text2, "" };
}

} // namespace

Tag::Tag(const QString& text, TagKind kind, QWidget* parent) : QWidget(parent), m_text(text), m_kind(kind)
{
    setFont(textFont(TextSize::caption));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Tag::setText(const QString& text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Tag::setKind(TagKind kind)
{
    m_kind = kind;
    updateGeometry();
    update();
}

QSize Tag::sizeHint() const
{
    const int iconWidth = *lookOf(m_kind).iconName ? iconSide + iconGap : 0;
    return { QFontMetrics(textFont(TextSize::caption)).horizontalAdvance(m_text) + 2 * padding + 2
            + iconWidth,
        tagHeight };
}

void Tag::paintEvent(QPaintEvent*)
{
    const TagLook look = lookOf(m_kind);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(look.edge);
    painter.setBrush(look.fill);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    int x = padding + 1;
    if (*look.iconName) {
        painter.drawPixmap(
            x, (height() - iconSide) / 2, iconPixmap(look.iconName, iconSide, look.ink, devicePixelRatioF()));
        x += iconSide + iconGap;
    }
    painter.setPen(look.ink);
    painter.setFont(textFont(TextSize::caption));
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, m_text);
}

Seal::Seal(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setStability(0);
}

void Seal::setStability(double stability)
{
    m_stability = stability;
    setAccessibleName(word() + " " + number());
    updateGeometry();
    update();
}

QString Seal::word() const
{
    return m_stability >= 0.8 ? tr("Stable") : m_stability >= 0.6 ? tr("To be checked") : tr("No seal");
}

QString Seal::number() const
{
    return tr("repeats %1").arg(formatNumber(m_stability, 2));
}

QSize Seal::sizeHint() const
{
    const int bold = QFontMetrics(textFont(TextSize::caption, m_stability >= 0.6)).horizontalAdvance(word());
    const int plain = QFontMetrics(textFont(TextSize::caption)).horizontalAdvance(" | " + number());
    return { bold + plain + 2 * padding + 4 + (m_stability >= 0.6 ? 14 + iconGap + 2 : 0), 22 };
}

void Seal::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    const bool high = m_stability >= 0.8, middle = !high && m_stability >= 0.6;
    const QColor ink = high ? theme.accent : middle ? theme.caution : theme.text3;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen edge(high || middle ? ink : theme.border, 1);
    if (middle)
        edge.setDashPattern({ 3, 2 });
    painter.setPen(edge);
    painter.setBrush(middle ? theme.cautionSoft : theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    int x = padding + 1;
    if (high || middle) {
        painter.drawPixmap(
            x, (height() - 14) / 2, iconPixmap(high ? "check" : "warning", 14, ink, devicePixelRatioF()));
        x += 14 + iconGap + 1;
    }
    painter.setPen(ink);
    painter.setFont(textFont(TextSize::caption, high || middle));
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, word());
    x += painter.fontMetrics().horizontalAdvance(word());
    painter.setFont(textFont(TextSize::caption));
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, " | " + number());
}

void Seal::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        setStability(m_stability);
    QWidget::changeEvent(event);
}

} // namespace minamo
