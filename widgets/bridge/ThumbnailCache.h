#pragma once
#include "bridge/Background.h"
#include "data/ThumbnailPack.h"

#include <QCache>
#include <QImage>
#include <QObject>
#include <QSet>

namespace minamo {

/// Thumbnails of the open project, decoded in the background when first asked for.
class ThumbnailCache : public QObject {
    Q_OBJECT

public:
    explicit ThumbnailCache(Background& background, QObject* parent = nullptr);
    /// The thumbnail of a row, or a null image: then it is on its way and thumbnailReady(row) follows.
    /// Longest side 160 px; paint it fitted into a well, never cropped.
    QImage thumbnail(int row);
    bool isPending() const { return !m_pending.isEmpty(); }
    void setPack(std::shared_ptr<const ThumbnailPack> pack);

Q_SIGNALS:
    void thumbnailReady(int row);

private:
    Background& m_background;
    std::shared_ptr<const ThumbnailPack> m_pack;
    QCache<int, QImage> m_images;
    QSet<int> m_pending;
    int m_generation = 0;
};

} // namespace minamo
