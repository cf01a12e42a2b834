#include "engine/training/Checkpoint.h"

#include "base/Assert.h"

#include <torch/torch.h>

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

/// Copies `from[name]` into `target`, keeping target's device and type.
Result<void> copyInto(at::Tensor target, const std::string& name, const NamedTensors& from)
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
        MINAMO_DO(copyInto(parameter.value(), prefix + parameter.key(), from));
    for (auto& buffer : module.named_buffers())
        MINAMO_DO(copyInto(buffer.value(), prefix + buffer.key(), from));
    return {};
}

namespace {

/// Calls `visit(name prefix, parameter)` in the order of the optimiser's groups.
template <class F> void eachParameter(torch::optim::Adam& adam, const std::string& prefix, F visit)
{
    int number = 0;
    for (const auto& group : adam.param_groups())
        for (const auto& parameter : group.params())
            visit(prefix + std::to_string(number++), parameter);
}

} // namespace

void collectAdam(torch::optim::Adam& adam, const std::string& prefix, NamedTensors& into)
{
    eachParameter(adam, prefix, [&](const std::string& name, const at::Tensor& parameter) {
        const auto found = adam.state().find(parameter.unsafeGetTensorImpl());
        if (found == adam.state().end())
            return;
        const auto& state = static_cast<const torch::optim::AdamParamState&>(*found->second);
        into[name + ".exp_avg"] = state.exp_avg().clone();
        into[name + ".exp_avg_sq"] = state.exp_avg_sq().clone();
        into[name + ".step"] = at::scalar_tensor(state.step(), at::TensorOptions(at::kLong));
    });
}

Result<void> restoreAdam(torch::optim::Adam& adam, const std::string& prefix, const NamedTensors& from)
{
    Result<void> result;
    eachParameter(adam, prefix, [&](const std::string& name, const at::Tensor& parameter) {
        const auto step = from.find(name + ".step");
        if (!result || step == from.end())
            return;
        auto state = std::make_unique<torch::optim::AdamParamState>();
        state->step(step->second.item<std::int64_t>());
        state->exp_avg(at::zeros_like(parameter));
        state->exp_avg_sq(at::zeros_like(parameter));
        result = copyInto(state->exp_avg(), name + ".exp_avg", from);
        if (result)
            result = copyInto(state->exp_avg_sq(), name + ".exp_avg_sq", from);
        adam.state()[parameter.unsafeGetTensorImpl()] = std::move(state);
    });
    return result;
}

} // namespace minamo
