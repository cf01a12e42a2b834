#pragma once
#include "engine/diffusion/ModelReport.h"
#include "engine/diffusion/NoiseSchedule.h"
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/Weights.h"

namespace minamo {

/// A network with the noise schedule it was trained with.
struct DiffusionModel {
    ModelFolder folder;
    std::shared_ptr<DiffusionNetwork> network;
    NoiseSchedule schedule;
    Conditioning conditioning; ///< what every pass is told, on the CPU: nothing is known of a photo's class
    Json prompt; ///< what the context says: {text, tokens}, see tellPrompt(); null: nothing was told
    std::string id; ///< modelId()
    std::vector<Error> warnings; ///< "model.head-dim-absent", "model.no-schedule", "model.no-size"
};
/// Loads and checks everything. Errors: those of openModelFolder, makeNetwork, loadWeights,
/// NoiseSchedule::make.
Result<DiffusionModel> loadDiffusionModel(const Path& folder);

/// Network and conditioning on this device in this type, ready for passes that ask for no gradient.
void prepareForInference(DiffusionModel& model, const at::Device& device, at::ScalarType type);

/// Timesteps the model knows: 0 up to (not including) this. The schedule's steps, or the rows of a learned
/// table of timesteps if those are fewer.
int knownTimesteps(const DiffusionModel& model);

/// Width (channels) of the taps: one pass over the smallest image the network takes.
/// Errors: "extract.unknown-tap" {tap, taps} if one is never given.
Result<std::map<std::string, std::int64_t>> tapWidths(
    DiffusionNetwork& network, const std::vector<std::string>& taps);

} // namespace minamo
