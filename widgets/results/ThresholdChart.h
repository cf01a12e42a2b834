#pragma once
#include "evaluation/Evaluation.h"

#include <QWidget>

namespace minamo {

/// Over-reject (solid) and miss (dashed) of the classifier "after" over the threshold, with the threshold as
/// a line that is dragged or moved by arrow keys, and the band that goes to a person.
class ThresholdChart : public QWidget {
    Q_OBJECT

public:
    explicit ThresholdChart(QWidget* parent = nullptr);
    void setCurve(std::vector<ThresholdPoint> curve);
    void setThreshold(double threshold, const ReviewBand& band);
    double threshold() const { return m_threshold; }
    double xOf(double threshold) const; ///< px
    QSize sizeHint() const override { return { 320, 150 }; }
    QSize minimumSizeHint() const override { return { 220, 130 }; }

Q_SIGNALS:
    void moved(double threshold); ///< while it is dragged
    void released(); ///< the drag or key press is over

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    QRectF plot() const;
    double yOf(double share) const;
    void moveTo(double threshold);
    void paintCurve(QPainter& painter, bool miss) const;
    void paintThreshold(QPainter& painter) const;

    std::vector<ThresholdPoint> m_curve;
    double m_threshold = 0.5, m_most = 1;
    ReviewBand m_band;
};

} // namespace minamo
