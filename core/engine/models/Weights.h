#pragma once
#include "engine/models/DiffusionNetwork.h"
#include "models/ModelFolder.h"

namespace minamo {

/// Fills a network by name, strictly. Legacy names (query, key, value, proj_attn, Conv2d_0) and attention
/// weights stored as [C,C,1,1] are understood. Halves are widened to the network's type. Errors:
/// "model.missing-keys" / ".unexpected-keys" {keys (the first few), count}, ".wrong-shape" {tensor, expected,
/// found}, ".wrong-dtype" {tensor, dtype}, ".not-finite" {tensor}, and those of SafetensorsFile::open.
Result<void> loadWeights(DiffusionNetwork& network, const std::vector<Path>& files);

/// A network with its weights, on the CPU in fp32, in training mode.
struct LoadedModel {
    ModelFolder folder;
    std::shared_ptr<DiffusionNetwork> network;
};
Result<LoadedModel> loadModel(const Path& folder);

} // namespace minamo
