#include "engine/gpu/CudaKernels.h"

#include "engine/gpu/KernelSource.h"

#include <ATen/Parallel.h>
#include <atomic>
#include <c10/core/Stream.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <c10/util/Exception.h>
#include <dlfcn.h>
#include <filesystem>
#include <fmt/format.h>
#include <mutex>

namespace minamo {
namespace {

constexpr const char* kernelNames[] { "moments", "coefficients", "applyLines", "addInPlace", "upsampleTwice",
    "means", "tokenNorm", "gatedGelu" };

/// A library opened at run time and what is called in it.
class Library {
public:
    explicit Library(const std::vector<std::string>& names)
    {
        for (const auto& name : names)
            if (!m_handle)
                m_handle = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
    }
    explicit operator bool() const { return m_handle != nullptr; }
    template <class... A> int call(const char* name, A... arguments) const
    {
        const auto function = find<int (*)(A...)>(name);
        return function ? function(arguments...) : -1;
    }
    template <class F> F find(const char* name) const
    {
        return m_handle ? reinterpret_cast<F>(::dlsym(m_handle, name)) : nullptr;
    }

private:
    void* m_handle = nullptr;
};

const Library& driver()
{
    static const Library library({ "libcuda.so.1" });
    return library;
}

/// The wheels put the compiler beside LibTorch: torch/lib and nvidia/cu13/lib.
const Library& compiler()
{
    Dl_info info {};
    std::string beside = ".";
    if (::dladdr(reinterpret_cast<const void*>(&at::get_num_threads), &info) != 0 && info.dli_fname)
        beside = std::filesystem::path(info.dli_fname).parent_path().string();
    static const Library library({ beside + "/../../nvidia/cu13/lib/libnvrtc.so.13", "libnvrtc.so.13",
        beside + "/../../nvidia/cuda_nvrtc/lib/libnvrtc.so.12", "libnvrtc.so.12" });
    return library;
}

struct Compiled {
    std::string program, problem;
};

Compiled compile(const std::string& architecture, bool half)
{
    using Program = void*;
    Program program = nullptr;
    const auto& nvrtc = compiler();
    if (!nvrtc)
        return { {}, "libnvrtc cannot be opened" };
    const char* const* none = nullptr;
    nvrtc.call("nvrtcCreateProgram", &program, kernelSource, "minamo.cu", 0, none, none);
    const std::string target = "--gpu-architecture=" + architecture;
    const char* options[] { target.c_str(), half ? "-DHALF=1" : "-DHALF=0", "--std=c++17" };
    const char* const* first = options;
    Compiled result;
    if (nvrtc.call("nvrtcCompileProgram", program, 3, first) != 0) {
        std::size_t size = 0;
        nvrtc.call("nvrtcGetProgramLogSize", program, &size);
        result.problem.resize(size);
        nvrtc.call("nvrtcGetProgramLog", program, result.problem.data());
        result.problem = "libnvrtc refuses the kernels: " + result.problem;
    } else {
        std::size_t size = 0;
        nvrtc.call("nvrtcGetCUBINSize", program, &size);
        result.program.resize(size);
        nvrtc.call("nvrtcGetCUBIN", program, result.program.data());
    }
    nvrtc.call("nvrtcDestroyProgram", &program);
    return result;
}

std::atomic<bool>& isAllowed()
{
    static std::atomic<bool> allowed = [] {
        const char* value = std::getenv("MINAMO_GPU_KERNELS");
        return !value || std::string_view(value) != "0";
    }();
    return allowed;
}

std::string& lastProblem()
{
    static std::string problem;
    return problem;
}

} // namespace

const CudaKernels* CudaKernels::of(const at::Device& device)
{
    static std::mutex mutex;
    static std::map<c10::DeviceIndex, std::unique_ptr<CudaKernels>> all;
    if (!device.is_cuda() || !isAllowed())
        return nullptr;
    const std::lock_guard lock(mutex);
    const auto index = std::max<c10::DeviceIndex>(device.index(), 0);
    const auto found = all.find(index);
    if (found != all.end())
        return found->second.get();
    std::unique_ptr<CudaKernels> kernels(new CudaKernels(at::Device(at::kCUDA, index)));
    lastProblem() = kernels->build();
    if (!lastProblem().empty())
        kernels.reset();
    return (all[index] = std::move(kernels)).get();
}

void CudaKernels::allow(bool allowed)
{
    isAllowed() = allowed;
}

const std::string& CudaKernels::problem()
{
    return lastProblem();
}

std::string CudaKernels::build()
{
    int handle = 0, major = 0, minor = 0;
    const auto& cuda = driver();
    if (!cuda || cuda.call("cuDeviceGet", &handle, static_cast<int>(m_device.index())) != 0
        || cuda.call("cuDevicePrimaryCtxRetain", &m_context, handle) != 0)
        return "no driver";
    constexpr int computeMajor = 75, computeMinor = 76; // CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_...
    cuda.call("cuDeviceGetAttribute", &major, computeMajor, handle);
    cuda.call("cuDeviceGetAttribute", &minor, computeMinor, handle);
    if (major < 8)
        return "the GPU has no bfloat16";
    for (const bool half : { false, true }) {
        const auto compiled = compile(fmt::format("sm_{}{}", major, minor), half);
        if (!compiled.problem.empty())
            return compiled.problem;
        if (const auto problem = load(half, compiled.program); !problem.empty())
            return problem;
    }
    return {};
}

std::string CudaKernels::load(bool half, const std::string& program)
{
    const auto& cuda = driver();
    void* module = nullptr;
    cuda.call("cuCtxPushCurrent_v2", m_context);
    const void* image = program.data();
    int state = cuda.call("cuModuleLoadData", &module, image);
    for (const char* name : kernelNames)
        if (state == 0)
            state = cuda.call("cuModuleGetFunction", &m_functions[half][name], module, name);
    void* popped = nullptr;
    cuda.call("cuCtxPopCurrent_v2", &popped);
    if (state != 0)
        return fmt::format("the driver refuses the kernels ({})", state);
    m_modules.push_back(module);
    return {};
}

void CudaKernels::launch(
    const char* kernel, bool half, const Shape& shape, std::vector<void*> arguments) const
{
    using Launch = int (*)(
        void*, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, void*, void**, void**);
    static const auto push = driver().find<int (*)(void*)>("cuCtxPushCurrent_v2");
    static const auto pop = driver().find<int (*)(void**)>("cuCtxPopCurrent_v2");
    static const auto start = driver().find<Launch>("cuLaunchKernel");
    const c10::impl::VirtualGuardImpl guard(c10::DeviceType::CUDA);
    void* const stream = guard.getStream(m_device).native_handle();
    void* popped = nullptr;
    push(m_context);
    const int state = start(m_functions[half].at(kernel), shape.gridX, shape.gridY, shape.gridZ, shape.blockX,
        shape.blockY, 1, shape.sharedBytes, stream, arguments.data(), nullptr);
    pop(&popped);
    TORCH_CHECK(state == 0, "kernel ", kernel, " was refused: ", state);
}

// The driver is gone before statics are: nothing to give back.
CudaKernels::~CudaKernels() = default;

} // namespace minamo
