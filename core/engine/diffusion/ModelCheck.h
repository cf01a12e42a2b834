#pragma once
#include "engine/diffusion/ModelReport.h"
#include "engine/diffusion/NoiseSchedule.h"
#include "engine/models/Autoencoder.h"
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/Weights.h"

namespace minamo {

/// A network with the noise schedule it was trained with.
struct DiffusionModel {
    ModelFolder folder;
    std::shared_ptr<DiffusionNetwork> network;
    NoiseSchedule schedule;
    std::shared_ptr<Autoencoder> autoencoder; ///< of a latent space; null: the network works on photos
    std::string autoencoderId; ///< content hash over its config and weights
    Conditioning conditioning; ///< what every pass is told, on the CPU: nothing is known of a photo's class
    Json prompt; ///< what the context says: {text, tokens}, see tellPrompt(); null: nothing was told
    std::string id; ///< modelId()
    std::vector<Error> warnings; ///< "model.head-dim-absent", "model.no-schedule", "model.no-size"
};
/// Loads and checks everything; of an autoencoder what is asked for. Errors: those of openModelFolder,
/// makeNetwork, loadWeights, loadAutoencoder, NoiseSchedule::make.
Result<DiffusionModel> loadDiffusionModel(
    const Path& folder, AutoencoderParts parts = AutoencoderParts::encoder);

/// Network, autoencoder and conditioning on this device in this type, ready for passes that ask for no
/// gradient.
void prepareForInference(DiffusionModel& model, const at::Device& device, at::ScalarType type);

/// Timesteps the model knows: 0 up to (not including) this. The schedule's steps, or the rows of a learned
/// table of timesteps if those are fewer.
int knownTimesteps(const DiffusionModel& model);

/// px of a photo on each side of one place of what the network is given: 1 where it works on photos.
int pixelsPerPlace(const DiffusionModel& model);

/// Width (channels) of the taps: one pass over the smallest image the network takes.
/// Errors: "extract.unknown-tap" {tap, taps} if one is never given.
Result<std::map<std::string, std::int64_t>> tapWidths(
    DiffusionNetwork& network, const std::vector<std::string>& taps);

} // namespace minamo
