#pragma once
#include "engine/models/DiffusionNetwork.h"
#include "models/ModelFolder.h"

namespace minamo {

/// Today's name of a stored tensor that the module does not know by its own name; "" = leave it out.
using KeyRule = std::function<std::string(const std::string& key)>;
/// `rule` behind today's names of a single file's tensors; `rule` alone where a component keeps its names.
KeyRule renamed(const std::map<std::string, std::string>& names, KeyRule rule);
/// Names from before diffusers 0.12: query, key, value, proj_attn, Conv2d_0.
std::string modernKey(const std::string& key);

/// Fills a module by name, strictly. Names it does not know go through `rule` first; attention weights stored
/// as [C,C,1,1] are understood. Halves are widened to the module's type. Errors:
/// "model.missing-keys" / ".unexpected-keys" {keys (the first few), count}, ".wrong-shape" {tensor, expected,
/// found}, ".wrong-dtype" {tensor, dtype}, ".not-finite" {tensor}, and those of SafetensorsFile::open.
Result<void> loadWeights(
    torch::nn::Module& module, const std::vector<Path>& files, const KeyRule& rule = modernKey);

/// A network with its weights, on the CPU in fp32, in training mode.
struct LoadedModel {
    ModelFolder folder;
    std::shared_ptr<DiffusionNetwork> network;
};
Result<LoadedModel> loadModel(const Path& folder);

} // namespace minamo
