#pragma once
#include "photos/PhotoCuts.h"

#include <QImage>
#include <QWidget>
#include <vector>

namespace minamo {

/// A photo on which the region of interest is drawn: a drag on the photo draws it anew, its inside moves it,
/// its edges and handles resize it; arrow keys nudge it (Shift: the lower right corner, Ctrl: finely), Delete
/// takes the whole photo. In steps of 0.1 % of the photo, as the option "roi" writes it.
class RegionEditor : public QWidget {
    Q_OBJECT

public:
    explicit RegionEditor(QWidget* parent = nullptr);
    /// Null: an empty well with `words` in it.
    void setPhoto(const QImage& photo, const QString& words = {});
    void setRegion(const Cut& region); ///< says nothing
    const Cut& region() const { return m_region; }
    /// Drawn over the region, in fractions of the photo.
    void setTiles(std::vector<Cut> tiles);
    /// Where the photo is painted, and where the region is.
    QRectF photoRect() const;
    QRectF regionRect() const;
    QSize sizeHint() const override { return { 640, 480 }; }
    QSize minimumSizeHint() const override { return { 240, 180 }; }

Q_SIGNALS:
    void regionChanged(); ///< by the user

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    /// What a press takes hold of; edges add up to corners.
    enum Grip { none = 0, left = 1, right = 2, top = 4, bottom = 8, inside = 16, fresh = 32 };
    int gripAt(QPointF place) const;
    void drag(QPointF place);
    void change(Cut region);
    void nudge(int key, Qt::KeyboardModifiers modifiers);
    QPointF onPhoto(QPointF place) const; ///< in fractions, inside the photo
    QRectF rectOf(const Cut& cut) const;
    void paintRegion(QPainter& painter) const;

    QImage m_photo;
    QString m_words;
    Cut m_region, m_before;
    std::vector<Cut> m_tiles;
    QPointF m_pressed; ///< in fractions
    int m_grip = none;
    bool m_ring = false; ///< focused by the keyboard
};

} // namespace minamo
