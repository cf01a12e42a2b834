#include "engine/device/Device.h"

#include "engine/device/CudaDriver.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/autocast_mode.h>
#include <charconv>
#include <dlfcn.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <mutex>
#include <torch/cuda.h>
#include <unistd.h>

namespace minamo {
namespace {

std::string& loaderMessage()
{
    static std::string message;
    return message;
}

/// The CUDA part lies beside libtorch_cpu, wherever that was found.
bool openTorchCuda()
{
    Dl_info info {};
    std::string beside = "libtorch_cuda.so";
    if (::dladdr(reinterpret_cast<const void*>(&at::get_num_threads), &info) != 0 && info.dli_fname)
        beside = (std::filesystem::path(info.dli_fname).parent_path() / "libtorch_cuda.so").string();
    for (const std::string& name : { beside, std::string("libtorch_cuda.so") })
        if (::dlopen(name.c_str(), RTLD_NOW | RTLD_GLOBAL))
            return true;
    if (const char* problem = ::dlerror())
        loaderMessage() = problem;
    return false;
}

CudaState findCuda()
{
    if (!CudaDriver::instance().isThere())
        return CudaState::noDriver;
    if (!openTorchCuda())
        return CudaState::noLibrary;
    return torch::cuda::device_count() > 0 ? CudaState::ready : CudaState::noDevice;
}

int gpuCount()
{
    return openCuda() == CudaState::ready ? static_cast<int>(torch::cuda::device_count()) : 0;
}

std::string codeOf(CudaState state)
{
    switch (state) {
    case CudaState::noDriver:
        return "device.no-driver";
    case CudaState::noLibrary:
        return "device.no-library";
    default:
        return "device.no-gpu";
    }
}

std::string processorName()
{
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("model name") && line.find(": ") != std::string::npos)
            return line.substr(line.find(": ") + 2);
    return "CPU";
}

DeviceInfo processor()
{
    const auto page = static_cast<std::int64_t>(::sysconf(_SC_PAGESIZE));
    DeviceInfo info { "cpu", processorName(), 0, page * ::sysconf(_SC_PHYS_PAGES) };
    std::ifstream in("/proc/meminfo");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("MemAvailable:"))
            info.freeBytes = std::stoll(line.substr(13)) * 1024;
    return info;
}

} // namespace

CudaState openCuda()
{
    static const CudaState state = findCuda();
    return state;
}

const std::string& cudaProblem()
{
    openCuda();
    return loaderMessage();
}

Result<at::Device> chooseDevice(std::string_view wanted)
{
    const int count = gpuCount();
    if (wanted == "cpu" || (wanted == "auto" && count == 0))
        return at::Device(at::kCPU);
    int index = 0;
    if (wanted.starts_with("cuda:")) {
        const auto [end, problem] = std::from_chars(wanted.data() + 5, wanted.data() + wanted.size(), index);
        if (problem != std::errc() || end != wanted.data() + wanted.size() || index < 0)
            return fail("device.unknown", { { "device", wanted } });
    } else if (wanted != "auto" && wanted != "cuda") {
        return fail("device.unknown", { { "device", wanted } });
    }
    if (count == 0)
        return fail(codeOf(openCuda()), { { "device", wanted } }, cudaProblem());
    if (index >= count)
        return fail("device.no-such-gpu", { { "device", wanted }, { "count", count } });
    return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(index));
}

std::vector<DeviceInfo> listDevices()
{
    std::vector<DeviceInfo> devices { processor() };
    const auto& driver = CudaDriver::instance();
    for (int i = 0; i < gpuCount(); ++i) {
        const auto memory = driver.memory(i);
        devices.push_back({ fmt::format("cuda:{}", i), driver.name(i), memory.freeBytes, memory.totalBytes });
    }
    return devices;
}

std::int64_t freeMemory(const at::Device& device)
{
    return device.is_cpu() ? processor().freeBytes : CudaDriver::instance().memory(device.index()).freeBytes;
}

std::string deviceClass(const at::Device& device)
{
    if (device.is_cpu())
        return "cpu " + processorName() + " " + at::get_cpu_capability();
    return "cuda " + CudaDriver::instance().name(std::max<int>(device.index(), 0));
}

void useThreads(int count)
{
    if (count > 0)
        at::set_num_threads(count);
}

int threadCount()
{
    return at::get_num_threads();
}

Autocast::Autocast(const at::Device& device, at::ScalarType type) : m_active(device.is_cuda())
{
    if (!m_active)
        return;
    m_before = at::autocast::is_autocast_enabled(at::kCUDA);
    m_typeBefore = at::autocast::get_autocast_dtype(at::kCUDA);
    at::autocast::set_autocast_enabled(at::kCUDA, true);
    at::autocast::set_autocast_dtype(at::kCUDA, type);
    at::autocast::increment_nesting();
}

Autocast::~Autocast()
{
    if (!m_active)
        return;
    if (at::autocast::decrement_nesting() == 0)
        at::autocast::clear_cache();
    at::autocast::set_autocast_dtype(at::kCUDA, m_typeBefore);
    at::autocast::set_autocast_enabled(at::kCUDA, m_before);
}

} // namespace minamo
