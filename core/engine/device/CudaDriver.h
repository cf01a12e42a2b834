#pragma once
#include <cstdint>
#include <string>

namespace minamo {

/// The few questions that LibTorch's CPU part cannot answer, asked of NVIDIA's driver library opened at run
/// time.
class CudaDriver {
public:
    struct Memory {
        std::int64_t freeBytes = 0, totalBytes = 0;
    };
    static const CudaDriver& instance();
    bool isThere() const { return m_library != nullptr; }
    std::string name(int device) const; ///< "GPU" if the driver does not say
    Memory memory(int device) const; ///< zeros if the driver does not say

private:
    CudaDriver();
    template <class F> F symbol(const char* name) const;
    void* m_library = nullptr;
};

} // namespace minamo
