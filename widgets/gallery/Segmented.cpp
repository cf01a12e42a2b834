#include "Segmented.h"
#include "theme/Fonts.h"
#include "theme/Icons.h"
#include "theme/Theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace minamo {

namespace {

constexpr int segmentHeight = 28, padding = 12, pictureSize = 16, gap = 6;

} // namespace

class Segmented::Segment : public QAbstractButton {
public:
    Segment(const QString& key, const QString& iconName, QWidget* parent) :
        QAbstractButton(parent), m_key(key), m_icon(iconName)
    {
        setCheckable(true);
        setAutoExclusive(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    }

    const QString& key() const { return m_key; }

    QSize sizeHint() const override
    {
        // The bold width in both states: choosing moves nothing.
        const int words = QFontMetrics(textFont(TextSize::body, true)).horizontalAdvance(text());
        const int picture = m_icon.isEmpty() ? 0 : pictureSize + (words ? gap : 0);
        return { words + picture + 2 * padding, segmentHeight };
    }
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const auto& theme = Theme::current();
        QPainter painter(this);
        const QRect inner = rect().adjusted(1, 1, -1, -1);
        if (isChecked())
            painter.fillRect(inner, theme.accentSoft);
        else if (underMouse() && isEnabled())
            painter.fillRect(inner, theme.line);
        const QColor ink = !isEnabled() ? theme.text3 : isChecked() ? theme.accent : theme.text2;
        painter.setFont(textFont(TextSize::body, isChecked()));
        painter.setPen(ink);
        const int words = painter.fontMetrics().horizontalAdvance(text());
        const int picture = m_icon.isEmpty() ? 0 : pictureSize + (words ? gap : 0);
        int x = (width() - words - picture) / 2;
        if (picture) {
            painter.drawPixmap(
                x, (height() - pictureSize) / 2, iconPixmap(m_icon, pictureSize, ink, devicePixelRatioF()));
            x += picture;
        }
        painter.drawText(QRect(x, 0, words + 2, rect().height()), Qt::AlignLeft | Qt::AlignVCenter, text());
        if (hasFocus() && window()->testAttribute(Qt::WA_KeyboardFocusChange)) {
            painter.setPen(QPen(theme.accent, 2));
            painter.drawRect(rect().adjusted(3, 3, -3, -3));
        }
    }

private:
    QString m_key, m_icon;
};

Segmented::Segmented(QWidget* parent) : QWidget(parent)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void Segmented::addSegment(const QString& key, const QString& iconName)
{
    auto* segment = new Segment(key, iconName, this);
    m_segments.push_back(segment);
    layout()->addWidget(segment);
    updateGeometry();
    connect(segment, &QAbstractButton::toggled, this, [this, key](bool on) {
        if (!on || m_current == key)
            return;
        m_current = key;
        update();
        Q_EMIT chosen(key);
    });
    if (m_segments.size() == 1)
        setCurrent(key);
}

void Segmented::setText(const QString& key, const QString& text, const QString& toolTip)
{
    if (auto* button = segment(key)) {
        button->setText(text);
        button->setToolTip(toolTip);
        button->setAccessibleName(text.isEmpty() ? toolTip : text);
        button->updateGeometry();
        updateGeometry();
    }
}

void Segmented::clear()
{
    qDeleteAll(m_segments);
    m_segments.clear();
    m_current.clear();
}

QStringList Segmented::keys() const
{
    QStringList keys;
    for (const auto* segment : m_segments)
        keys << segment->key();
    return keys;
}

void Segmented::setCurrent(const QString& key)
{
    auto* button = segment(key);
    if (!button)
        return;
    m_current = key;
    button->setChecked(true);
    update();
}

QAbstractButton* Segmented::segment(const QString& key) const
{
    for (auto* segment : m_segments)
        if (segment->key() == key)
            return segment;
    return nullptr;
}

QSize Segmented::sizeHint() const
{
    int width = 0;
    for (const auto* segment : m_segments)
        width += segment->sizeHint().width();
    return { width, segmentHeight };
}

void Segmented::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.panel);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(theme.line);
    for (qsizetype i = 1; i < m_segments.size(); ++i) {
        const int x = m_segments[i]->x();
        painter.drawLine(x, 1, x, height() - 2);
    }
}

} // namespace minamo
