#pragma once
#include "bridge/InteractiveClient.h"

#include <QDialog>
#include <functional>

namespace minamo {

/// One photo large, beside the window and not in its way; decoded by a process of its own, as everywhere in
/// Minamo by the one decoder. Left / right walk through the order it was opened from.
class PhotoViewer : public QDialog {
    Q_OBJECT

public:
    PhotoViewer(ProjectModel& model, QWidget* parent = nullptr);
    /// `order`: rows that left / right walk through; `caption`: what stands below the photo.
    void open(int row, const QVector<int>& order, std::function<QString(int)> caption);
    int row() const { return m_row; }
    /// The photo as it is shown: a thumbnail until the file is read.
    const QImage& image() const { return m_image; }
    bool isComplete() const { return m_complete; }

Q_SIGNALS:
    void rowChanged(int row);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void showRow(int row);
    void take(int row, const Result<InteractiveAnswer>& answer);
    void step(int by);

    ProjectModel& m_model;
    InteractiveClient* m_client;
    QVector<int> m_order;
    std::function<QString(int)> m_caption;
    QImage m_image;
    QString m_note;
    int m_row = -1;
    bool m_complete = false;
};

} // namespace minamo
