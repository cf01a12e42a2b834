#pragma once
#include "engine/models/DiffusionNetwork.h"

namespace minamo {

/// Builds the network a config.json describes, by its _class_name: a new architecture is one file here and
/// one line in core/models/Networks.def. Errors: "model.unknown-class" {class, known}; those of the
/// architecture's config; "device.out-of-memory".
Result<std::shared_ptr<DiffusionNetwork>> makeNetwork(const Json& config);

} // namespace minamo
