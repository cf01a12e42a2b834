#include "bridge/ThumbnailCache.h"

namespace minamo {

namespace {
constexpr int cacheKilobytes = 96 * 1024;
}

ThumbnailCache::ThumbnailCache(Background& background, QObject* parent) :
    QObject(parent), m_background(background), m_images(cacheKilobytes)
{
}

void ThumbnailCache::setPack(std::shared_ptr<const ThumbnailPack> pack)
{
    m_pack = std::move(pack);
    m_images.clear();
    m_pending.clear();
    ++m_generation;
}

QImage ThumbnailCache::thumbnail(int row)
{
    if (const QImage* image = m_images.object(row))
        return *image;
    if (!m_pack || row < 0 || static_cast<std::size_t>(row) >= m_pack->count() || m_pending.contains(row))
        return {};
    m_pending.insert(row);
    const auto decode = [pack = m_pack, row] {
        const auto jpeg = pack->jpeg(static_cast<std::size_t>(row));
        return QImage::fromData(
            reinterpret_cast<const uchar*>(jpeg.data()), static_cast<int>(jpeg.size()), "JPG");
    };
    m_background.run(this, decode, [this, row, generation = m_generation](QImage image) {
        if (generation != m_generation)
            return;
        m_pending.remove(row);
        const auto cost = qMax<qsizetype>(1, image.sizeInBytes() / 1024);
        m_images.insert(row, new QImage(std::move(image)), static_cast<int>(cost));
        Q_EMIT thumbnailReady(row);
    });
    return {};
}

} // namespace minamo
