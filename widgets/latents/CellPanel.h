#pragma once
#include "heatmap/HeatGrid.h"
#include "project/Project.h"
#include "theme/Controls.h"
#include "theme/Tag.h"

namespace minamo {

class RowCurve;

/// Name, position of a value between 0 and 1, the value: the figures of one cell under each other.
class FigureRows : public QWidget {
    Q_OBJECT

public:
    explicit FigureRows(QWidget* parent = nullptr);
    void setCell(const HeatGrid& grid, const CellId& cell);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    struct Row {
        QString name;
        double value = 0;
    };
    QList<Row> m_rows;
    double nameWidth() const;
};

/// The selected cell: name, seal, why it is recommended, figures, the curve along its layer, and the way to
/// its map.
class CellPanel : public QWidget {
    Q_OBJECT

public:
    explicit CellPanel(QWidget* parent = nullptr);
    /// `chosen`: the cell the project uses now, with its reason.
    void setCell(const HeatGrid& grid, const std::optional<CellId>& cell, const std::string& figure,
        const std::optional<CellChoice>& chosen);
    void setBusy(bool busy);

Q_SIGNALS:
    void mapAsked();

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeReason();
    void retranslate();
    void showCell();

    HeatGrid m_grid;
    std::optional<CellId> m_cell;
    std::optional<CellChoice> m_chosen;
    std::string m_figure;
    bool m_busy = false;

    TextLabel* m_name;
    TextLabel* m_timestep;
    Seal* m_seal;
    TextLabel* m_facts;
    QWidget* m_reason;
    IconLabel* m_reasonIcon;
    TextLabel* m_reasonTitle;
    TextLabel* m_reasonText;
    FigureRows* m_figures;
    TextLabel* m_note;
    TextLabel* m_curveTitle;
    RowCurve* m_curve;
    Button* m_open;
};

} // namespace minamo
