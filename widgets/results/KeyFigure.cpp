#include "KeyFigure.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QPainter>
#include <cmath>

namespace minamo {

KeyFigure::KeyFigure(QWidget* parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void KeyFigure::setTexts(const QString& title, const QString& subtitle)
{
    m_title = title;
    m_subtitle = subtitle;
    update();
}

void KeyFigure::setRates(
    const Rate& before, const Rate& after, const PairedTest& test, bool isAccuracy, bool compared)
{
    m_before = before;
    m_after = after;
    m_mark = compared ? QString::fromStdString(test.mark(isAccuracy)) : QString();
    m_worse = compared && test.worse();
    m_compared = compared;
    setAccessibleName(m_title + " " + figures());
    update();
}

QString KeyFigure::valueText(const Rate& rate) const
{
    return missingForRate(rate) == 0 ? formatPercent(rate.value()) : QString(QChar(0x2014));
}

QString KeyFigure::figures() const
{
    return m_compared ? valueText(m_before) + " " + QChar(0x2192) + " " + valueText(m_after)
                      : valueText(m_after);
}

QString KeyFigure::countText(const QString& word, const Rate& rate) const
{
    const bool whole = std::abs(rate.count - std::round(rate.count)) < 0.05;
    QString text = (word.isEmpty() ? QString() : word + " ") + formatNumber(rate.count, whole ? 0 : 1) + " / "
        + formatPhotos(rate.of);
    if (missingForRate(rate) == 0)
        text += QChar(' ') + formatInterval(rate.low, rate.high);
    return text;
}

void KeyFigure::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(textFont(TextSize::card, true));
    painter.setPen(theme.text);
    painter.drawText(QRectF(16, 10, width(), 24), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    double x = 16 + painter.fontMetrics().horizontalAdvance(m_title) + 10;
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    const double room = width() - x - 8;
    painter.drawText(QRectF(x, 11, room, 24), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(m_subtitle, Qt::ElideRight, static_cast<int>(room)));
    x = 16;
    const auto put = [&](const QString& text, TextSize size, bool bold, const QColor& ink) {
        painter.setFont(textFont(size, bold));
        painter.setPen(ink);
        const double room = painter.fontMetrics().horizontalAdvance(text);
        painter.drawText(QRectF(x, 38, room + 4, 44), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += room + 8;
    };
    if (m_compared) {
        put(valueText(m_before), TextSize::title, false, theme.text2);
        put(QString(QChar(0x2192)), TextSize::place, false, theme.text2);
    }
    const QString mark = m_worse ? m_mark + QChar(0x2009) : QString();
    if (!m_worse && !m_mark.isEmpty()) // it may be chance: no more than a hint
        put(m_mark, TextSize::place, false, theme.text2);
    put(mark + valueText(m_after), TextSize::figure, true, m_worse ? theme.caution : theme.accent);
    paintCounts(painter, x + 10);
    painter.fillRect(QRectF(width() - 1, 0, 1, height()), theme.line);
}

void KeyFigure::paintCounts(QPainter& painter, double left) const
{
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(Theme::current().text2);
    const auto line = [&](double top, const QString& text) {
        painter.drawText(QRectF(left, top, width() - left - 6, 18), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(text, Qt::ElideRight, static_cast<int>(width() - left - 6)));
    };
    if (m_compared) {
        line(43, countText(tr("before"), m_before));
        line(61, countText(tr("after"), m_after));
    } else {
        line(52, countText({}, m_after));
    }
}

void KeyFigure::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

} // namespace minamo
