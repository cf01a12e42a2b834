#pragma once
#include <QStyledItemDelegate>

namespace minamo {

/// Paints the thumbnail column of the photo table: fitted into a well, never cropped.
class PhotoDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(
        QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Paints a photo fitted into a well; an empty well while it is on its way.
void paintPhoto(QPainter& painter, const QRect& well, const QImage& image);

} // namespace minamo
