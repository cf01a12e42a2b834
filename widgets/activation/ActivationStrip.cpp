#include "ActivationStrip.h"

#include "theme/Fonts.h"
#include "theme/Theme.h"

#include <QEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

namespace minamo {

namespace {

constexpr int rows = 4;
constexpr double names = 104, axis = 40, gap = 4, right = 8;

} // namespace

ActivationStrip::ActivationStrip(ActivationFeed& feed, QWidget* parent) : QWidget(parent), m_feed(feed)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    connect(&feed, &ActivationFeed::changed, this, qOverload<>(&QWidget::update));
}

double ActivationStrip::step() const
{
    const auto count = std::max<std::size_t>(m_feed.columns().size(), 1);
    return (width() - names - right) / static_cast<double>(count);
}

QRectF ActivationStrip::tile(int column, int row) const
{
    const double room = (height() - axis) / rows - gap;
    const double side = std::max(8.0, std::min(step() - gap, room));
    return { names + (column + 0.5) * step() - side / 2, axis + row * (side + gap), side, side };
}

void ActivationStrip::choose(double x)
{
    const auto& columns = m_feed.columns();
    if (columns.empty())
        return;
    const auto column
        = std::clamp<int>(static_cast<int>((x - names) / step()), 0, static_cast<int>(columns.size()) - 1);
    Q_EMIT timestepChosen(columns[static_cast<std::size_t>(column)]);
}

void ActivationStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && event->position().x() >= names)
        choose(event->position().x());
}

void ActivationStrip::mouseMoveEvent(QMouseEvent* event)
{
    if (event->buttons() & Qt::LeftButton)
        choose(event->position().x());
}

void ActivationStrip::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        update();
    QWidget::changeEvent(event);
}

void ActivationStrip::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintAxis(painter);
    const QString texts[rows]
        = { tr("Noised\ninput"), tr("Predicted\nphoto"), tr("Energy"), tr("PCA colours") };
    for (int row = 0; row < rows; ++row)
        paintRow(painter, row, texts[row]);
}

void ActivationStrip::paintAxis(QPainter& painter) const
{
    const auto& theme = Theme::current();
    const auto& columns = m_feed.columns();
    if (columns.empty())
        return;
    const auto centre = [&](std::size_t i) { return names + (static_cast<double>(i) + 0.5) * step(); };
    constexpr double line = 29;
    const auto chosen = std::ranges::find(columns, m_feed.timestep());
    const auto at = static_cast<std::size_t>(chosen - columns.begin());
    painter.setPen(QPen(theme.border, 1));
    painter.drawLine(QPointF(centre(0), line), QPointF(centre(columns.size() - 1), line));
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    painter.drawText(QRectF(0, 2, names - 10, 18), Qt::AlignLeft | Qt::AlignVCenter, tr("Timestep t"));
    for (std::size_t i = 0; i < columns.size(); ++i) {
        painter.setPen(QPen(theme.border, 1));
        painter.drawLine(QPointF(centre(i), line - 3), QPointF(centre(i), line + 3));
        painter.setFont(textFont(TextSize::caption, i == at));
        painter.setPen(i == at ? theme.accent : theme.text2);
        painter.drawText(
            QRectF(centre(i) - step() / 2, 2, step(), 18), Qt::AlignCenter, QString::number(columns[i]));
    }
    if (at < columns.size()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.accent);
        painter.drawEllipse(QPointF(centre(at), line), 5.5, 5.5);
    }
}

QImage ActivationStrip::imageOf(
    const ActivationPicture& picture, int row, std::pair<float, float> energy) const
{
    return row == 0 ? picture.noisy
        : row == 1  ? picture.predicted
        : row == 2  ? picture.energy.shaded(Theme::current(), energy.first, energy.second)
                    : picture.colours;
}

void ActivationStrip::paintRow(QPainter& painter, int row, const QString& name) const
{
    const auto& theme = Theme::current();
    const auto& columns = m_feed.columns();
    std::optional<std::pair<float, float>> energy; // one scale for the whole row
    for (const int t : columns)
        if (const auto* picture = m_feed.picture(t)) {
            const auto own = picture->energy.range();
            energy = energy
                ? std::pair(std::min(energy->first, own.first), std::max(energy->second, own.second))
                : own;
        }
    const QRectF first = tile(0, row);
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    painter.drawText(
        QRectF(0, first.y(), names - 10, first.height()), Qt::AlignLeft | Qt::AlignVCenter, name);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const QRectF place = tile(static_cast<int>(i), row);
        if (const auto* picture = m_feed.picture(columns[i])) {
            painter.drawImage(place, imageOf(*picture, row, *energy));
        } else {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.sunken);
            painter.drawRect(place);
        }
        if (columns[i] == m_feed.timestep()) {
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(place.adjusted(-1, -1, 1, 1));
        }
    }
}

} // namespace minamo
