#include "engine/classify/ResNet.h"

#include "base/Hash.h"
#include "base/Random.h"

#include <torch/utils.h>

namespace minamo {
namespace {

torch::nn::Conv2d conv(int in, int out, int kernel, int stride)
{
    return torch::nn::Conv2d(
        torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
}

torch::nn::Sequential stage(int in, int out, int blocks, int stride)
{
    torch::nn::Sequential layers;
    for (int i = 0; i < blocks; ++i)
        layers->push_back(BasicBlock(i == 0 ? in : out, out, i == 0 ? stride : 1));
    return layers;
}

} // namespace

BasicBlockImpl::BasicBlockImpl(int inChannels, int outChannels, int stride)
{
    conv1 = register_module("conv1", conv(inChannels, outChannels, 3, stride));
    bn1 = register_module("bn1", torch::nn::BatchNorm2d(outChannels));
    conv2 = register_module("conv2", conv(outChannels, outChannels, 3, 1));
    bn2 = register_module("bn2", torch::nn::BatchNorm2d(outChannels));
    if (stride != 1 || inChannels != outChannels)
        downsample = register_module("downsample",
            torch::nn::Sequential(
                conv(inChannels, outChannels, 1, stride), torch::nn::BatchNorm2d(outChannels)));
}

at::Tensor BasicBlockImpl::forward(const at::Tensor& x)
{
    auto h = at::relu(bn1(conv1(x)));
    h = bn2(conv2(h));
    return at::relu(h + (downsample ? downsample->forward(x) : x));
}

ResNetImpl::ResNetImpl(const ResNetConfig& config) : m_features(8 * config.width), m_pool(config.pool)
{
    const int w = config.width;
    conv1 = register_module("conv1", conv(3, w, 7, 2));
    bn1 = register_module("bn1", torch::nn::BatchNorm2d(w));
    layer1 = register_module("layer1", stage(w, w, config.blocks, 1));
    layer2 = register_module("layer2", stage(w, 2 * w, config.blocks, 2));
    layer3 = register_module("layer3", stage(2 * w, 4 * w, config.blocks, 2));
    layer4 = register_module("layer4", stage(4 * w, 8 * w, config.blocks, 2));
}

at::Tensor ResNetImpl::forward(const at::Tensor& x)
{
    auto h = at::relu(bn1(conv1(x)));
    if (m_pool)
        h = at::max_pool2d(h, { 3, 3 }, { 2, 2 }, { 1, 1 });
    for (auto* layer : { &layer1, &layer2, &layer3, &layer4 })
        h = (*layer)->forward(h);
    return h.mean({ 2, 3 });
}

void initialiseByName(torch::nn::Module& module, std::uint64_t seed)
{
    const torch::NoGradGuard noGrad;
    for (auto& entry : module.named_parameters()) {
        auto& parameter = entry.value();
        const bool isBias = entry.key().ends_with("bias");
        if (parameter.dim() < 2 && !isBias) {
            parameter.fill_(1);
            continue;
        }
        if (parameter.dim() < 2) {
            parameter.zero_();
            continue;
        }
        auto values = at::empty(parameter.sizes());
        fillNormal({ values.data_ptr<float>(), static_cast<std::size_t>(values.numel()) }, mixKeys(seed, 1),
            hash64(entry.key()));
        const bool isConvolution = parameter.dim() == 4;
        const double fan
            = static_cast<double>(isConvolution ? parameter.numel() / parameter.size(1) : parameter.size(1));
        parameter.copy_(values * std::sqrt((isConvolution ? 2.0 : 1.0 / 3) / fan));
    }
}

} // namespace minamo
