#include "data/ThumbnailPack.h"

#include "base/Assert.h"
#include "data/TextColumn.h"

namespace minamo {

Result<ThumbnailPack> ThumbnailPack::open(const Path& artifactFolder)
{
    ThumbnailPack pack;
    MINAMO_TRY(pack.m_file, SafetensorsFile::open(artifactFolder / "thumbnails.safetensors"));
    MINAMO_TRY(const JoinedBytes joined, readJoinedBytes(pack.m_file, ""));
    pack.m_count = joined.count();
    return pack;
}

std::span<const std::byte> ThumbnailPack::jpeg(std::size_t row) const
{
    MINAMO_ASSERT(row < m_count);
    const auto* offsets = m_file.find("offsets")->data<std::uint64_t>();
    return m_file.find("bytes")->bytes.subspan(offsets[row], offsets[row + 1] - offsets[row]);
}

} // namespace minamo
