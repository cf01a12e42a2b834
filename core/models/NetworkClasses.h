#pragma once
#include "base/Result.h"

#include <string>
#include <vector>

namespace minamo {

/// Architectures that Minamo can build, in diffusers' words ("UNet2DModel"): the lines of Networks.def.
std::vector<std::string> networkClasses();

/// A pipeline's index or a config names a network by this word: one of networkClasses(), or an older name.
bool namesNetwork(const std::string& className);

/// The architecture that a config.json describes: its _class_name, but for Transformer2DModel, which the
/// hub's DiT configs still say, and for the formats "edm" and "ddae". Errors: "model.unknown-class" {class, known}; "model.unsupported-value" {key,
/// value} for another norm_type ("ada_norm_single" is PixArt's).
Result<std::string> networkClassOf(const Json& config);

/// What stands in for scheduler_config.json where the config itself fixes the noise (EDM, DDAE); {} where it
/// does not.
Json ownSchedule(const Json& config);

} // namespace minamo
