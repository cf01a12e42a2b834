#include "data/PhotoDelegate.h"

#include "theme/Theme.h"

#include <QImage>
#include <QPainter>

namespace minamo {

void paintPhoto(QPainter& painter, const QRect& well, const QImage& image)
{
    painter.fillRect(well, Theme::current().well);
    if (image.isNull())
        return;
    QRect target(QPoint(), image.size().scaled(well.size(), Qt::KeepAspectRatio));
    target.moveCenter(well.center());
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    painter.drawImage(target, image);
}

void PhotoDelegate::paint(
    QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const Theme& theme = Theme::current();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme.accentSoft);
    painter->fillRect(option.rect.x(), option.rect.bottom(), option.rect.width(), 1, theme.line);
    paintPhoto(*painter, option.rect.adjusted(12, 4, -4, -5), index.data(Qt::UserRole).value<QImage>());
}

} // namespace minamo
