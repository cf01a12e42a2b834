#include "models/UNet2DConditionConfig.h"
#include "models/UNetDiagram.h"

namespace minamo {

Result<ModelDiagram> diagramOfUNet2DConditionModel(const Json& config, int height, int width)
{
    MINAMO_TRY(const auto unet, UNet2DConditionConfig::fromJson(config));
    return diagramOfUNet("UNet2DConditionModel", unet.plan(), height, width);
}

} // namespace minamo
