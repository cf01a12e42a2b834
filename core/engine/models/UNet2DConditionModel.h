#pragma once
#include "engine/models/UNet2D.h"
#include "models/UNet2DConditionConfig.h"

namespace minamo {

/// diffusers' UNet2DConditionModel: the U-Net of Stable Diffusion, over latents, which looks at the hidden
/// states of a text encoder (Conditioning::context).
class UNet2DConditionModel : public UNet2D {
public:
    explicit UNet2DConditionModel(const UNet2DConditionConfig& config) :
        UNet2D(config.plan()), m_config(config)
    {
    }

    std::string className() const override { return "UNet2DConditionModel"; }
    Json configJson() const override { return m_config.toJson(); }
    const UNet2DConditionConfig& config() const { return m_config; }
    /// On the way up it goes to the size of each skip, so that every size fits; but a halving without padding
    /// needs two pixels.
    int sizeStep() const override
    {
        return m_config.downsamplePadding == 1 ? 1 : 1 << (plan().down.size() - 1);
    }

private:
    UNet2DConditionConfig m_config;
};

/// Maker for the registry.
Result<std::shared_ptr<DiffusionNetwork>> makeUNet2DConditionModel(const Json& config);

} // namespace minamo
