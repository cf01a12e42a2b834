#pragma once
#include "activation/ActivationFeed.h"

#include <QWidget>

namespace minamo {

/// One photo over the timesteps: noised input, predicted clean photo, energy and principal colours under each
/// other, a column per timestep, and a scrubber above them.
class ActivationStrip : public QWidget {
    Q_OBJECT

public:
    explicit ActivationStrip(ActivationFeed& feed, QWidget* parent = nullptr);
    QSize sizeHint() const override { return { 700, 250 }; }
    QSize minimumSizeHint() const override { return { 420, 190 }; }
    /// Where a column's picture is, px; row 0 = noised input ... 3 = principal colours.
    QRectF tile(int column, int row) const;

Q_SIGNALS:
    void timestepChosen(int timestep);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    double step() const; ///< px from column to column
    void choose(double x);
    void paintAxis(QPainter& painter) const;
    void paintRow(QPainter& painter, int row, const QString& name) const;
    QImage imageOf(const ActivationPicture& picture, int row, std::pair<float, float> energy) const;

    ActivationFeed& m_feed;
};

} // namespace minamo
