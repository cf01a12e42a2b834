#pragma once
#include "base/Result.h"

#include <ATen/core/Tensor.h>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minamo {

/// Why a GPU can or cannot be used.
enum class CudaState {
    ready, ///< at least one GPU
    noDriver, ///< libcuda.so.1 cannot be opened
    noLibrary, ///< a driver is there, LibTorch's CUDA part (libtorch_cuda.so and its companions) is not
    noDevice ///< both are there, but no GPU is visible
};

/// Opens LibTorch's CUDA part once, if there is a driver. Must come before any other CUDA call of the process
/// (LibTorch remembers "no CUDA" otherwise); everything in this header calls it first.
CudaState openCuda();
/// What the loader said when the CUDA part could not be opened; "" otherwise. For `doctor` and logs.
const std::string& cudaProblem();

/// "auto" (a GPU if there is one), "cpu", "cuda", "cuda:0" ...
/// Errors: "device.unknown", ".no-driver", ".no-library", ".no-gpu" {device}; ".no-such-gpu" {device, count}.
Result<at::Device> chooseDevice(std::string_view wanted);

struct DeviceInfo {
    std::string id; ///< "cpu", "cuda:0"
    std::string name; ///< as the maker calls it
    std::int64_t freeBytes = 0, totalBytes = 0;
};
/// The processor first, then every visible GPU.
std::vector<DeviceInfo> listDevices();
/// Free memory of one device in bytes, 0 if unknown.
std::int64_t freeMemory(const at::Device& device);

/// Results of equal class are equal bit by bit; part of every feature key (decision D4).
std::string deviceClass(const at::Device& device);

/// Threads of LibTorch's CPU kernels; 0 leaves the default (all cores, or OMP_NUM_THREADS).
void useThreads(int count);
int threadCount();

/// Mixed precision for a scope (training). Does nothing on a CPU.
class Autocast {
public:
    explicit Autocast(const at::Device& device, at::ScalarType type = at::kBFloat16);
    ~Autocast();
    Autocast(const Autocast&) = delete;
    Autocast& operator=(const Autocast&) = delete;

private:
    bool m_active = false, m_before = false;
    at::ScalarType m_typeBefore = at::kFloat;
};

} // namespace minamo
