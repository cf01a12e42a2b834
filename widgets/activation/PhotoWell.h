#pragma once
#include <QImage>
#include <QWidget>

namespace minamo {

/// One photo fitted into a well.
class PhotoWell : public QWidget {
    Q_OBJECT

public:
    using QWidget::QWidget;
    void setPhoto(const QImage& photo)
    {
        m_photo = photo;
        update();
    }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QImage m_photo;
};

} // namespace minamo
