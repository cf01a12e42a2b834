#include "engine/training/Checkpoint.h"

#include "engine/models/TensorViews.h"

#include <charconv>
#include <torch/nn/module.h>
#include <torch/utils.h>

namespace minamo {
Result<void> writeCheckpoint(const Path& file, const Checkpoint& checkpoint)
{
    std::vector<at::Tensor> kept;
    std::vector<TensorView> views;
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const auto& plain = kept.emplace_back(tensor.detach().to(at::kCPU).contiguous());
        views.push_back(viewOfTensor(name, plain));
    }
    return writeSafetensors(file, views, checkpoint.metadata);
}

Result<Checkpoint> readCheckpoint(const Path& file)
{
    MINAMO_TRY(const auto opened, SafetensorsFile::open(file));
    Checkpoint checkpoint;
    checkpoint.metadata = opened.metadata();
    for (const auto& view : opened.tensors())
        checkpoint.tensors[view.name] = tensorFromView(view);
    return checkpoint;
}

Result<int> Checkpoint::count(const std::string& name) const
{
    int value = 0;
    const auto found = metadata.find(name);
    if (found != metadata.end()) {
        const auto& text = found->second;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error == std::errc() && end == text.data() + text.size() && value >= 0)
            return value;
    }
    return fail("checkpoint.missing-tensor", { { "name", name } });
}

Result<void> copyTensor(at::Tensor target, const std::string& name, const NamedTensors& from)
{
    const auto found = from.find(name);
    if (found == from.end())
        return fail("checkpoint.missing-tensor", { { "name", name } });
    if (found->second.sizes() != target.sizes())
        return fail("checkpoint.wrong-shape", { { "name", name } });
    const torch::NoGradGuard noGrad;
    target.copy_(found->second);
    return {};
}

void collectState(const torch::nn::Module& module, const std::string& prefix, NamedTensors& into)
{
    for (const auto& parameter : module.named_parameters())
        into[prefix + parameter.key()] = parameter.value().detach().clone();
    for (const auto& buffer : module.named_buffers())
        into[prefix + buffer.key()] = buffer.value().detach().clone();
}

Result<void> restoreState(torch::nn::Module& module, const std::string& prefix, const NamedTensors& from)
{
    for (auto& parameter : module.named_parameters())
        MINAMO_DO(copyTensor(parameter.value(), prefix + parameter.key(), from));
    for (auto& buffer : module.named_buffers())
        MINAMO_DO(copyTensor(buffer.value(), prefix + buffer.key(), from));
    return {};
}

} // namespace minamo
