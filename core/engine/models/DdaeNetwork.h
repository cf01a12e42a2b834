#pragma once
#include "engine/models/DiffusionNetwork.h"
#include "engine/models/Layers.h"
#include "models/FlatUNetPlan.h"

namespace minamo {

class DdaeLayer;

/// The U-Net of DDAE (Xiang et al. 2023): DDPM's, told t / n_T, or with residual halving and EDM's
/// preconditioning. Taps out_1, out_2 ... are the layers of the decoder, as DDAE counts them.
class DdaeNetwork : public DiffusionNetwork {
public:
    explicit DdaeNetwork(const DdaeConfig& config);

    std::string className() const override { return "DDAEUNet"; }
    Json configJson() const override { return m_config.toJson(); }
    using DiffusionNetwork::forward;
    /// timesteps: t of 0 .. n_T (DDPM), or noise levels > 0 (EDM: then the clean photo is given).
    at::Tensor forward(const at::Tensor& sample, const at::Tensor& timesteps,
        const Conditioning& conditioning, TapRequest& taps) override;

    int sampleSize() const override { return m_config.size; }
    int inChannels() const override { return m_config.channels; }
    int sizeStep() const override { return 1 << (m_config.levels() - 1); }
    bool takesNoiseLevels() const override { return m_config.edm; }
    int midAttentionHeads() const override { return 1; }
    std::vector<std::string> blockTaps() const override { return m_plan.blockTaps(); }
    std::vector<std::string> allTaps() const override { return m_plan.allTaps(); }
    std::vector<std::string> knownTaps() const override { return m_plan.knownTaps(); }

private:
    at::Tensor embed(const at::Tensor& time, const Conditioning& conditioning, TapRequest& taps);
    at::Tensor run(const at::Tensor& x, const at::Tensor& embedding, TapRequest& taps);

    DdaeConfig m_config;
    FlatUNetPlan m_plan;
    std::shared_ptr<Linear> m_time1, m_time2, m_augment;
    std::vector<std::shared_ptr<DdaeLayer>> m_layers; ///< one per layer of the plan but the last
    std::shared_ptr<GroupNorm> m_norm;
    std::shared_ptr<Conv2d> m_final;
};

} // namespace minamo
