#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace minamo {

/// Numbers out of bytes nobody can trust: a place beyond the end reads as 0.
class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes, bool littleEndian = false) :
        m_bytes(bytes), m_little(littleEndian)
    {
    }
    std::size_t size() const { return m_bytes.size(); }
    bool has(std::uint64_t at, std::uint64_t count) const
    {
        return at <= m_bytes.size() && count <= m_bytes.size() - at;
    }
    std::uint32_t u8(std::uint64_t at) const
    {
        return has(at, 1) ? static_cast<std::uint32_t>(m_bytes[at]) : 0;
    }
    std::uint32_t u16(std::uint64_t at) const
    {
        return m_little ? u8(at) | u8(at + 1) << 8 : u8(at) << 8 | u8(at + 1);
    }
    std::uint32_t u32(std::uint64_t at) const
    {
        return m_little ? u16(at) | u16(at + 2) << 16 : u16(at) << 16 | u16(at + 2);
    }
    bool hasText(std::uint64_t at, std::string_view text) const
    {
        return has(at, text.size()) && std::memcmp(m_bytes.data() + at, text.data(), text.size()) == 0;
    }
    /// The part from `at` on, at most `count` bytes of it.
    ByteReader part(std::uint64_t at, std::uint64_t count, bool littleEndian) const
    {
        const auto from = at < m_bytes.size() ? at : m_bytes.size();
        const auto left = m_bytes.size() - from;
        return ByteReader(m_bytes.subspan(from, count < left ? count : left), littleEndian);
    }
    std::span<const std::byte> bytes() const { return m_bytes; }

private:
    std::span<const std::byte> m_bytes;
    bool m_little;
};

} // namespace minamo
