#pragma once
#include <QAbstractScrollArea>

class QPainter;

namespace minamo {

class PhotoTable;
class ProjectModel;

/// The same photos as pictures. Lays out by arithmetic and paints what is in view, so a million photos cost
/// nothing.
class PhotoGrid : public QAbstractScrollArea {
    Q_OBJECT

public:
    PhotoGrid(PhotoTable& table, ProjectModel& model, QWidget* parent = nullptr);
    int current() const { return m_current; }
    void setCurrent(int row);
    /// True when all photos in view are painted.
    bool isComplete() const;

Q_SIGNALS:
    void currentChanged(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    int columns() const;
    QRect cell(int row) const;
    int rowAt(QPoint point) const;
    void updateRange();
    void paintCell(QPainter& painter, int row) const;

    PhotoTable& m_table;
    ProjectModel& m_model;
    int m_current = -1;
};

} // namespace minamo
