#pragma once
#include <QWidget>
#include <vector>

class QPainter;

namespace minamo {

/// One live chart: plain classifier dashed grey, augmented one solid accent, the raw line at 35 % behind the
/// smoothed one, name and value written at the end of each line.
class CurveChart : public QWidget {
    Q_OBJECT

public:
    struct Line {
        QString name;
        bool augmented = false;
        std::vector<double> steps, values;
    };
    enum class Unit { number, percent };
    explicit CurveChart(Unit unit, QWidget* parent = nullptr);
    void setTitle(const QString& title, const QString& context);
    /// `lastStep`: where the horizontal axis ends.
    void setLines(const std::vector<Line>& lines, double lastStep);
    const std::vector<Line>& lines() const { return m_lines; }
    /// Where a value of the chart is, px.
    QPointF at(double step, double value) const;
    QSize sizeHint() const override { return { 380, 230 }; }
    QSize minimumSizeHint() const override { return { 240, 150 }; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QRectF plot() const;
    QString format(double value) const;
    double labelRoom() const;
    void paintAxes(QPainter& painter) const;
    void paintLine(QPainter& painter, const Line& line) const;
    void paintLabels(QPainter& painter) const;

    Unit m_unit;
    QString m_title, m_context;
    std::vector<Line> m_lines;
    double m_lastStep = 1, m_low = 0, m_high = 1, m_tick = 0.2;
};

} // namespace minamo
