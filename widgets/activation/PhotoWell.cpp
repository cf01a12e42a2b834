#include "PhotoWell.h"

#include "map/HoverCard.h"

#include <QPainter>

namespace minamo {

void PhotoWell::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintPhoto(painter, rect(), m_photo);
}

} // namespace minamo
