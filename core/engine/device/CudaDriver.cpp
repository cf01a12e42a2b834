#include "engine/device/CudaDriver.h"

#include <array>
#include <cstddef>
#include <dlfcn.h>

namespace minamo {
namespace {
using Handle = int; // CUdevice
using Context = void*; // CUcontext
constexpr int success = 0; // CUDA_SUCCESS
} // namespace

const CudaDriver& CudaDriver::instance()
{
    static const CudaDriver driver;
    return driver;
}

CudaDriver::CudaDriver() : m_library(::dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL))
{
    if (!m_library)
        return;
    const auto init = symbol<int (*)(unsigned)>("cuInit");
    if (!init || init(0) != success)
        m_library = nullptr;
}

template <class F> F CudaDriver::symbol(const char* name) const
{
    return m_library ? reinterpret_cast<F>(::dlsym(m_library, name)) : nullptr;
}

std::string CudaDriver::name(int device) const
{
    const auto get = symbol<int (*)(Handle*, int)>("cuDeviceGet");
    const auto getName = symbol<int (*)(char*, int, Handle)>("cuDeviceGetName");
    Handle handle = 0;
    std::array<char, 256> text {};
    if (!get || !getName || get(&handle, device) != success
        || getName(text.data(), static_cast<int>(text.size()) - 1, handle) != success)
        return "GPU";
    return text.data();
}

CudaDriver::Memory CudaDriver::memory(int device) const
{
    const auto get = symbol<int (*)(Handle*, int)>("cuDeviceGet");
    const auto retain = symbol<int (*)(Context*, Handle)>("cuDevicePrimaryCtxRetain");
    const auto release = symbol<int (*)(Handle)>("cuDevicePrimaryCtxRelease_v2");
    const auto push = symbol<int (*)(Context)>("cuCtxPushCurrent_v2");
    const auto pop = symbol<int (*)(Context*)>("cuCtxPopCurrent_v2");
    const auto info = symbol<int (*)(std::size_t*, std::size_t*)>("cuMemGetInfo_v2");
    Handle handle = 0;
    Context context = nullptr;
    if (!get || !retain || !release || !push || !pop || !info || get(&handle, device) != success
        || retain(&context, handle) != success)
        return {};
    std::size_t freeBytes = 0, totalBytes = 0;
    if (push(context) == success) {
        info(&freeBytes, &totalBytes);
        pop(&context);
    }
    release(handle);
    return { static_cast<std::int64_t>(freeBytes), static_cast<std::int64_t>(totalBytes) };
}

} // namespace minamo
