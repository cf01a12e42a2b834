#include "HeatMapWidget.h"

#include "theme/Fonts.h"
#include "theme/Format.h"
#include "theme/Icons.h"
#include "theme/Scales.h"

#include <QCoreApplication>
#include <QPainter>

namespace minamo {

namespace {

/// The context "HeatMap" in translations/.
struct Words {
    Q_DECLARE_TR_FUNCTIONS(HeatMap)
};

void hatch(QPainter& painter, const QRectF& box)
{
    const auto& theme = Theme::current();
    painter.fillRect(box, theme.sunken);
    painter.save();
    painter.setClipRect(box);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.line, 1));
    constexpr double step = 6;
    // Anchored at the widget's origin: the lines run through all cells.
    const double first = std::floor((box.left() - box.bottom()) / step) * step;
    for (double c = first; c < box.right() - box.top() + step; c += step)
        painter.drawLine(QPointF(c + box.top(), box.top()), QPointF(c + box.bottom(), box.bottom()));
    painter.restore();
}

} // namespace

QString figureName(const std::string& figure)
{
    if (figure == "styleNmi")
        return Words::tr("Style NMI");
    if (figure == "classNmi")
        return Words::tr("Class NMI");
    if (figure == "balance")
        return Words::tr("Balance");
    if (figure == "labelFree")
        return Words::tr("Label-free");
    if (figure == "probe")
        return Words::tr("Probe accuracy");
    if (figure == "stability")
        return Words::tr("Stability");
    return Words::tr("Silhouette");
}

QString figureMeaning(const std::string& figure)
{
    if (figure == "styleNmi")
        return Words::tr("Style NMI (high: the way of shooting is told apart)");
    if (figure == "classNmi")
        return Words::tr("Class NMI (low: the grouping is not about defects)");
    if (figure == "balance")
        return Words::tr("Style NMI minus class NMI");
    if (figure == "labelFree")
        return Words::tr("Stability × silhouette (no labels used)");
    return Words::tr("Accuracy of the linear probe (class)");
}

QString HeatMapWidget::toolTipOf(int row, int column) const
{
    const auto& cell = m_grid.cell(row, column);
    const auto& tap = m_grid.taps()[static_cast<std::size_t>(row)];
    QString text = QString("%1, t = %2")
                       .arg(QString::fromStdString(tap))
                       .arg(m_grid.timesteps()[static_cast<std::size_t>(column)]);
    if (cell.state == HeatState::notComputed)
        return text + "\n" + Words::tr("Not computed");
    if (cell.state == HeatState::running)
        return text + "\n" + Words::tr("Being computed: %1").arg(formatPercent(cell.progress, 0));
    if (cell.figures.empty())
        return text + "\n" + Words::tr("Computed, not scored yet");
    for (const char* figure :
        { "styleNmi", "classNmi", "balance", "labelFree", "silhouette", "stability", "probe" })
        if (const auto value = m_grid.value(row, column, figure))
            text += "\n" + figureName(figure) + "  " + formatNumber(*value, 2);
    return text;
}

void HeatMapWidget::paintEvent(QPaintEvent*)
{
    measure();
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().panel);
    if (m_grid.isEmpty())
        return;
    const auto g = geometryNow();
    paintHeader(painter, g);
    for (int row = 0; row < g.rows; ++row)
        paintRow(painter, g, row);
    paintRings(painter, g);
    paintLegend(painter, g);
}

void HeatMapWidget::paintHeader(QPainter& painter, const Geometry& g) const
{
    const auto& theme = Theme::current();
    const double width = g.columns * g.cellWidth;
    painter.setFont(textFont(TextSize::caption));
    painter.setPen(theme.text2);
    const QRectF words(g.left, 0, width, 20);
    const QFontMetricsF metrics(painter.font());
    const QString less = Words::tr("← less noise"), more = Words::tr("more noise →"),
                  title = Words::tr("Timestep t");
    const double wanted = metrics.horizontalAdvance(less + more + title) + 40;
    painter.drawText(words, Qt::AlignCenter, title);
    if (wanted <= width) {
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, less);
        painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, more);
    }
    painter.drawText(
        QRectF(g.barLeft, 22, g.barWidth + 20, 20), Qt::AlignLeft | Qt::AlignVCenter, Words::tr("Row max."));
    const int selected = m_selected ? m_grid.columnOf(m_selected->timestep) : -1;
    for (int column = 0; column < g.columns; ++column) {
        painter.setFont(textFont(TextSize::caption, column == selected));
        painter.setPen(column == selected ? theme.accent : theme.text2);
        const auto box = cellRect(0, column);
        painter.drawText(QRectF(box.left(), 22, box.width(), 20), Qt::AlignCenter,
            QString::number(m_grid.timesteps()[static_cast<std::size_t>(column)]));
    }
}

