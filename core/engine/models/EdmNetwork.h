#pragma once
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/EdmBlock.h"
#include "models/FlatUNetPlan.h"

namespace minamo {

struct EdmState;

/// A network of NVlabs/edm, written from the equations of Karras et al. 2022: SongUNet (DDPM++, NCSN++) or
/// DhariwalUNet (ADM) inside its preconditioning. It is told noise levels and gives the clean photo. The tap
/// "model" is what the U-Net inside gives.
class EdmNetwork : public DiffusionNetwork {
public:
    explicit EdmNetwork(const EdmConfig& config);

    std::string className() const override { return m_config.modelType; }
    Json configJson() const override { return m_config.toJson(); }
    using DiffusionNetwork::forward;
    /// timesteps: noise levels > 0, [B or 1]. classLabels: one-hot floats [B or 1, labelDim].
    at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps,
        const Conditioning& conditioning, TapRequest& taps) override;

    int sampleSize() const override { return m_config.imgResolution; }
    int inChannels() const override { return m_config.imgChannels; }
    int sizeStep() const override { return 1 << (m_config.levels() - 1); }
    bool needsClassLabels() const override { return m_config.labelDim > 0; }
    bool acceptsLabels(const at::Tensor& labels, std::int64_t batch) const override;
    Conditioning neutral() const override;
    bool takesNoiseLevels() const override { return true; }
    int midAttentionHeads() const override;
    std::vector<std::string> blockTaps() const override { return m_plan.blockTaps(); }
    std::vector<std::string> allTaps() const override { return m_plan.allTaps(); }
    std::vector<std::string> knownTaps() const override { return m_plan.knownTaps(); }

private:
    struct Layer {
        FlatLayer plan;
        std::shared_ptr<EdmBlock> block;
        std::shared_ptr<EdmConv> conv;
        std::shared_ptr<GroupNorm> norm;
    };
    void buildMapping(torch::nn::Module& model);
    Layer makeLayer(const FlatLayer& plan, torch::nn::Module& place);
    at::Tensor projectNoise(const at::Tensor& noise) const;
    at::Tensor embed(const at::Tensor& noise, const Conditioning& conditioning, TapRequest& taps);
    /// What the U-Net inside gives; undefined after an early exit.
    at::Tensor run(const at::Tensor& x, const at::Tensor& embedding, TapRequest& taps);
    void runAux(const Layer& layer, EdmState& state, TapRequest& taps) const;

    EdmConfig m_config;
    FlatUNetPlan m_plan;
    at::Tensor m_frequencies; ///< "fourier"
    std::shared_ptr<Linear> m_label, m_augment, m_layer0, m_layer1;
    std::vector<Layer> m_layers;
};

} // namespace minamo
