#pragma once
#include "io/Safetensors.h"

#include <ATen/core/Tensor.h>
#include <map>
#include <string>

namespace torch::nn {
class Module;
}

namespace minamo {

/// Tensors by name, on any device; written in sorted order, so equal states give equal files.
using NamedTensors = std::map<std::string, at::Tensor>;

/// A safetensors file as tensors of its own memory, with the texts of its header.
struct Checkpoint {
    NamedTensors tensors;
    std::map<std::string, std::string> metadata;
    /// A number of the header, >= 0. Errors: "checkpoint.missing-tensor" {name} if it is absent or no number.
    Result<int> count(const std::string& name) const;
};

/// Writes by rename (decision D8); types are kept as they are.
Result<void> writeCheckpoint(const Path& file, const Checkpoint& checkpoint);
/// Errors: those of SafetensorsFile::open.
Result<Checkpoint> readCheckpoint(const Path& file);

/// Parameters and buffers of `module` under `prefix` + state-dict name (copies).
void collectState(const torch::nn::Module& module, const std::string& prefix, NamedTensors& into);
/// The opposite, strict: every entry must be present with its shape. Errors: "checkpoint.missing-tensor",
/// "checkpoint.wrong-shape" with {name}.
Result<void> restoreState(torch::nn::Module& module, const std::string& prefix, const NamedTensors& from);

/// Copies `from[name]` into `target`, keeping target's device and type. Errors as above.
Result<void> copyTensor(at::Tensor target, const std::string& name, const NamedTensors& from);

} // namespace minamo
