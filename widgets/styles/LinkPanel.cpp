#include "LinkPanel.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QPainter>

namespace minamo {

namespace {

constexpr int rowHeight = 54, margin = 12;

} // namespace

LinkPanel::LinkPanel(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void LinkPanel::setStyles(const Styles& styles)
{
    m_rows.clear();
    for (const auto& link : styles.associations)
        if (link.column != "group" && m_rows.size() < 6)
            m_rows.push_back({ link.column, link.cramersV });
    updateGeometry();
    update();
}

QString LinkPanel::footnote() const
{
    return m_rows.isEmpty() ? tr("Nothing is known about these photos besides their look.")
                            : tr("Cramér's V, 0 to 1. Grouped by look; not proof of a cause.");
}

int LinkPanel::heightForWidth(int width) const
{
    const QRect words
        = QFontMetrics(textFont(TextSize::caption))
              .boundingRect(0, 0, std::max(60, width - 2 * margin), 1000, Qt::TextWordWrap, footnote());
    return static_cast<int>(m_rows.size()) * rowHeight + words.height() + 20;
}

QSize LinkPanel::sizeHint() const
{
    return { 230, heightForWidth(std::max(width(), 180)) };
}

void LinkPanel::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    double y = 6;
    for (const auto& row : m_rows) {
        const double room = width() - 2.0 * margin;
        painter.setFont(textFont());
        painter.setPen(theme.text);
        painter.drawText(QRectF(margin, y, room - 40, 20), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(
                columnWord(row.column), Qt::ElideRight, static_cast<int>(room) - 40));
        painter.setFont(textFont(TextSize::body, true));
        painter.drawText(
            QRectF(margin, y, room, 20), Qt::AlignRight | Qt::AlignVCenter, formatNumber(row.value, 2));
        painter.fillRect(QRectF(margin, y + 22, room, 6), theme.line);
        painter.fillRect(QRectF(margin, y + 22, room * std::clamp(row.value, 0.0, 1.0), 6), theme.accent);
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(theme.text2);
        painter.drawText(
            QRectF(margin, y + 29, room, 20), Qt::AlignLeft | Qt::AlignVCenter, linkWord(row.value));
        y += rowHeight;
    }
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text3);
    painter.drawText(
        QRectF(margin, y + 4, width() - 2.0 * margin, height() - y - 4), Qt::TextWordWrap, footnote());
}

void LinkPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace minamo
