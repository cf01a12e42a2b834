#include "Commands.h"
#include "engine/device/Device.h"
#include "engine/device/LibraryInfo.h"
#include "engine/gpu/CudaKernels.h"
#include "io/Files.h"

#include <cmath>
#include <thread>

namespace minamo {

namespace fs = std::filesystem;

namespace {

constexpr double gigabyte = 1e9;
double gigabytes(std::int64_t bytes) { return std::round(static_cast<double>(bytes) / gigabyte * 10) / 10; }

/// One finding: phrase key and values, and the key of the next step ("" = nothing to do).
struct Finding {
    std::string key;
    Json values;
    std::string next;
};

void findKernels(const std::string& gpu, std::vector<Finding>& findings)
{
    const bool own = CudaKernels::of(at::Device(gpu)) != nullptr;
    findings.push_back({ own ? "doctor.kernels" : "doctor.kernels.none",
        { { "id", gpu }, { "problem", CudaKernels::problem() } }, own ? "" : "doctor.kernels.none.next" });
}

void findDevices(std::vector<Finding>& findings)
{
    bool gpu = false;
    for (const auto& device : listDevices()) {
        if (device.id == "cpu") {
            findings.push_back({ "doctor.cpu", { { "cores", std::thread::hardware_concurrency() }, { "name", device.name } }, "" });
            findings.push_back({ "doctor.memory", { { "total", gigabytes(device.totalBytes) }, { "free", gigabytes(device.freeBytes) } },
                device.freeBytes < 2 * gigabyte ? "doctor.memory.low" : "" });
        } else {
            gpu = true;
            findings.push_back({ "doctor.gpu", { { "id", device.id }, { "name", device.name }, { "total", gigabytes(device.totalBytes) },
                { "free", gigabytes(device.freeBytes) } }, "" });
            findKernels(device.id, findings);
        }
    }
    if (!gpu)
        findings.push_back({ "doctor.gpu.none", { { "problem", cudaProblem() } }, "doctor.gpu.none.next" });
}

void findParts(std::vector<Finding>& findings)
{
    findings.push_back({ "doctor.library", { { "version", libtorchVersion() } }, "" });
#ifdef MINAMO_WITH_IMAGING
    findings.push_back({ "doctor.imaging", Json::object(), "" });
#else
    findings.push_back({ "doctor.imaging.none", Json::object(), "doctor.imaging.none.next" });
#endif
    const Path model = sharedFolder() / "model";
    const Json place { { "path", fs::weakly_canonical(model).string() } };
    if (fs::exists(model / "config.json"))
        findings.push_back({ "doctor.model", place, "" });
    else
        findings.push_back({ "doctor.model.none", place, "doctor.model.none.next" });
    std::error_code none;
    const auto space = fs::space(fs::current_path(none), none);
    findings.push_back({ "doctor.disk", { { "free", gigabytes(static_cast<std::int64_t>(space.available)) },
        { "path", fs::current_path(none).string() } }, static_cast<double>(space.available) < 5 * gigabyte ? "doctor.disk.low" : "" });
}

int examine(const Console& console)
{
    std::vector<Finding> findings;
    findDevices(findings);
    findParts(findings);
    Json all = Json::array();
    for (const auto& [key, values, next] : findings) {
        all.push_back({ { "what", key.substr(7) }, { "values", values }, { "text", console.phrases.text(key, values) },
            { "next", next.empty() ? Json() : Json(console.phrases.text(next, values)) } });
        if (!console.json)
            console.line(console.phrases.text(key, values) + (next.empty() ? "" : "\n  → " + console.phrases.text(next, values)));
    }
    if (console.json)
        console.print(all);
    return exitDone;
}

} // namespace

void addDoctorCommand(CommandLine& line)
{
    auto* command = line.app.add_subcommand("doctor", line.console.phrases.text("cli.doctor"));
    command->fallthrough();
    command->callback([&line] { line.chosen = [&line] { return examine(line.console); }; });
}

} // namespace minamo
