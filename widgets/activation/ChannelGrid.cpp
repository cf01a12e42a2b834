#include "ChannelGrid.h"

#include "theme/Theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace minamo {

namespace {
constexpr double gap = 4, largest = 72;
}

ChannelGrid::ChannelGrid(ActivationFeed& feed, QWidget* parent) : QWidget(parent), m_feed(feed)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    connect(&feed, &ActivationFeed::changed, this, qOverload<>(&QWidget::update));
}

/// The number of columns that makes the tiles largest.
ChannelGrid::Grid ChannelGrid::grid(int count) const
{
    Grid best;
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const double side
            = std::min({ (width() + gap) / columns - gap, (height() + gap) / rows - gap, largest });
        if (side > best.side || columns == 1)
            best = { columns, count, std::max(8.0, side) };
    }
    return best;
}

QRectF ChannelGrid::tile(const Grid& grid, int i) const
{
    return { (i % grid.columns) * (grid.side + gap), (i / grid.columns) * (grid.side + gap), grid.side,
        grid.side };
}

void ChannelGrid::paintEvent(QPaintEvent*)
{
    const auto& theme = Theme::current();
    const auto* picture = m_feed.picture(m_feed.timestep());
    if (!picture)
        return;
    QPainter painter(this);
    const Grid places = grid(static_cast<int>(picture->channels.size()));
    for (int i = 0; i < places.shown; ++i) {
        const auto& map = picture->channels[static_cast<std::size_t>(i)];
        const auto [low, high] = map.range();
        painter.drawImage(tile(places, i), map.shaded(theme, low, high));
    }
}

bool ChannelGrid::event(QEvent* event)
{
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto* picture = m_feed.picture(m_feed.timestep());
    const Grid places = grid(picture ? static_cast<int>(picture->channels.size()) : 0);
    for (int i = 0; i < places.shown; ++i)
        if (tile(places, i).contains(help->pos())) {
            const auto& map = picture->channels[static_cast<std::size_t>(i)];
            const auto [low, high] = map.range();
            QToolTip::showText(help->globalPos(),
                tr("Channel %1: %2 to %3")
                    .arg(picture->channelNumbers[static_cast<std::size_t>(i)])
                    .arg(static_cast<double>(low), 0, 'f', 2)
                    .arg(static_cast<double>(high), 0, 'f', 2),
                this);
            return true;
        }
    QToolTip::hideText();
    return true;
}

} // namespace minamo
