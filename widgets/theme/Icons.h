#pragma once
#include <QColor>
#include <QIcon>
#include <QPixmap>
#include <QString>

namespace minamo {

/// An icon of the own set (resources/icons/<name>.svg) in the colour of the theme in force: text2, text3 when
/// disabled, accent when on. Follows a switch of theme by itself.
QIcon icon(const QString& name);
/// The same in one colour.
QIcon icon(const QString& name, const QColor& color);
/// One icon as pixels, for painters. `size` in device-independent px.
QPixmap iconPixmap(const QString& name, int size, const QColor& color, double devicePixelRatio);
/// Names of all icons there are.
QStringList iconNames();

} // namespace minamo
