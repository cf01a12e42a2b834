#pragma once
#include "models/ModelFolder.h"

namespace minamo {

/// One stored array of a model, from the headers of its weight files.
struct ModelTensor {
    std::string name, dtype; ///< dtype as safetensors calls it: "F16"
    std::vector<std::int64_t> shape;
    std::int64_t elements = 0;
    std::int64_t bytes = 0;
};

/// All arrays, sorted by name; opens no weights but their headers. Errors: those of SafetensorsFile::open.
Result<std::vector<ModelTensor>> modelTensors(const ModelFolder& folder);

/// The model card (README.md) without its front matter; "" if there is none.
std::string modelCard(const ModelFolder& folder);

} // namespace minamo
