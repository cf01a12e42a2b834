#pragma once
#include <QDir>
#include <QImage>

namespace minamo {

/// A grey photo of a plain class in `folder`/environment/class.
inline bool savePhoto(const QString& file, const QSize& size, int grey = 128)
{
    QImage photo(size, QImage::Format_RGB888);
    photo.fill(QColor(grey, grey, grey));
    return QDir().mkpath(QFileInfo(file).path()) && photo.save(file);
}

/// Two environments with photos of two classes: 3 of 400 x 300 px in "Line 1", 2 of 600 x 200 px in
/// "ライン2".
inline bool savePhotosOfTwoLines(const QString& folder)
{
    const QSize wide(600, 200), usual(400, 300);
    return savePhoto(folder + "/Line 1/OK/a.png", usual) && savePhoto(folder + "/Line 1/OK/b.png", usual, 90)
        && savePhoto(folder + "/Line 1/NG/c.png", usual, 60)
        && savePhoto(folder + QString::fromUtf8("/ライン2/OK/d.png"), wide, 40)
        && savePhoto(folder + QString::fromUtf8("/ライン2/NG/e.png"), wide, 200);
}

} // namespace minamo
