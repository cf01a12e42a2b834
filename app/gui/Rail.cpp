#include "Rail.h"

#include "theme/Fonts.h"
#include "theme/Icons.h"
#include "theme/Place.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QFocusEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace minamo {

RailItem::RailItem(Place* place, QWidget* parent) : QAbstractButton(parent), m_place(place)
{
    setCheckable(true);
    setAutoExclusive(true);
    setFixedSize(sizeHint());
    setFocusPolicy(Qt::TabFocus);
    setProperty("ownFocus", true);
}

void RailItem::retranslate(int number)
{
    setText(m_place->title());
    setAccessibleName(m_place->title());
    setToolTip(QString("%1 (Ctrl+%2)").arg(m_place->title()).arg(number));
    update();
}

void RailItem::enterEvent(QEnterEvent*)
{
    update();
}
void RailItem::leaveEvent(QEvent*)
{
    update();
}

void RailItem::focusInEvent(QFocusEvent* event)
{
    m_ring = event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason;
    QAbstractButton::focusInEvent(event);
}

void RailItem::focusOutEvent(QFocusEvent* event)
{
    m_ring = false;
    QAbstractButton::focusOutEvent(event);
}

void RailItem::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    const bool on = isChecked();
    const QColor ink = on ? theme.accent : theme.text2;
    QPainter painter(this);
    if (on)
        painter.fillRect(rect(), theme.accentSoft);
    else if (underMouse())
        painter.fillRect(rect(), theme.line);
    if (on)
        painter.fillRect(0, 0, 3, height(), theme.accent);
    painter.drawPixmap((width() - 22) / 2, 11, iconPixmap(m_place->iconName(), 22, ink, devicePixelRatioF()));
    painter.setFont(textFont(TextSize::caption, on));
    painter.setPen(ink);
    painter.drawText(QRect(0, 34, width(), 22), Qt::AlignCenter, text());
    if (m_ring) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(theme.dark() ? theme.accentHover : theme.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(6, 3, -3, -3), 4, 4);
    }
}

Rail::Rail(const QList<Place*>& places, QWidget* parent) : QWidget(parent)
{
    setFixedWidth(81);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 1, 8);
    layout->setSpacing(0);
    for (auto* place : places) {
        auto* item = new RailItem(place);
        const int index = static_cast<int>(m_items.size());
        connect(item, &QAbstractButton::clicked, this, [this, index] { Q_EMIT chosen(index); });
        m_items.push_back(item);
        layout->addWidget(item);
        item->retranslate(index + 1);
    }
    layout->addStretch();
}

void Rail::setCurrent(int index)
{
    m_items[index]->setChecked(true);
}

void Rail::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.panel);
    painter.fillRect(width() - 1, 0, 1, height(), theme.line);
}

void Rail::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        for (int i = 0; i < m_items.size(); ++i)
            m_items[i]->retranslate(i + 1);
    QWidget::changeEvent(event);
}

} // namespace minamo
