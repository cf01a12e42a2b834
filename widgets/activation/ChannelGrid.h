#pragma once
#include "activation/ActivationFeed.h"

#include <QWidget>

namespace minamo {

/// The channels of the chosen tap that vary most over the photo, as maps in the sequential scale, each over
/// its own range. Which ones they are does not change with the timestep.
class ChannelGrid : public QWidget {
    Q_OBJECT

public:
    explicit ChannelGrid(ActivationFeed& feed, QWidget* parent = nullptr);
    QSize sizeHint() const override { return { 400, 230 }; }
    QSize minimumSizeHint() const override { return { 200, 150 }; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Grid {
        int columns = 1, shown = 0;
        double side = 8;
    };
    Grid grid(int count) const;
    QRectF tile(const Grid& grid, int i) const;

    ActivationFeed& m_feed;
};

} // namespace minamo
