#include "photos/ByteReader.h"
#include "photos/PhotoHeader.h"

namespace minamo {
namespace {

/// Walks the segments of a JPEG up to its end marker. libjpeg itself only warns when a file is cut off and
/// fills the rest with grey, so the end is looked for here.
class JpegWalk {
public:
    explicit JpegWalk(const ByteReader& file) : m_file(file) { }

    Result<PhotoHeader> header()
    {
        m_header.format = PhotoFormat::jpeg;
        while (true) {
            const auto marker = nextMarker();
            if (marker == 0)
                return fail("photo.truncated");
            if (marker == 0xd9)
                break;
            if (marker == 0x01 || (marker >= 0xd0 && marker <= 0xd8))
                continue; // markers without a length
            const auto length = m_file.u16(m_at);
            if (length < 2 || !m_file.has(m_at, length))
                return fail(length < 2 && m_file.has(m_at, 2) ? "photo.damaged" : "photo.truncated");
            MINAMO_DO(segment(marker, length));
            m_at += length;
        }
        return m_seen ? Result<PhotoHeader>(m_header) : fail("photo.damaged");
    }

private:
    /// 0 at the end of the file. Also skips entropy-coded data, in which 0xff is followed by 0 or a restart
    /// marker.
    std::uint32_t nextMarker()
    {
        const auto* bytes = reinterpret_cast<const char*>(m_file.bytes().data());
        while (m_at + 1 < m_file.size()) {
            const void* found = std::memchr(bytes + m_at, 0xff, m_file.size() - m_at - 1);
            if (!found)
                break;
            m_at = static_cast<std::size_t>(static_cast<const char*>(found) - bytes) + 1;
            while (m_file.u8(m_at) == 0xff)
                ++m_at;
            const auto marker = m_file.u8(m_at++);
            if (marker != 0)
                return marker;
        }
        return 0;
    }

    Result<void> segment(std::uint32_t marker, std::uint32_t length)
    {
        const bool frame
            = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
        if (frame && !m_seen)
            return this->frame(marker);
        if (marker == 0xe1 && m_file.hasText(m_at + 2, { "Exif\0\0", 6 }))
            m_header.orientation = exifOrientation(m_file.part(m_at + 8, length - 8, false));
        return {};
    }

    Result<void> frame(std::uint32_t marker)
    {
        m_seen = true;
        m_header.bits = static_cast<int>(m_file.u8(m_at + 2));
        m_header.height = m_file.u16(m_at + 3);
        m_header.width = m_file.u16(m_at + 5);
        m_header.channels = static_cast<int>(m_file.u8(m_at + 7));
        if (m_header.bits != 8)
            return fail("photo.unsupported-depth", { { "bits", m_header.bits } });
        const bool progressive = marker == 0xc2 || marker == 0xc6 || marker == 0xca || marker == 0xce;
        if (progressive)
            m_header.coefficientBytes = coefficientBytes();
        return {};
    }

    /// libjpeg keeps all coefficients of a progressive file, 2 bytes each.
    std::int64_t coefficientBytes() const
    {
        std::int64_t largest = 1, sum = 0;
        for (int i = 0; i < m_header.channels; ++i) {
            const auto sampling = m_file.u8(m_at + 9 + 3 * static_cast<std::uint64_t>(i));
            const auto area = static_cast<std::int64_t>((sampling >> 4) * (sampling & 15));
            largest = std::max(largest, area);
            sum += area;
        }
        return 2 * m_header.pixels() * sum / largest;
    }

    const ByteReader& m_file;
    std::size_t m_at = 2;
    PhotoHeader m_header;
    bool m_seen = false;
};

} // namespace

Result<PhotoHeader> readJpegHeader(const ByteReader& file)
{
    return JpegWalk(file).header();
}

} // namespace minamo
