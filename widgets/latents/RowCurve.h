#pragma once
#include "heatmap/HeatGrid.h"

#include <QWidget>

namespace minamo {

/// "Look along this layer": the chosen figure (solid accent) and the class NMI (dashed grey) over the
/// timesteps of one row, with a dot at the selected cell and direct labels.
class RowCurve : public QWidget {
    Q_OBJECT

public:
    explicit RowCurve(QWidget* parent = nullptr);
    void setRow(const HeatGrid& grid, const CellId& cell, const std::string& figure);
    QSize sizeHint() const override { return { 320, 130 }; }
    QSize minimumSizeHint() const override { return { 160, 110 }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Curve {
        QString name;
        QList<QPointF> points; ///< timestep, value
        bool main = false;
    };
    void addCurve(const HeatGrid& grid, int row, const std::string& figure, const QString& name, bool main);
    QList<Curve> m_curves;
    int m_timestep = 0;
    double m_first = 0, m_last = 1, m_low = 0, m_high = 1;
};

} // namespace minamo
