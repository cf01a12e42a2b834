#pragma once
#include <array>
#include <cstdint>
#include <span>

namespace minamo {

/// Counter-based random numbers (Philox 4x32-10, Salmon et al. 2011). The value depends on key, stream and position
/// alone, never on batch size, order or thread count: the same photo gets the same noise everywhere.
class CounterRandom {
public:
    using result_type = std::uint32_t;
    explicit CounterRandom(std::uint64_t key, std::uint64_t stream = 0) : m_key(key), m_stream(stream) { }

    /// One 32-bit number; also makes this class a standard UniformRandomBitGenerator.
    std::uint32_t operator()();
    static constexpr std::uint32_t min() { return 0; }
    static constexpr std::uint32_t max() { return 0xffffffffu; }

    double uniform();                                 ///< in [0, 1)
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    double normal();                                  ///< N(0, 1), Box-Muller
    std::uint32_t below(std::uint32_t count);         ///< in [0, count), count > 0

    /// The four numbers at block `index` of (key, stream).
    static std::array<std::uint32_t, 4> block(std::uint64_t key, std::uint64_t stream, std::uint64_t index);

private:
    std::uint64_t m_key, m_stream, m_index = 0;
    std::array<std::uint32_t, 4> m_buffer {};
    int m_left = 0;
    double m_spare = 0;
    bool m_hasSpare = false;
};

/// Fills `out` with N(0, 1) keyed on (key, stream), in float: element i is the same whatever the length of `out`.
void fillNormal(std::span<float> out, std::uint64_t key, std::uint64_t stream);
/// Mixes two numbers into a key (for seeds of sub-tasks).
std::uint64_t mixKeys(std::uint64_t a, std::uint64_t b);

} // namespace minamo
