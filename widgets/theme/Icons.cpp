#include "theme/Icons.h"

#include "theme/Theme.h"

#include <QDir>
#include <QFile>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

namespace minamo {

namespace {

QByteArray svgOf(const QString& name, const QColor& color)
{
    QFile file(":/icons/" + name + ".svg");
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return file.readAll().replace("currentColor", color.name().toLatin1());
}

/// Looks the colour up when it is painted, so that a switch of theme needs no new icons.
class ThemeIconEngine : public QIconEngine {
public:
    ThemeIconEngine(QString name, QColor color) : m_name(std::move(name)), m_color(color) { }

    QIconEngine* clone() const override { return new ThemeIconEngine(m_name, m_color); }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        return iconPixmap(m_name, qMin(size.width(), size.height()), colorOf(mode, state), 1);
    }
    QPixmap scaledPixmap(const QSize& size, QIcon::Mode mode, QIcon::State state, qreal scale) override
    {
        return iconPixmap(
            m_name, qRound(qMin(size.width(), size.height()) / scale), colorOf(mode, state), scale);
    }
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const int side = qMin(rect.width(), rect.height());
        const auto pixmap
            = iconPixmap(m_name, side, colorOf(mode, state), painter->device()->devicePixelRatioF());
        painter->drawPixmap(
            rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, pixmap);
    }

private:
    QColor colorOf(QIcon::Mode mode, QIcon::State state) const
    {
        const Theme& theme = Theme::current();
        if (mode == QIcon::Disabled)
            return theme.text3;
        if (m_color.isValid())
            return m_color;
        return state == QIcon::On ? theme.accent : theme.text2;
    }

    QString m_name;
    QColor m_color;
};

} // namespace

QIcon icon(const QString& name)
{
    return QIcon(new ThemeIconEngine(name, {}));
}
QIcon icon(const QString& name, const QColor& color)
{
    return QIcon(new ThemeIconEngine(name, color));
}

QPixmap iconPixmap(const QString& name, int size, const QColor& color, double devicePixelRatio)
{
    const QString key
        = QString("minamo/%1/%2/%3/%4").arg(name).arg(size).arg(color.rgba()).arg(devicePixelRatio);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    const int pixels = qMax(1, qRound(size * devicePixelRatio));
    pixmap = QPixmap(pixels, pixels);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    QSvgRenderer(svgOf(name, color)).render(&painter, QRectF(0, 0, pixels, pixels));
    painter.end();
    pixmap.setDevicePixelRatio(devicePixelRatio);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

QStringList iconNames()
{
    auto names = QDir(":/icons").entryList({ "*.svg" }, QDir::Files, QDir::Name);
    for (auto& name : names)
        name.chop(4);
    return names;
}

} // namespace minamo
