#include "models/UNet2DConfig.h"
#include "models/UNetDiagram.h"

namespace minamo {

Result<ModelDiagram> diagramOfUNet2DModel(const Json& config, int height, int width)
{
    MINAMO_TRY(const auto unet, UNet2DConfig::fromJson(config));
    return diagramOfUNet("UNet2DModel", unet.plan(), height, width);
}

} // namespace minamo
