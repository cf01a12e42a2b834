#include "imaging/ByteReader.h"
#include "imaging/PhotoHeader.h"

namespace minamo {
namespace {

/// The first directory of a TIFF (or of an EXIF block, which has the same shape).
class TiffDirectory {
public:
    explicit TiffDirectory(const ByteReader& file) :
        m_file(file.part(0, file.size(), file.hasText(0, "II"))), m_at(m_file.u32(4)),
        m_count(m_file.u16(m_at))
    {
    }
    bool complete() const { return m_count > 0 && m_file.has(m_at, 2 + 12 * std::uint64_t { m_count }); }

    /// How many values the tag has; 0 if it is absent.
    std::uint32_t count(std::uint32_t tag) const
    {
        const auto at = entry(tag);
        return at ? m_file.u32(at + 4) : 0;
    }
    std::uint32_t value(std::uint32_t tag, std::uint32_t index = 0, std::uint32_t absent = 0) const
    {
        const auto at = entry(tag);
        if (!at || index >= m_file.u32(at + 4))
            return absent;
        const auto type = m_file.u16(at + 2);
        const std::uint64_t size = type == 3 ? 2 : type == 4 ? 4 : 1; // SHORT, LONG, BYTE
        const bool inside = size * m_file.u32(at + 4) <= 4;
        const auto place = (inside ? at + 8 : std::uint64_t { m_file.u32(at + 8) }) + size * index;
        return size == 2 ? m_file.u16(place) : size == 4 ? m_file.u32(place) : m_file.u8(place);
    }

private:
    std::uint64_t entry(std::uint32_t tag) const
    {
        for (std::uint32_t i = 0; i < m_count; ++i)
            if (const auto at = m_at + 2 + 12 * std::uint64_t { i }; m_file.u16(at) == tag)
                return at;
        return 0;
    }

    ByteReader m_file;
    std::uint64_t m_at;
    std::uint32_t m_count;
};

/// True if every strip or tile lies inside the file.
bool hasAllData(const TiffDirectory& tags, const ByteReader& file)
{
    const bool tiled = tags.count(324) > 0;
    const std::uint32_t offsets = tiled ? 324 : 273, sizes = tiled ? 325 : 279;
    const auto count = tags.count(offsets);
    if (count == 0 || count > file.size())
        return false;
    for (std::uint32_t i = 0; i < count; ++i)
        if (!file.has(tags.value(offsets, i), tags.value(sizes, i)))
            return false;
    return true;
}

} // namespace

Result<PhotoHeader> readTiffHeader(const ByteReader& file)
{
    const TiffDirectory tags(file);
    if (!tags.complete())
        return fail("photo.truncated");
    PhotoHeader header;
    header.format = PhotoFormat::tiff;
    header.width = tags.value(256);
    header.height = tags.value(257);
    header.bits = static_cast<int>(tags.value(258, 0, 1));
    header.channels = static_cast<int>(tags.value(277, 0, 1));
    header.orientation = static_cast<int>(tags.value(274, 0, 1));
    if (header.bits > 16 || tags.value(339, 0, 1) > 1)
        return fail("photo.unsupported-depth", { { "bits", header.bits } });
    if (!hasAllData(tags, file))
        return fail("photo.truncated");
    return header;
}

int exifOrientation(const ByteReader& exif)
{
    const int orientation = static_cast<int>(TiffDirectory(exif).value(274, 0, 1));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

} // namespace minamo
