#include "FlowRow.h"

#include <QResizeEvent>

namespace minamo {

namespace {

constexpr int gap = 6;

} // namespace

FlowRow::FlowRow(QWidget* parent) : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void FlowRow::add(QWidget* widget)
{
    widget->setParent(this);
    m_items << widget;
    widget->show();
    arrange(width(), true);
    updateGeometry();
}

void FlowRow::clear()
{
    qDeleteAll(m_items);
    m_items.clear();
    updateGeometry();
}

QSize FlowRow::sizeHint() const
{
    int width = 0;
    for (const auto* item : m_items)
        width += item->sizeHint().width() + gap;
    return { width, arrange(std::max(width, this->width()), false) };
}

QSize FlowRow::minimumSizeHint() const
{
    int width = 0;
    for (const auto* item : m_items)
        width = std::max(width, item->sizeHint().width());
    return { width, arrange(std::max(width, this->width()), false) };
}

void FlowRow::resizeEvent(QResizeEvent* event)
{
    arrange(event->size().width(), true);
    updateGeometry();
}

int FlowRow::arrange(int width, bool move) const
{
    int x = 0, y = 0, line = 0;
    for (auto* item : m_items) {
        const QSize size = item->sizeHint();
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += line + gap;
            line = 0;
        }
        if (move)
            item->setGeometry(x, y, size.width(), size.height());
        x += size.width() + gap;
        line = std::max(line, size.height());
    }
    return y + line;
}

} // namespace minamo
