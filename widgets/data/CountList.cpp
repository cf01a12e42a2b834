#include "data/CountList.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Theme.h"

#include <QCheckBox>
#include <QPainter>
#include <QVBoxLayout>

namespace minamo {

/// Name, bar of the share of the largest, count.
class CountList::Row : public QAbstractButton {
public:
    Row(const Item& item, int largest, bool withCheck) :
        m_item(item), m_largest(qMax(1, largest)), m_left(withCheck ? 34 : 12)
    {
        setCheckable(true);
        setFixedHeight(30);
        setFocusPolicy(Qt::TabFocus);
        setAccessibleName(item.name + " " + formatPhotos(item.count));
        setToolTip(item.name);
        if (withCheck) {
            check = new QCheckBox(this);
            check->setGeometry(11, 5, 20, 20);
            check->setChecked(item.checked);
        }
    }
    QCheckBox* check = nullptr;

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        if (isChecked() || underMouse())
            painter.fillRect(rect(), isChecked() ? theme.accentSoft : theme.sunken);
        painter.setFont(textFont(TextSize::body, isChecked()));
        painter.setPen(isChecked() ? theme.accent : theme.text);
        const int numbers = 64, bar = 72;
        const QRect name(m_left, 0, width() - m_left - numbers - bar - 20, height());
        painter.drawText(name, Qt::AlignVCenter,
            painter.fontMetrics().elidedText(m_item.name, Qt::ElideRight, name.width()));
        const QRect track(width() - numbers - bar - 12, height() / 2 - 3, bar, 6);
        painter.fillRect(track, theme.line);
        painter.fillRect(track.x(), track.y(), qMax(1, bar * m_item.count / m_largest), 6,
            isChecked() ? theme.accent : theme.border);
        painter.setPen(theme.text2);
        painter.drawText(QRect(width() - numbers - 12, 0, numbers, height()),
            Qt::AlignVCenter | Qt::AlignRight, formatCount(m_item.count));
    }
    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    Item m_item;
    int m_largest, m_left;
};

CountList::CountList(QWidget* parent) : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
}

void CountList::setItems(const QList<Item>& items, bool withChecks)
{
    qDeleteAll(m_rows);
    m_rows.clear();
    m_current = -1;
    int largest = 0;
    for (const auto& item : items)
        largest = qMax(largest, item.count);
    for (const auto& item : items) {
        auto* row = new Row(item, largest, withChecks);
        const int index = static_cast<int>(m_rows.size());
        connect(row, &QAbstractButton::clicked, this, [this, index] {
            setCurrent(index == m_current ? -1 : index);
            Q_EMIT chosen(m_current);
        });
        if (row->check)
            connect(row->check, &QCheckBox::clicked, this, [this] {
                QList<bool> checks;
                for (const auto* each : m_rows)
                    checks.push_back(each->check->isChecked());
                Q_EMIT checksChanged(checks);
            });
        m_rows.push_back(row);
        layout()->addWidget(row);
    }
}

void CountList::setCurrent(int index)
{
    m_current = index;
    for (int i = 0; i < m_rows.size(); ++i)
        m_rows[i]->setChecked(i == index);
}

void CountList::setCheckMeaning(const QString& meaning)
{
    for (auto* row : m_rows) {
        if (!row->check)
            continue;
        row->check->setToolTip(meaning);
        row->check->setAccessibleName(meaning + " " + row->toolTip());
    }
}

} // namespace minamo
