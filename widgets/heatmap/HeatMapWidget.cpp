#include "HeatMapWidget.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Scales.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

namespace minamo {

namespace {

constexpr double headerHeight = 46, legendHeight = 58, gap = 8, barRoom = 64;
constexpr double smallestCell = 14, largestWidth = 150, largestHeight = 46;

} // namespace

HeatMapWidget::HeatMapWidget(QWidget* parent) : QWidget(parent)
{
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
}

void HeatMapWidget::setGrid(const HeatGrid& grid)
{
    m_grid = grid;
    if (m_hovered
        && (m_hovered->first >= static_cast<int>(grid.taps().size())
            || m_hovered->second >= static_cast<int>(grid.timesteps().size())))
        m_hovered.reset();
    measure();
    updateGeometry();
    update();
}

void HeatMapWidget::setFigure(const std::string& figure)
{
    m_figure = figure;
    measure();
    update();
}

void HeatMapWidget::setNumbersShown(bool shown)
{
    m_numbers = shown;
    update();
}

void HeatMapWidget::setSelected(const std::optional<CellId>& cell)
{
    m_selected = cell;
    update();
}

void HeatMapWidget::measure()
{
    const QFontMetricsF metrics(textFont(TextSize::caption, true));
    double width = 60;
    for (const auto& tap : m_grid.taps())
        width = std::max(width, metrics.horizontalAdvance(QString::fromStdString(shortTap(tap))));
    m_labelWidth = width + 12;
    m_range = m_grid.range(m_figure);
}

HeatMapWidget::Geometry HeatMapWidget::geometryNow() const
{
    Geometry g;
    g.rows = static_cast<int>(m_grid.taps().size());
    g.columns = static_cast<int>(m_grid.timesteps().size());
    g.left = labelWidth();
    g.top = headerHeight;
    const double room = width() - g.left - gap - barRoom;
    g.cellWidth = std::clamp(room / std::max(g.columns, 1), smallestCell, largestWidth);
    g.cellHeight = std::clamp(
        (height() - headerHeight - legendHeight) / std::max(g.rows, 1), smallestCell, largestHeight);
    g.barLeft = g.left + g.columns * g.cellWidth + gap;
    g.barWidth = barRoom - gap;
    g.legendTop = g.top + g.rows * g.cellHeight + 8;
    return g;
}

QSize HeatMapWidget::sizeHint() const
{
    const int rows = static_cast<int>(m_grid.taps().size()),
              columns = static_cast<int>(m_grid.timesteps().size());
    return { static_cast<int>(labelWidth() + columns * 46 + gap + barRoom),
        static_cast<int>(headerHeight + rows * 19 + legendHeight) };
}

QSize HeatMapWidget::minimumSizeHint() const
{
    const int rows = static_cast<int>(m_grid.taps().size()),
              columns = static_cast<int>(m_grid.timesteps().size());
    return { static_cast<int>(labelWidth() + columns * smallestCell + gap + barRoom),
        static_cast<int>(headerHeight + rows * smallestCell + legendHeight) };
}

QRectF HeatMapWidget::cellRect(int row, int column) const
{
    const auto g = geometryNow();
    // Whole pixels: no cell is a hair wider than its neighbour's line.
    const double left = std::round(g.left + column * g.cellWidth),
                 right = std::round(g.left + (column + 1) * g.cellWidth);
    const double top = std::round(g.top + row * g.cellHeight),
                 bottom = std::round(g.top + (row + 1) * g.cellHeight);
    return { left, top, right - left, bottom - top };
}

bool HeatMapWidget::numbersFit() const
{
    const auto g = geometryNow();
    return g.cellWidth >= 40 && g.cellHeight >= 18;
}

std::pair<double, double> HeatMapWidget::scale() const
{
    const auto [least, most] = m_range;
    if (m_figure == "balance") {
        const double size = std::max({ std::abs(least), std::abs(most), 0.05 });
        return { -size, size };
    }
    // From 0, so that a weak grid does not look like a strong one; probes start at their own floor.
    const double low = m_figure == "probe" ? std::floor(least * 10) / 10 : std::min(0.0, least);
    return { low, std::max(std::ceil(most * 20) / 20, low + 0.05) };
}

QColor HeatMapWidget::colourOf(double value) const
{
    const auto [low, high] = scale();
    const double share = (value - low) / (high - low);
    return m_figure == "balance" ? differenceColor(Theme::current(), 2 * share - 1)
                                 : sequentialColor(Theme::current(), share);
}

std::optional<std::pair<int, int>> HeatMapWidget::cellAt(QPointF place) const
{
    const auto g = geometryNow();
    const int column = static_cast<int>(std::floor((place.x() - g.left) / g.cellWidth));
    const int row = static_cast<int>(std::floor((place.y() - g.top) / g.cellHeight));
    if (row < 0 || column < 0 || row >= g.rows || column >= g.columns)
        return std::nullopt;
    return std::pair { row, column };
}

void HeatMapWidget::choose(int row, int column)
{
    const auto& taps = m_grid.taps();
    const auto& timesteps = m_grid.timesteps();
    row = std::clamp(row, 0, static_cast<int>(taps.size()) - 1);
    column = std::clamp(column, 0, static_cast<int>(timesteps.size()) - 1);
    const CellId cell { taps[static_cast<std::size_t>(row)], timesteps[static_cast<std::size_t>(column)] };
    if (m_selected == cell)
        return;
    m_selected = cell;
    update();
    Q_EMIT cellSelected(QString::fromStdString(cell.tap), cell.timestep);
}

void HeatMapWidget::mousePressEvent(QMouseEvent* event)
{
    if (const auto at = cellAt(event->position()); at && event->button() == Qt::LeftButton)
        choose(at->first, at->second);
}

void HeatMapWidget::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (cellAt(event->position()) && m_selected)
        Q_EMIT cellActivated(QString::fromStdString(m_selected->tap), m_selected->timestep);
}

void HeatMapWidget::mouseMoveEvent(QMouseEvent* event)
{
    const auto at = cellAt(event->position());
    if (at == m_hovered)
        return;
    m_hovered = at;
    update();
}

void HeatMapWidget::leaveEvent(QEvent*)
{
    m_hovered.reset();
    update();
}

void HeatMapWidget::keyPressEvent(QKeyEvent* event)
{
    if (m_grid.isEmpty())
        return QWidget::keyPressEvent(event);
    const int row = m_selected ? m_grid.rowOf(m_selected->tap) : 0;
    const int column = m_selected ? m_grid.columnOf(m_selected->timestep) : 0;
    switch (event->key()) {
    case Qt::Key_Left:
        return choose(row, column - 1);
    case Qt::Key_Right:
        return choose(row, column + 1);
    case Qt::Key_Up:
        return choose(row - 1, column);
    case Qt::Key_Down:
        return choose(row + 1, column);
    case Qt::Key_Home:
        return choose(row, 0);
    case Qt::Key_End:
        return choose(row, static_cast<int>(m_grid.timesteps().size()) - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selected)
            Q_EMIT cellActivated(QString::fromStdString(m_selected->tap), m_selected->timestep);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

bool HeatMapWidget::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        auto* help = static_cast<QHelpEvent*>(event);
        const auto at = cellAt(help->pos());
        if (at)
            QToolTip::showText(help->globalPos(), toolTipOf(at->first, at->second), this,
                cellRect(at->first, at->second).toRect());
        else
            QToolTip::hideText();
        return true;
    }
    return QWidget::event(event);
}

} // namespace minamo
