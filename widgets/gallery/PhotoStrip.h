#pragma once
#include <QAbstractScrollArea>
#include <QPointer>
#include <QVector>
#include <functional>

namespace minamo {

class SelectionModel;
class ThumbnailCache;

/// Photos of some rows as wells in lines: glyph and class below each. Paints only what is in view, so a
/// million rows cost nothing. Click = current, double-click = large view, arrow keys move.
class PhotoStrip : public QAbstractScrollArea {
    Q_OBJECT

public:
    explicit PhotoStrip(QWidget* parent = nullptr);
    void setThumbnails(ThumbnailCache* thumbnails);
    void setSelection(SelectionModel* selection);
    /// Rows of the data set in the order they are shown.
    void setRows(const QVector<int>& rows);
    const QVector<int>& rows() const { return m_rows; }
    /// Caption and glyph slot (-1 = none) of a row.
    void setCaption(std::function<QPair<QString, int>(int)> caption) { m_caption = std::move(caption); }
    QRect itemRect(int index) const; ///< on the viewport
    bool isComplete() const; ///< all photos in view are painted
    QSize sizeHint() const override { return { 400, 130 }; }
    QSize minimumSizeHint() const override { return { 120, 116 }; }

Q_SIGNALS:
    void opened(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    int columns() const;
    int indexAt(const QPoint& place) const;
    void updateRange();
    void reveal(int row);
    void paintItem(QPainter& painter, int index) const;
    std::pair<int, int> inView() const; ///< first and last index

    QPointer<ThumbnailCache> m_thumbnails;
    QPointer<SelectionModel> m_selection;
    std::function<QPair<QString, int>(int)> m_caption;
    QVector<int> m_rows;
};

} // namespace minamo
