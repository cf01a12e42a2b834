#include "engine/training/DiffusionFolder.h"

#include "engine/models/SaveModel.h"

#include <cstdio>
#include <cstdlib>

namespace minamo {
namespace {

constexpr const char* header = "step,loss,rate,seconds\n";

Json schedulerConfig()
{
    return { { "_class_name", "DDPMScheduler" }, { "num_train_timesteps", 1000 }, { "beta_start", 1e-4 },
        { "beta_end", 0.02 }, { "beta_schedule", "linear" }, { "trained_betas", nullptr },
        { "variance_type", "fixed_small" }, { "clip_sample", true }, { "prediction_type", "epsilon" } };
}

} // namespace

Result<void> writeDiffusionFolder(const Path& folder, const UNet2DModel& network, at::ScalarType type)
{
    MINAMO_DO(saveNetwork(network, folder, type));
    return writeJson(folder / "scheduler_config.json", schedulerConfig());
}

Result<void> DiffusionLog::restart(std::int64_t step) const
{
    std::string kept = header;
    if (step > 0) {
        MINAMO_TRY(const std::string text, readFile(m_file));
        for (std::size_t at = text.find('\n') + 1; at < text.size();) {
            const std::size_t end = text.find('\n', at);
            if (end == std::string::npos || std::strtoll(text.c_str() + at, nullptr, 10) > step)
                break;
            kept += text.substr(at, end + 1 - at);
            at = end + 1;
        }
    }
    return writeFileAtomically(m_file, kept);
}

Result<void> DiffusionLog::add(std::int64_t step, double loss, double rate, double seconds) const
{
    char line[128];
    std::snprintf(
        line, sizeof line, "%lld,%.6f,%.4g,%.2f\n", static_cast<long long>(step), loss, rate, seconds);
    return appendDurably(m_file, line);
}

} // namespace minamo
