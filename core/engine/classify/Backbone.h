#pragma once
#include "engine/training/Checkpoint.h"

namespace minamo {

/// A classifier that was trained elsewhere, by its weights alone: a ResNet of basic blocks or bottlenecks in
/// the names of timm and torchvision (ResNet-18, -34, -50 ...), or a ViT in the names of timm. Frozen: Phi
/// and the verdicts come from it.
class Backbone {
public:
    struct Output {
        at::Tensor
            pooled; ///< [B, features()]: global average pool (ResNet), class token after the norm (ViT)
        at::Tensor logits; ///< [B, classes()]
    };

    /// Recognises the architecture by its tensors; each must be there with a fitting shape and none may be
    /// left over. Heads of a ViT are 64 wide, as in every ViT of timm. Errors: "classifier.unknown-model"
    /// {path}, "classifier.bad-tensor" {path, tensor}, those of safetensors files.
    static Result<Backbone> open(const Path& file);

    const std::string& name() const { return m_name; } ///< "resnet18", "resnet50", "vit" ...
    std::int64_t classes() const { return m_classes; }
    std::int64_t features() const { return m_features; }
    /// Side of the photos it takes, px; 0 = any from 32 on.
    int side() const { return m_side; }
    void moveTo(at::Device device);

    /// photos F32 [B, 3, H, W], normalised as in its training.
    Output forward(const at::Tensor& photos) const;
    /// The last layer alone: pooled [B, features()] -> logits.
    at::Tensor logits(const at::Tensor& pooled) const { return linear(pooled, m_head); }

private:
    class Reader;
    const at::Tensor& tensor(const std::string& name) const { return m_tensors.at(name); }
    at::Tensor batchNorm(const at::Tensor& x, const std::string& name) const;
    at::Tensor resnetBlock(const at::Tensor& x, const std::string& name, int stride) const;
    at::Tensor resnet(at::Tensor x) const;
    at::Tensor norm(const at::Tensor& x, const std::string& name) const;
    at::Tensor linear(const at::Tensor& x, const std::string& name) const;
    at::Tensor attention(const at::Tensor& x, const std::string& name) const;
    at::Tensor vit(const at::Tensor& photos) const;

    std::string m_name, m_head;
    NamedTensors m_tensors;
    std::vector<int> m_blocks; // per stage (ResNet), or {depth} (ViT)
    std::int64_t m_classes = 0, m_features = 0;
    int m_side = 0;
    bool m_bottleneck = false;
};

} // namespace minamo
