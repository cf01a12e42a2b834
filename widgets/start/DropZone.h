#pragma once
#include "theme/Controls.h"

#include <QWidget>

class QMimeData;

namespace minamo {

/// The dashed frame that takes a folder of photos, with the two ways to begin beside it.
class DropZone : public QWidget {
    Q_OBJECT

public:
    explicit DropZone(QWidget* parent = nullptr);

Q_SIGNALS:
    void folderDropped(const QString& folder);
    void openAsked();
    void sampleAsked();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void retranslate();
    TextLabel* m_title;
    TextLabel* m_text;
    Button* m_open;
    Button* m_sample;
    bool m_over = false;
};

/// The first folder among dragged things; "" if there is none.
QString folderOf(const QMimeData* data);

} // namespace minamo
