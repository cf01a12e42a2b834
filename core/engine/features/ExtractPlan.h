#pragma once
#include "engine/diffusion/ModelCheck.h"
#include "project/ArtifactStore.h"
#include "project/FeatureStore.h"
#include "stages/ExtractOptions.h"

namespace minamo {

/// One cell that shall exist at the end.
struct PlannedCell {
    CellId cell;
    std::int64_t position = 0; ///< of the tap in the network
    std::int64_t dimension = 0; ///< channels of the tap
    ArtifactKey key;
    std::string id; ///< key.id()
};

/// What one extraction computes: which cells, in which pieces. Everything that decides a bit of the result is
/// in the cells' keys (decision D4): tap, timestep, pooling, size and fit of the photos, draw, dtype, device
/// class, photos per pass and per chunk, kernel path; pack and model as inputs.
struct ExtractPlan {
    std::int64_t rows = 0; ///< photos
    int size = 0; ///< side of a photo, px
    std::int64_t batch = 1; ///< photos per pass
    std::int64_t chunk = 1; ///< photos per chunk file, a multiple of batch
    int draw = 0;
    std::vector<std::string> taps; ///< in network order
    std::vector<int> timesteps; ///< ascending
    std::vector<PlannedCell> cells; ///< tap by tap, then timestep

    std::int64_t chunks() const { return (rows + chunk - 1) / chunk; }
    std::int64_t rowsIn(std::int64_t index) const { return std::min(chunk, rows - index * chunk); }
    double bytes() const; ///< of all cells together
};

/// Photos per pass if the user did not choose: a power of two by side and kind of device, less where there
/// are few photos, so that progress can be seen.
std::int64_t automaticBatch(std::int64_t rows, int size, bool gpu);

/// The model must be prepared for inference on its device already. packId and size: of the photos' pack.
/// Errors: "extract.unknown-tap" {tap, taps}, "extract.bad-timestep" {timestep, steps},
/// "extract.nothing-asked", "extract.not-rgb" {channels}, "extract.other-latents" {channels, latent},
/// "extract.noise-levels", "extract.bad-size" {size, step} for a wished size, "model.bad-config" {key,
/// value}.
Result<ExtractPlan> planExtraction(const DiffusionModel& model, const ExtractOptions& options,
    const std::string& packId, std::int64_t rows, int size);

} // namespace minamo
