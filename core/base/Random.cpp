#include "base/Random.h"

#include <cmath>
#include <numbers>

namespace minamo {

std::array<std::uint32_t, 4> CounterRandom::block(std::uint64_t key, std::uint64_t stream, std::uint64_t index)
{
    std::array<std::uint32_t, 4> c { static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(index >> 32),
        static_cast<std::uint32_t>(stream), static_cast<std::uint32_t>(stream >> 32) };
    auto k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
    for (int round = 0; round < 10; ++round) {
        const std::uint64_t p0 = 0xD2511F53ull * c[0], p1 = 0xCD9E8D57ull * c[2];
        c = { static_cast<std::uint32_t>(p1 >> 32) ^ c[1] ^ k0, static_cast<std::uint32_t>(p1),
            static_cast<std::uint32_t>(p0 >> 32) ^ c[3] ^ k1, static_cast<std::uint32_t>(p0) };
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c;
}

std::uint32_t CounterRandom::operator()()
{
    if (m_left == 0) {
        m_buffer = block(m_key, m_stream, m_index++);
        m_left = 4;
    }
    return m_buffer[static_cast<std::size_t>(4 - m_left--)];
}

double CounterRandom::uniform()
{
    const std::uint64_t high = operator()() >> 5, low = operator()() >> 6;
    return static_cast<double>(high * 67108864ull + low) / 9007199254740992.0;
}

double CounterRandom::normal()
{
    if (m_hasSpare) {
        m_hasSpare = false;
        return m_spare;
    }
    const double radius = std::sqrt(-2 * std::log(1 - uniform())), angle = 2 * std::numbers::pi * uniform();
    m_spare = radius * std::sin(angle);
    m_hasSpare = true;
    return radius * std::cos(angle);
}

std::uint32_t CounterRandom::below(std::uint32_t count)
{
    return static_cast<std::uint32_t>((static_cast<std::uint64_t>(operator()()) * count) >> 32);
}

void fillNormal(std::span<float> out, std::uint64_t key, std::uint64_t stream)
{
    constexpr float unit = 1.0f / 4294967296.0f;
    for (std::size_t i = 0; i < out.size(); i += 4) {
        const auto bits = CounterRandom::block(key, stream, i / 4);
        for (std::size_t pair = 0; pair < 4; pair += 2) {
            const float u = (static_cast<float>(bits[pair]) + 0.5f) * unit; // never 0
            const float radius = std::sqrt(-2.0f * std::log(std::fmin(u, 0.99999994f)));
            const float angle = 2.0f * std::numbers::pi_v<float> * (static_cast<float>(bits[pair + 1]) * unit);
            if (i + pair < out.size())
                out[i + pair] = radius * std::cos(angle);
            if (i + pair + 1 < out.size())
                out[i + pair + 1] = radius * std::sin(angle);
        }
    }
}

std::uint64_t mixKeys(std::uint64_t a, std::uint64_t b)
{
    const auto bits = CounterRandom::block(a, b, 0x4d696e616d6full);
    return (static_cast<std::uint64_t>(bits[1]) << 32) | bits[0];
}

} // namespace minamo