void HeatMapWidget::paintRow(QPainter& painter, const Geometry& g, int row) const
{
    const auto& theme = Theme::current();
    const auto& tap = m_grid.taps()[static_cast<std::size_t>(row)];
    const bool selected = m_selected && m_selected->tap == tap;
    const auto box = cellRect(row, 0);
    painter.setFont(textFont(TextSize::caption, selected));
    painter.setPen(selected ? theme.accent : theme.text2);
    painter.drawText(QRectF(0, box.top(), g.left - 10, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
        QString::fromStdString(shortTap(tap)));
    for (int column = 0; column < g.columns; ++column)
        paintCell(painter, g, row, column);
    if (row > 0 && tapGroup(tap) != tapGroup(m_grid.taps()[static_cast<std::size_t>(row) - 1]))
        painter.fillRect(QRectF(0, box.top() - 1, g.left + g.columns * g.cellWidth, 1), theme.border);
    if (const auto most = m_grid.rowMaximum(row, m_figure)) {
        const auto [low, high] = scale();
        const double share = std::clamp((*most - low) / (high - low), 0.0, 1.0);
        painter.fillRect(QRectF(g.barLeft, box.center().y() - 4.5, std::max(1.0, share * g.barWidth), 9),
            selected ? theme.accent : theme.border);
    }
}

void HeatMapWidget::paintCell(QPainter& painter, const Geometry&, int row, int column) const
{
    const auto& theme = Theme::current();
    const auto box = cellRect(row, column).adjusted(0, 0, -1, -1);
    const auto& cell = m_grid.cell(row, column);
    const auto value = m_grid.value(row, column, m_figure);
    if (!value) {
        if (cell.state == HeatState::extracted || cell.state == HeatState::scored)
            painter.fillRect(box, theme.well);
        else
            hatch(painter, box);
        if (cell.state == HeatState::running) {
            painter.fillRect(box, theme.panel);
            QPen dashes(theme.accent, 1, Qt::DashLine);
            painter.setPen(dashes);
            painter.setBrush(Qt::NoBrush);
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5));
            const QRectF bar(box.left() + 5, box.center().y() - 2, box.width() - 10, 4);
            painter.fillRect(bar, theme.line);
            painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() * cell.progress, 4), theme.accent);
        }
        return;
    }
    const QColor back = colourOf(*value);
    painter.fillRect(box, back);
    const bool best = m_grid.recommended()
        && *m_grid.recommended()
            == CellId { m_grid.taps()[static_cast<std::size_t>(row)],
                   m_grid.timesteps()[static_cast<std::size_t>(column)] };
    painter.setPen(readableOn(back));
    painter.setFont(textFont(TextSize::caption, best));
    const QString star = best ? QString(QChar(0x2605)) : QString();
    if (m_numbers && numbersFit())
        painter.drawText(
            box, Qt::AlignCenter, (best ? star + QChar(0x2009) : star) + formatNumber(*value, 2));
    else if (best)
        painter.drawText(box, Qt::AlignCenter, star);
}

void HeatMapWidget::paintRings(QPainter& painter, const Geometry&) const
{
    const auto& theme = Theme::current();
    const auto ring = [&](int row, int column, const QColor& colour, double width) {
        const auto box = cellRect(row, column).adjusted(-0.5, -0.5, -0.5, -0.5);
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
        painter.drawRect(box);
    };
    if (m_hovered)
        ring(m_hovered->first, m_hovered->second, theme.text2, 1);
    if (!m_selected)
        return;
    const int row = m_grid.rowOf(m_selected->tap), column = m_grid.columnOf(m_selected->timestep);
    if (row < 0 || column < 0)
        return;
    // A panel-coloured line inside keeps the ring visible on every colour of the scale.
    const auto box = cellRect(row, column).adjusted(1.5, 1.5, -2.5, -2.5);
    painter.setPen(QPen(theme.panel, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(box);
    ring(row, column, theme.text, 2);
    if (hasFocus())
        painter.drawRect(cellRect(row, column).adjusted(-3, -3, 2, 2));
}

void HeatMapWidget::paintLegend(QPainter& painter, const Geometry& g) const
{
    const auto& theme = Theme::current();
    const QFont font = textFont(TextSize::caption);
    const QFontMetricsF metrics(font);
    painter.setFont(font);
    const auto [low, high] = scale();
    const double line = g.legendTop + 14;
    double x = g.left;
    const auto write = [&](const QString& words, const QColor& ink) {
        painter.setPen(ink);
        const double width = metrics.horizontalAdvance(words);
        painter.drawText(QRectF(x, line - 12, width + 2, 24), Qt::AlignLeft | Qt::AlignVCenter, words);
        x += width;
    };
    write(formatNumber(low, low == 0 ? 0 : 2), theme.text2);
    x += 6;
    constexpr int barWidth = 150;
    for (int i = 0; i < barWidth; ++i)
        painter.fillRect(QRectF(x + i, line - 5, 1, 10), colourOf(low + (high - low) * i / (barWidth - 1.0)));
    x += barWidth + 6;
    write(formatNumber(high, 2), theme.text2);
    x += 14;
    const QString meaning = figureMeaning(m_figure);
    double room = width() - x;
    write(metrics.elidedText(meaning, Qt::ElideRight, std::max(0.0, room)), theme.text2);
    paintKeys(painter, g, x + 20, line);
}

void HeatMapWidget::paintKeys(QPainter& painter, const Geometry& g, double x, double line) const
{
    const auto& theme = Theme::current();
    const QFontMetricsF metrics(painter.font());
    const int missing = m_grid.count(HeatState::notComputed);
    const QString best = QString(QChar(0x2605)) + " " + Words::tr("recommended"),
                  chosen = Words::tr("selected");
    const QString open = missing > 0 ? Words::tr("%1 not computed").arg(formatCount(missing)) : QString();
    const double wanted = metrics.horizontalAdvance(best + chosen + open) + 2 * 26 + 2 * 18;
    if (x + wanted > width()) {
        x = g.left;
        line += 22;
    }
    const auto write = [&](const QString& words) {
        painter.setPen(theme.text2);
        const double room = metrics.horizontalAdvance(words);
        painter.drawText(QRectF(x, line - 12, room + 2, 24), Qt::AlignLeft | Qt::AlignVCenter, words);
        x += room + 18;
    };
    write(best);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.text, 2));
    painter.drawRect(QRectF(x + 1, line - 5, 18, 10));
    x += 26;
    write(chosen);
    if (missing > 0) {
        hatch(painter, QRectF(x, line - 6, 20, 12));
        x += 26;
        write(open);
    }
}

} // namespace minamo
