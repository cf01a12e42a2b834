#pragma once
#include "engine/models/UNet2D.h"
#include "models/UNet2DConfig.h"

namespace minamo {

/// diffusers' UNet2DModel: the U-Net of DDPM and its relatives, for photos or noise of a fixed number of
/// channels.
class UNet2DModel : public UNet2D {
public:
    explicit UNet2DModel(const UNet2DConfig& config) : UNet2D(config.plan()), m_config(config) { }

    std::string className() const override { return "UNet2DModel"; }
    Json configJson() const override { return m_config.toJson(); }
    const UNet2DConfig& config() const { return m_config; }
    int sizeStep() const override { return 1 << (plan().down.size() - 1); }
    std::vector<Error> warnings() const override;

private:
    UNet2DConfig m_config;
};

/// Maker for the registry.
Result<std::shared_ptr<DiffusionNetwork>> makeUNet2DModel(const Json& config);

} // namespace minamo
