#pragma once
#include <torch/nn/module.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/conv.h>
#include <torch/nn/pimpl.h>

namespace minamo {

/// Shape of the task encoder Phi.
struct ResNetConfig {
    int width = 64; ///< channels of the first stage; 64 = ResNet-18 (11.2 M parameters), 24 = 1.6 M
    int blocks = 2; ///< basic blocks per stage
    bool pool = true; ///< max pool after the first convolution; without it every stage sees twice the detail
};

/// Two 3x3 convolutions with batch norm around a shortcut (He et al. 2015).
struct BasicBlockImpl : torch::nn::Module {
    BasicBlockImpl(int inChannels, int outChannels, int stride);
    at::Tensor forward(const at::Tensor& x);
    torch::nn::Conv2d conv1 { nullptr }, conv2 { nullptr };
    torch::nn::BatchNorm2d bn1 { nullptr }, bn2 { nullptr };
    torch::nn::Sequential downsample { nullptr };
};
TORCH_MODULE(BasicBlock);

/// ResNet-18 without its last layer, with the state-dict keys of timm and torchvision (conv1, bn1,
/// layer1.0.conv1 ... layer4.1.bn2, downsample.0 / .1): their weights load by name. Parameter values: Kaiming
/// normal, fan out.
struct ResNetImpl : torch::nn::Module {
    explicit ResNetImpl(const ResNetConfig& config);
    /// [B, 3, H, W] normalised photos -> [B, 8 * width], the global average pool. H, W >= 32.
    at::Tensor forward(const at::Tensor& x);
    int features() const { return m_features; }

    torch::nn::Conv2d conv1 { nullptr };
    torch::nn::BatchNorm2d bn1 { nullptr };
    torch::nn::Sequential layer1 { nullptr }, layer2 { nullptr }, layer3 { nullptr }, layer4 { nullptr };

private:
    int m_features = 0;
    bool m_pool = true;
};
TORCH_MODULE(ResNet);

/// Replaces every parameter by values that depend on its name and `seed` alone (Kaiming normal, fan out, for
/// convolutions; normal with variance 1 / (3 fan in) for linear layers; weight 1 and bias 0 otherwise): equal
/// on every machine, whatever was drawn before.
void initialiseByName(torch::nn::Module& module, std::uint64_t seed);

} // namespace minamo
