#include "photos/ByteReader.h"
#include "photos/PhotoHeader.h"

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

    /// The values of one tag; none if it is absent. Found once, since a crafted file may have millions of
    /// them.
    class Values {
    public:
        Values(const ByteReader& file, std::uint64_t entry) :
            m_file(file), m_type(file.u16(entry + 2)), m_count(entry ? file.u32(entry + 4) : 0),
            m_place(width() * m_count <= 4 ? entry + 8 : std::uint64_t { file.u32(entry + 8) })
        {
        }
        std::uint32_t count() const { return m_count; }
        std::uint32_t at(std::uint32_t index, std::uint32_t absent = 0) const
        {
            if (index >= m_count)
                return absent;
            const auto place = m_place + width() * index;
            return width() == 2 ? m_file.u16(place) : width() == 4 ? m_file.u32(place) : m_file.u8(place);
        }

    private:
        std::uint64_t width() const { return m_type == 3 ? 2 : m_type == 4 ? 4 : 1; } // SHORT, LONG, BYTE
        ByteReader m_file;
        std::uint32_t m_type, m_count;
        std::uint64_t m_place;
    };
    Values values(std::uint32_t tag) const { return Values(m_file, entry(tag)); }
    std::uint32_t value(std::uint32_t tag, std::uint32_t absent = 0) const
    {
        return values(tag).at(0, absent);
    }

private:
    std::uint64_t entry(std::uint32_t tag) const
    {
        for (std::uint64_t at = m_at + 2, i = 0; i < m_count && m_file.has(at, 12); at += 12, ++i)
            if (m_file.u16(at) == tag)
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
    const bool tiled = tags.values(324).count() > 0;
    const auto offsets = tags.values(tiled ? 324 : 273), sizes = tags.values(tiled ? 325 : 279);
    if (offsets.count() == 0 || offsets.count() > file.size())
        return false;
    for (std::uint32_t i = 0; i < offsets.count(); ++i)
        if (!file.has(offsets.at(i), sizes.at(i)))
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
    header.bits = static_cast<int>(tags.value(258, 1));
    header.channels = static_cast<int>(tags.value(277, 1));
    header.orientation = static_cast<int>(tags.value(274, 1));
    if (header.bits > 16 || tags.value(339, 1) > 1)
        return fail("photo.unsupported-depth", { { "bits", header.bits } });
    if (!hasAllData(tags, file))
        return fail("photo.truncated");
    return header;
}

int exifOrientation(const ByteReader& exif)
{
    const int orientation = static_cast<int>(TiffDirectory(exif).value(274, 1));
    return orientation >= 1 && orientation <= 8 ? orientation : 1;
}

} // namespace minamo
