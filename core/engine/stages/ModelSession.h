#pragma once
#include "project/Project.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>

namespace minamo {

/// Which pictures of which photo: what ActivationProbe is asked, for callers without LibTorch.
struct MapsQuestion {
    std::span<const std::uint8_t> pixels; ///< planar RGB of the photo at size(), as packs hold it
    std::uint64_t content = 0; ///< hash of the photo's file
    std::string tap;
    int timestep = 0, draw = 0, channels = 24;
};

/// The project's model, loaded once and kept for small questions (the interactive process).
class ModelSession {
public:
    /// `device` as in ExtractOptions. Errors: those of modelFolderOf, loading, chooseDevice; what would
    /// refuse an extraction refuses the session too; "model.changed" {name, path}.
    static Result<ModelSession> open(const Project& project, const std::string& device);
    ModelSession(ModelSession&&) noexcept;
    ~ModelSession();

    /// Side of the photos it takes, px.
    int size() const;
    /// {id, name, size, parameters, device, timesteps, logSigma [one number per timestep, null where the
    /// signal is 0], warnings [codes]}.
    Json about() const;
    /// Writes `file` (by rename): tensors "noisy", "predicted" U8 [3, S, S]; "colours" U8 [3, h, w]; "energy"
    /// F32 [h, w]; "channels" F32 [n, h, w]; "channelNumbers" I64 [n]; "pooled" F32 [C]. Gives {tap,
    /// timestep, draw, width, height, dimension}. Errors: those of ActivationProbe and of writing.
    Result<Json> writeMaps(const MapsQuestion& question, const Path& file, const std::atomic<bool>& stop);

private:
    struct Held;
    explicit ModelSession(std::unique_ptr<Held> held);
    std::unique_ptr<Held> m_held;
};

/// Loads and checks all of a model anew: names, shapes and values of its weights, and, where its folder has
/// reference values (golden.safetensors), every one of them. {info: modelInfo(), verdict: verifyModel() or
/// null}.
Result<Json> checkModelFolder(const Path& folder);

} // namespace minamo
