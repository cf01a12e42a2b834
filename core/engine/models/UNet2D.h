#pragma once
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/UNet2DBlocks.h"

#include <torch/nn/modules/embedding.h>

namespace minamo {

/// What diffusers' U-Nets share: everything, once their configs are resolved to a plan. Initialised at random
/// like PyTorch; weights come by loadWeights().
class UNet2D : public DiffusionNetwork {
public:
    using DiffusionNetwork::forward;
    at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps,
        const Conditioning& conditioning, TapRequest& taps) override;

    int sampleSize() const override;
    int inChannels() const override { return m_plan.inChannels; }
    bool needsClassLabels() const override { return m_plan.hasClassEmbedding(); }
    bool acceptsLabels(const at::Tensor& labels, std::int64_t batch) const override;
    int contextWidth() const override { return m_plan.contextWidth(); }
    int timestepRows() const override;
    bool takesNoiseLevels() const override { return m_plan.timeEmbeddingType == "fourier"; }
    int midAttentionHeads() const override { return m_plan.midHeads(); }
    std::vector<std::string> blockTaps() const override { return m_plan.blockTaps(); }
    std::vector<std::string> allTaps() const override { return m_plan.allTaps(); }
    std::vector<std::string> knownTaps() const override { return m_plan.knownTaps(); }

protected:
    explicit UNet2D(UNetPlan plan);
    const UNetPlan& plan() const { return m_plan; }

private:
    void buildTime();
    void buildBlocks();
    at::Tensor projectTime(const at::Tensor& timesteps) const;
    at::Tensor embedTime(const at::Tensor& timesteps, const at::Tensor& classLabels, TapRequest& taps);
    at::Tensor predict(at::Tensor x, TapRequest& taps);

    UNetPlan m_plan;
    std::shared_ptr<Conv2d> m_convIn, m_convOut;
    at::Tensor m_timeWeight; ///< fourier frequencies or the learned table
    std::shared_ptr<TimestepEmbedding> m_timeEmbedding, m_classEmbedding;
    torch::nn::Embedding m_classTable { nullptr };
    std::vector<std::shared_ptr<DownBlock2D>> m_down;
    std::shared_ptr<UNetMidBlock2D> m_mid;
    std::vector<std::shared_ptr<UpBlock2D>> m_up;
    std::shared_ptr<GroupNorm> m_normOut;
};

} // namespace minamo
