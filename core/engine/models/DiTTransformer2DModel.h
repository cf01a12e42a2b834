#pragma once
#include "engine/models/DiTBlock.h"
#include "engine/models/DiffusionNetwork.h"
#include "models/DiTConfig.h"

#include <mutex>

namespace minamo {

/// diffusers' DiTTransformer2DModel: a diffusion transformer over patches of a square latent, told a timestep
/// and a class. Where no class is given it is told the null class.
class DiTTransformer2DModel : public DiffusionNetwork {
public:
    explicit DiTTransformer2DModel(const DiTConfig& config);

    std::string className() const override { return "DiTTransformer2DModel"; }
    Json configJson() const override { return m_config.toJson(); }
    using DiffusionNetwork::forward;
    at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps,
        const Conditioning& conditioning, TapRequest& taps) override;

    int sampleSize() const override { return m_config.sampleSize; }
    int inChannels() const override { return m_config.inChannels; }
    int sizeStep() const override { return m_config.patchSize; }
    /// Square only: the patches are put together as a square.
    bool fits(std::int64_t height, std::int64_t width) const override;
    bool needsClassLabels() const override { return true; }
    bool acceptsLabels(const at::Tensor& labels, std::int64_t batch) const override;
    Conditioning neutral() const override;
    int midAttentionHeads() const override { return m_config.numAttentionHeads; }
    /// The same embedder is stored once per block: it is held once if all of them are bitwise equal.
    void weightsLoaded() override;
    /// All blocks use the first one's embedder from now on.
    void shareEmbedder();
    std::vector<std::string> blockTaps() const override;
    std::vector<std::string> allTaps() const override { return blockTaps(); }
    std::vector<std::string> knownTaps() const override;

private:
    at::Tensor positions(std::int64_t side);
    at::Tensor patches(const at::Tensor& sample, TapRequest& taps);
    at::Tensor pictureOf(const at::Tensor& tokens, const at::Tensor& embedding, TapRequest& taps);

    DiTConfig m_config;
    std::shared_ptr<Conv2d> m_patches;
    at::Tensor m_positions; ///< [1, N, C] at the size it was made for
    std::vector<std::shared_ptr<DiTBlock>> m_blocks;
    std::shared_ptr<Linear> m_modulation, m_out;
    bool m_sharesEmbedder = false;
    std::mutex m_mutex; ///< guards m_otherPositions
    at::Tensor m_otherPositions; ///< at the last other size
};

/// Fixed positions of side x side patches, [1, side^2, channels] fp32, computed in fp64: sine and cosine of
/// the column (first half of the channels) and of the row; positions are scaled to 0 .. base - 1.
at::Tensor patchPositions(int channels, std::int64_t side, std::int64_t base);

} // namespace minamo
