#include "engine/classify/EncoderTraining.h"

#include "engine/classify/PhotoBank.h"
#include "engine/training/Augment.h"

#include <torch/utils.h>

namespace minamo {

EncoderNetImpl::EncoderNetImpl(int width, int classes, bool augmentedHead, int side)
{
    encoder = register_module("encoder", ResNet(ResNetConfig { .width = width, .pool = side >= 128 }));
    const int features = encoder->features();
    head = register_module("head", torch::nn::Linear(augmentedHead ? 2 * features : features, classes));
}

at::Tensor EncoderNetImpl::forward(const at::Tensor& photos, const at::Tensor& styles)
{
    const auto phi = encoder(photos);
    return head(styles.defined() ? at::cat({ phi, styles }, 1) : phi);
}

Result<EncoderPredictor> EncoderPredictor::make(
    const NamedTensors& weights, int width, int classes, int side, at::Device device)
{
    EncoderNet net(width, classes, weights.contains("guide.mapped"), side);
    MINAMO_DO(restoreState(*net, "", weights));
    net->to(device);
    net->eval();
    return EncoderPredictor(net, device);
}

Result<at::Tensor> EncoderPredictor::probabilities(const ImagePack& photos, const std::vector<int>& rows,
    const at::Tensor& styles, const std::function<bool()>& cancelled)
{
    constexpr std::size_t batch = 128;
    const torch::NoGradGuard noGrad;
    std::vector<at::Tensor> parts { at::empty({ 0, m_net->head->options.out_features() }) };
    for (std::size_t from = 0; from < rows.size(); from += batch) {
        if (cancelled())
            return cancelledError();
        const auto to = std::min(rows.size(), from + batch);
        const std::vector<int> part(rows.begin() + std::ptrdiff_t(from), rows.begin() + std::ptrdiff_t(to));
        at::Tensor style;
        if (styles.defined())
            style = styles.slice(0, std::int64_t(from), std::int64_t(to)).to(m_device);
        const auto logits = m_net(normalised(gatherPhotos(photos, part).to(m_device)), style);
        parts.push_back(at::softmax(logits, 1).to(at::kCPU));
    }
    return at::cat(parts);
}

} // namespace minamo
