#include "engine/models/UNet2DConditionModel.h"

namespace minamo {

Result<std::shared_ptr<DiffusionNetwork>> makeUNet2DConditionModel(const Json& config)
{
    MINAMO_TRY(const auto parsed, UNet2DConditionConfig::fromJson(config));
    return std::make_shared<UNet2DConditionModel>(parsed);
}

} // namespace minamo
