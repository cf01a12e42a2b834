#pragma once
#include "engine/models/UNet2DModel.h"
#include "io/Files.h"

namespace minamo {

/// config.json, diffusion_pytorch_model.safetensors (in `type`) and scheduler_config.json (DDPM, linear
/// betas), as diffusers' from_pretrained reads them. Errors: "file.cannot-write" {path}.
Result<void> writeDiffusionFolder(const Path& folder, const UNet2DModel& network, at::ScalarType type);

/// loss.csv: step, mean loss since the line before, learning rate, seconds since the start of this run.
class DiffusionLog {
public:
    explicit DiffusionLog(Path file) : m_file(std::move(file)) { }
    /// Keeps the lines up to `step` and drops what a killed run wrote after its last checkpoint.
    Result<void> restart(std::int64_t step) const;
    Result<void> add(std::int64_t step, double loss, double rate, double seconds) const;

private:
    Path m_file;
};

} // namespace minamo
