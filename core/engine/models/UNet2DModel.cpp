#include "engine/models/UNet2DModel.h"

namespace minamo {

std::vector<Error> UNet2DModel::warnings() const
{
    if (m_config.attentionHeadDimAbsent)
        return { { "model.head-dim-absent", {}, {} } };
    return {};
}

Result<std::shared_ptr<DiffusionNetwork>> makeUNet2DModel(const Json& config)
{
    MINAMO_TRY(const auto parsed, UNet2DConfig::fromJson(config));
    return std::make_shared<UNet2DModel>(parsed);
}

} // namespace minamo
