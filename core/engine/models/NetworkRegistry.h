#pragma once
#include "engine/models/DiffusionNetwork.h"

namespace minamo {

/// Builds the network a config.json describes, by its _class_name. The table is generated from the list in
/// this folder's CMakeLists.txt: a new architecture is one file and one line there. Errors:
/// "model.unknown-class" {class, known}; those of the architecture's config; "device.out-of-memory".
Result<std::shared_ptr<DiffusionNetwork>> makeNetwork(const Json& config);

/// Class names that makeNetwork knows.
std::vector<std::string> networkClasses();

} // namespace minamo
