#pragma once
#include "io/Files.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

// Photos made on the spot, for tests of the decoder and of the stages on it.
namespace minamo {

using Bytes = std::vector<unsigned char>;

inline std::span<const std::byte> asBytes(const Bytes& bytes)
{
    return std::as_bytes(std::span(bytes));
}

/// `bgr` in the format of this extension.
inline Bytes encoded(const char* extension, const cv::Mat& bgr, const std::vector<int>& how = {})
{
    Bytes bytes;
    cv::imencode(extension, bgr, bytes, how);
    return bytes;
}

inline Result<void> save(const Path& file, const Bytes& bytes)
{
    std::error_code ignored;
    std::filesystem::create_directories(file.parent_path(), ignored);
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    if (!out.write(reinterpret_cast<const char*>(bytes.data()), std::ssize(bytes)))
        return fail("file.cannot-write", { { "path", file.string() } });
    return {};
}

/// 40 x 20 px: red above left, green above right, blue below left, grey below right.
inline cv::Mat fourFields(int width = 40, int height = 20)
{
    cv::Mat bgr(height, width, CV_8UC3, cv::Scalar(128, 128, 128));
    bgr(cv::Rect(0, 0, width / 2, height / 2)).setTo(cv::Scalar(0, 0, 255));
    bgr(cv::Rect(width / 2, 0, width / 2, height / 2)).setTo(cv::Scalar(0, 255, 0));
    bgr(cv::Rect(0, height / 2, width / 2, height / 2)).setTo(cv::Scalar(255, 0, 0));
    return bgr;
}

/// A photo that no other number gives.
inline cv::Mat numbered(int number, int side = 32)
{
    cv::Mat bgr(side, side, CV_8UC3, cv::Scalar(40 + number % 150, 90, 200 - number % 120));
    bgr(cv::Rect(number % side, 0, 1, side)).setTo(cv::Scalar(255, number % 256, 0));
    return bgr;
}

/// The EXIF block of one tag: orientation.
inline Bytes orientationBlock(int orientation, bool littleEndian)
{
    const auto value = static_cast<unsigned char>(orientation);
    return littleEndian
        ? Bytes { 'I', 'I', 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, value, 0, 0, 0, 0, 0, 0, 0 }
        : Bytes { 'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0 };
}

/// The JPEG with an EXIF segment behind its first marker.
inline Bytes withOrientation(const Bytes& jpeg, int orientation, bool littleEndian)
{
    const Bytes block = orientationBlock(orientation, littleEndian);
    const auto length = static_cast<unsigned>(block.size() + 8);
    Bytes out { 0xff, 0xd8, 0xff, 0xe1, static_cast<unsigned char>(length >> 8),
        static_cast<unsigned char>(length), 'E', 'x', 'i', 'f', 0, 0 };
    out.insert(out.end(), block.begin(), block.end());
    out.insert(out.end(), jpeg.begin() + 2, jpeg.end());
    return out;
}

/// An uncompressed TIFF written by hand, so that every tag is known. Samples are 8 or 16 bit, interleaved.
struct TiffWriter {
    unsigned width = 0, height = 0, channels = 1, bits = 8, orientation = 1, extraSamples = 0;

    Bytes write(const Bytes& samples) const
    {
        Bytes out { 'I', 'I', 42, 0 };
        const auto u16 = [&out](unsigned v) {
            out.push_back(static_cast<unsigned char>(v)), out.push_back(static_cast<unsigned char>(v >> 8));
        };
        const auto u32 = [&u16](unsigned v) { u16(v & 0xffff), u16(v >> 16); };
        const auto data = 16u;
        u32(data + static_cast<unsigned>(samples.size() + samples.size() % 2));
        for (unsigned i = 0; i < 4; ++i)
            u16(bits);
        out.insert(out.end(), samples.begin(), samples.end());
        out.resize(out.size() + samples.size() % 2);
        const auto tag = [&](unsigned id, unsigned type, unsigned count, unsigned value) {
            u16(id), u16(type), u32(count), u32(value);
        };
        u16(extraSamples ? 12 : 11);
        tag(256, 4, 1, width);
        tag(257, 4, 1, height);
        // More than two bit depths do not fit into the entry; they stand at byte 8.
        tag(258, 3, channels, channels > 2 ? 8 : bits);
        tag(259, 3, 1, 1);
        tag(262, 3, 1, channels > 2 ? 2 : 1);
        tag(273, 4, 1, data);
        tag(274, 3, 1, orientation);
        tag(277, 3, 1, channels);
        tag(278, 4, 1, height);
        tag(279, 4, 1, static_cast<unsigned>(samples.size()));
        tag(284, 3, 1, 1);
        if (extraSamples)
            tag(338, 3, 1, extraSamples);
        u32(0);
        return out;
    }
};

/// A grey JPEG of mid-grey above and lighter below, bit by bit with the tables of OpenCV's own encoder: of
/// any size in a few hundred milliseconds and megabytes. Sides must be multiples of 8.
class GiantJpeg {
public:
    static Bytes make(unsigned width, unsigned height)
    {
        const Bytes small = encoded(".jpg", cv::Mat(8, 8, CV_8U, cv::Scalar(128)));
        GiantJpeg giant;
        giant.header(small, width, height);
        const std::size_t blocks = std::size_t { width / 8 } * (height / 8);
        for (std::size_t i = 0; i < blocks; ++i) {
            if (i == blocks / 2)
                giant.bits(0b1110111111, 10); // DC difference of category 6: + 63
            else
                giant.bits(0b00, 2); // DC difference 0
            giant.bits(0b1010, 4); // end of block
        }
        giant.bits(0x7f, 7);
        giant.m_out.insert(giant.m_out.end(), { 0xff, 0xd9 });
        return std::move(giant.m_out);
    }

private:
    void header(const Bytes& small, unsigned width, unsigned height)
    {
        const auto find = [&small](unsigned char marker) {
            std::size_t at = 0;
            while (small[at] != 0xff || small[at + 1] != marker)
                ++at;
            return at;
        };
        const auto scan = find(0xda), frame = find(0xc0);
        m_out.assign(small.begin(), small.begin() + static_cast<std::ptrdiff_t>(scan + 2 + small[scan + 3]));
        m_out[frame + 5] = static_cast<unsigned char>(height >> 8);
        m_out[frame + 6] = static_cast<unsigned char>(height);
        m_out[frame + 7] = static_cast<unsigned char>(width >> 8);
        m_out[frame + 8] = static_cast<unsigned char>(width);
    }
    void bits(unsigned value, int count)
    {
        m_bits = m_bits << count | value;
        m_count += count;
        for (; m_count >= 8; m_count -= 8) {
            const auto byte = static_cast<unsigned char>(m_bits >> (m_count - 8));
            m_out.push_back(byte);
            if (byte == 0xff)
                m_out.push_back(0);
        }
    }
    Bytes m_out;
    std::uint64_t m_bits = 0;
    int m_count = 0;
};

} // namespace minamo
