#include "engine/models/DiffusionNetwork.h"

#include "engine/models/InferenceMemory.h"

namespace minamo {

std::map<std::string, at::Tensor> DiffusionNetwork::parametersByKey() const
{
    std::map<std::string, at::Tensor> all;
    for (const auto& item : named_parameters())
        all.emplace(item.key(), item.value());
    return all;
}

std::int64_t DiffusionNetwork::parameterCount() const
{
    std::int64_t count = 0;
    for (const auto& parameter : parameters())
        count += parameter.numel();
    return count;
}

bool DiffusionNetwork::fits(std::int64_t height, std::int64_t width) const
{
    return height > 0 && width > 0 && height % sizeStep() == 0 && width % sizeStep() == 0;
}

void DiffusionNetwork::prepareForInference(const at::Device& device, at::ScalarType type)
{
    prepareModule(*this, device, type);
}

Conditioning blankConditioning(const DiffusionNetwork& network)
{
    Conditioning blank = network.neutral();
    if (blank.classLabels.defined())
        blank.classLabels = blank.classLabels.to(network.device());
    if (network.contextWidth() > 0)
        blank.context = at::zeros(
            { 1, 1, network.contextWidth() }, at::TensorOptions(network.dtype()).device(network.device()));
    return blank;
}

bool areRows(const at::Tensor& numbers, std::int64_t rows)
{
    return numbers.scalar_type() == at::kLong && numbers.ge(0).all().item<bool>()
        && numbers.lt(rows).all().item<bool>();
}

} // namespace minamo
