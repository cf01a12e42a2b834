#pragma once
#include "io/Safetensors.h"

#include <ATen/core/Tensor.h>

namespace minamo {

/// A tensor of a safetensors file as at::Tensor (a copy on the CPU, same type).
at::Tensor tensorFromView(const TensorView& view);
/// A dense CPU tensor as a view for writeSafetensors; `tensor` must outlive it.
TensorView viewOfTensor(std::string name, const at::Tensor& tensor);

} // namespace minamo
