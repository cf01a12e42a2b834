#include "engine/training/Checkpoint.h"

#include "base/Assert.h"

#include <torch/nn/module.h>
#include <torch/utils.h>

namespace minamo {
namespace {

struct Kind {
    at::ScalarType torchType;
    DType type;
};
constexpr Kind kinds[] = { { at::kFloat, DType::f32 }, { at::kDouble, DType::f64 }, { at::kHalf, DType::f16 },
    { at::kBFloat16, DType::bf16 }, { at::kLong, DType::i64 }, { at::kInt, DType::i32 },
    { at::kByte, DType::u8 }, { at::kBool, DType::boolean } };

DType fileType(at::ScalarType type)
{
    for (const auto& kind : kinds)
        if (kind.torchType == type)
            return kind.type;
    MINAMO_ASSERT(false && "tensor type has no place in a checkpoint");
    return DType::f32;
}

Result<at::Tensor> tensorFrom(const TensorView& view)
{
    for (const auto& kind : kinds)
        if (kind.type == view.dtype) {
            auto tensor = at::empty(view.shape, at::TensorOptions(kind.torchType));
            if (!view.bytes.empty())
                std::memcpy(tensor.mutable_data_ptr(), view.bytes.data(), view.bytes.size());
            return tensor;
        }
    return fail("checkpoint.unsupported-type", { { "name", view.name }, { "type", dtypeName(view.dtype) } });
}

} // namespace

Result<void> writeCheckpoint(const Path& file, const Checkpoint& checkpoint)
{
    std::vector<at::Tensor> kept;
    std::vector<TensorView> views;
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const auto& plain = kept.emplace_back(tensor.detach().to(at::kCPU).contiguous());
        views.push_back({ name, fileType(plain.scalar_type()), plain.sizes().vec(),
            { static_cast<const std::byte*>(plain.const_data_ptr()),
                static_cast<std::size_t>(plain.nbytes()) } });
    }
    return writeSafetensors(file, views, checkpoint.metadata);
}

Result<Checkpoint> readCheckpoint(const Path& file)
{
    MINAMO_TRY(const auto opened, SafetensorsFile::open(file));
    Checkpoint checkpoint;
    checkpoint.metadata = opened.metadata();
    for (const auto& view : opened.tensors()) {
        MINAMO_TRY(checkpoint.tensors[view.name], tensorFrom(view));
    }
    return checkpoint;
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
