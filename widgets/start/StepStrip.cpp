#include "start/StepStrip.h"

#include "theme/Controls.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace minamo {

/// Icon, bold word and a short line; a click goes there.
class StepItem : public QAbstractButton {
public:
    explicit StepItem(const QString& iconName) : m_icon(iconName)
    {
        setMinimumHeight(46);
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void setTexts(const QString& word, const QString& line)
    {
        setText(word);
        m_line = line;
        setAccessibleName(word + " " + line);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.drawPixmap(4, 5, iconPixmap(m_icon, 20, theme.accent, devicePixelRatioF()));
        painter.setFont(textFont(TextSize::body, true));
        painter.setPen(underMouse() ? theme.accent : theme.text);
        painter.drawText(QRect(34, 0, width() - 34, 24), Qt::AlignVCenter, text());
        painter.setFont(textFont(TextSize::caption));
        painter.setPen(theme.text2);
        painter.drawText(QRect(34, 22, width() - 34, 22), Qt::AlignVCenter, m_line);
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    QString m_icon, m_line;
};

StepStrip::StepStrip(QWidget* parent) : QWidget(parent)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 12, 16, 12);
    layout->setSpacing(8);
    for (const QString name : { "data", "latents", "styles", "train" }) {
        if (!m_items.isEmpty())
            layout->addWidget(new IconLabel("chevron-right", 14, TextColor::text3));
        auto* item = new StepItem(name);
        connect(item, &QAbstractButton::clicked, this, [this, name] { Q_EMIT chosen(name); });
        m_items.push_back(item);
        layout->addWidget(item, 1);
    }
    retranslate();
}

void StepStrip::retranslate()
{
    m_items[0]->setTexts(tr("Photos"), tr("Read and check"));
    m_items[1]->setTexts(tr("Latents"), tr("Find where they part"));
    m_items[2]->setTexts(tr("Styles"), tr("Group by look, measure"));
    m_items[3]->setTexts(tr("Training"), tr("Plain against augmented"));
}

void StepStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void StepStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.line);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
}

} // namespace minamo
