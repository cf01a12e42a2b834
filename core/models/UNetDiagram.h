#pragma once
#include "models/ModelDiagram.h"
#include "models/UNetPlan.h"

namespace minamo {

/// What a U-Net looks like. height, width: of the pictures, px, where the plan names no size (0 = unknown).
ModelDiagram diagramOfUNet(const std::string& className, const UNetPlan& plan, int height, int width);

} // namespace minamo
