#pragma once
#include "HeatGrid.h"

#include <QWidget>

namespace minamo {

/// Words of the figures: name for tabs, and what a high value means, in the language in force.
QString figureName(const std::string& figure);
QString figureMeaning(const std::string& figure);

/// Paints a HeatGrid: numbers where they fit, a star on the recommended cell, a ring around the selected one,
/// hatching where nothing is computed, a dashed frame with a bar where a job is at work; row maxima at the
/// right, scale below.
class HeatMapWidget : public QWidget {
    Q_OBJECT

public:
    explicit HeatMapWidget(QWidget* parent = nullptr);

    void setGrid(const HeatGrid& grid);
    const HeatGrid& grid() const { return m_grid; }
    void setFigure(const std::string& figure);
    const std::string& figure() const { return m_figure; }
    void setNumbersShown(bool shown);
    /// Says nothing (only a user's click or key is a signal).
    void setSelected(const std::optional<CellId>& cell);
    std::optional<CellId> selected() const { return m_selected; }
    QRectF cellRect(int row, int column) const;
    /// True if numbers fit into the cells at the present size.
    bool numbersFit() const;
    /// Background of a cell with this value of the present figure.
    QColor colourOf(double value) const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cellSelected(const QString& tap, int timestep);
    void cellActivated(const QString& tap, int timestep); ///< double-click or Enter

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Geometry {
        double left = 0, top = 0, cellWidth = 0, cellHeight = 0, barLeft = 0, barWidth = 0, legendTop = 0;
        int rows = 0, columns = 0;
    };
    Geometry geometryNow() const;
    double labelWidth() const { return m_labelWidth; }
    void measure(); ///< what every cell of a picture needs: once per picture
    std::optional<std::pair<int, int>> cellAt(QPointF place) const;
    void choose(int row, int column);
    QString toolTipOf(int row, int column) const;
    void paintHeader(QPainter& painter, const Geometry& g) const;
    void paintRow(QPainter& painter, const Geometry& g, int row) const;
    void paintCell(QPainter& painter, const Geometry& g, int row, int column) const;
    void paintRings(QPainter& painter, const Geometry& g) const;
    void paintLegend(QPainter& painter, const Geometry& g) const;
    /// Star, ring and hatching with their words; in a second line if the first is full.
    void paintKeys(QPainter& painter, const Geometry& g, double x, double line) const;
    std::pair<double, double> scale() const;

    HeatGrid m_grid;
    double m_labelWidth = 72;
    std::pair<double, double> m_range;
    std::string m_figure = "styleNmi";
    bool m_numbers = true;
    std::optional<CellId> m_selected;
    std::optional<std::pair<int, int>> m_hovered;
};

} // namespace minamo
