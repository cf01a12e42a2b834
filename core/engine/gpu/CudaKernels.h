#pragma once
#include <c10/core/Device.h>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace minamo {

/// Our own kernels (KernelSource.h) for one GPU, compiled for it by NVIDIA's run-time compiler when first
/// asked for. Driver and compiler are opened at run time: nothing here needs CUDA to build or to start.
class CudaKernels {
public:
    /// nullptr if there is no compiler or it refuses (problem() says why): LibTorch's own kernels do the
    /// work.
    static const CudaKernels* of(const at::Device& device);
    /// false: as if there were none, for comparisons. Also by MINAMO_GPU_KERNELS=0 in the environment.
    static void allow(bool allowed);
    /// Why the last GPU asked for has no kernels; "" if it has.
    static const std::string& problem();

    struct Shape {
        unsigned gridX = 1, gridY = 1, gridZ = 1, blockX = 1, blockY = 1, sharedBytes = 0;
    };
    /// Queues a kernel on LibTorch's current stream of the device. half: bfloat16, else float. arguments:
    /// addresses of the values, in the kernel's order. Throws c10::Error if the driver refuses.
    void launch(const char* kernel, bool half, const Shape& shape, std::vector<void*> arguments) const;

    ~CudaKernels();

private:
    explicit CudaKernels(const at::Device& device) : m_device(device) { }
    std::string build();
    std::string load(bool half, const std::string& program);

    at::Device m_device;
    void* m_context = nullptr;
    std::vector<void*> m_modules;
    std::map<std::string, void*> m_functions[2]; // by half
};

/// Addresses of values, for a launch.
template <class... A> std::vector<void*> addresses(A&... values)
{
    return { const_cast<void*>(static_cast<const void*>(&values))... };
}

} // namespace minamo
