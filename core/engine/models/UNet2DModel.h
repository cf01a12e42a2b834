#pragma once
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/UNet2DBlocks.h"
#include "models/UNet2DConfig.h"

#include <torch/nn/modules/embedding.h>

namespace minamo {

/// diffusers' UNet2DModel: the U-Net of DDPM and its relatives, for photos or noise of a fixed number of
/// channels. Initialised at random like PyTorch; weights come by loadWeights().
class UNet2DModel : public DiffusionNetwork {
public:
    explicit UNet2DModel(const UNet2DConfig& config);

    std::string className() const override { return "UNet2DModel"; }
    Json configJson() const override { return m_config.toJson(); }
    const UNet2DConfig& config() const { return m_config; }
    using DiffusionNetwork::forward;
    at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps,
        const Conditioning& conditioning, TapRequest& taps) override;

    int sampleSize() const override;
    int inChannels() const override { return m_config.inChannels; }
    int sizeStep() const override { return 1 << (m_config.blockOutChannels.size() - 1); }
    bool needsClassLabels() const override { return m_config.hasClassEmbedding(); }
    bool acceptsLabels(const at::Tensor& labels, std::int64_t batch) const override;
    int timestepRows() const override;
    bool takesNoiseLevels() const override { return m_config.timeEmbeddingType == "fourier"; }
    std::vector<Error> warnings() const override;
    std::vector<std::string> blockTaps() const override;
    std::vector<std::string> allTaps() const override;
    std::vector<std::string> knownTaps() const override;
    int midAttentionHeads() const override { return m_mid ? m_mid->attentionHeads() : 0; }

private:
    void buildTime();
    void buildDown(const ResnetSettings& settings);
    void buildMid(ResnetSettings settings);
    void buildUp(const ResnetSettings& settings);
    AttentionSettings attentionOf(int channels) const;
    at::Tensor projectTime(const at::Tensor& timesteps) const;
    at::Tensor embedTime(const at::Tensor& timesteps, const at::Tensor& classLabels, TapRequest& taps);

    UNet2DConfig m_config;
    std::shared_ptr<Conv2d> m_convIn, m_convOut;
    at::Tensor m_timeWeight; ///< fourier frequencies or the learned table
    std::shared_ptr<TimestepEmbedding> m_timeEmbedding, m_classEmbedding;
    torch::nn::Embedding m_classTable { nullptr };
    std::vector<std::shared_ptr<DownBlock2D>> m_down;
    std::shared_ptr<UNetMidBlock2D> m_mid;
    std::vector<std::shared_ptr<UpBlock2D>> m_up;
    std::shared_ptr<GroupNorm> m_normOut;
};

/// Maker for the registry.
Result<std::shared_ptr<DiffusionNetwork>> makeUNet2DModel(const Json& config);

} // namespace minamo
