#pragma once
#include <torch/nn/module.h>

namespace minamo {

/// Evaluation mode on this device in this type, in the memory layout that is fastest there.
void prepareModule(torch::nn::Module& module, const at::Device& device, at::ScalarType type);

} // namespace minamo
