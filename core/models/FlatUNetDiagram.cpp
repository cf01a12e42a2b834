#include "models/FlatUNetPlan.h"

#include <algorithm>

namespace minamo {
namespace {

using Kind = FlatLayer::Kind;

LayerKind kindOf(const FlatLayer& layer)
{
    switch (layer.kind) {
    case Kind::convolution:
    case Kind::auxConv:
        return LayerKind::convolution;
    case Kind::attention:
        return LayerKind::attention;
    case Kind::down:
        return LayerKind::downsample;
    case Kind::up:
        return LayerKind::upsample;
    default:
        return layer.attends ? LayerKind::resnetWithAttention : LayerKind::resnet;
    }
}

/// The second path of Song's networks is not drawn, but for the convolution that gives the picture.
bool isDrawn(const FlatLayer& layer)
{
    return !layer.isAux() || (layer.kind == Kind::auxConv && layer.level == 0);
}

} // namespace

ModelDiagram diagramOfFlatUNet(const std::string& className, const FlatUNetPlan& plan, int size, int levels)
{
    ModelDiagram diagram;
    diagram.className = className;
    diagram.levels = levels;
    const auto blocks = plan.blockTaps();
    std::vector<int> drawn(plan.layers.size(), -1); // number in the drawing
    for (std::size_t i = 0; i < plan.layers.size(); ++i) {
        const FlatLayer& from = plan.layers[i];
        if (!isDrawn(from))
            continue;
        ModelLayer layer;
        layer.kind = kindOf(from);
        layer.part = from.part;
        layer.level = from.level;
        layer.block = from.part == ModelPart::up ? levels - 1 - from.level : from.level;
        layer.module = from.module;
        const bool endsBlock = std::ranges::find(blocks, from.tap) != blocks.end();
        (endsBlock ? layer.blockTap : layer.tap) = from.tap;
        layer.inChannels = from.inChannels;
        layer.channels = from.channels;
        layer.height = layer.width = size >> from.level;
        layer.skip = from.skip >= 0 ? drawn[static_cast<std::size_t>(from.skip)] : -1;
        drawn[i] = static_cast<int>(diagram.layers.size());
        diagram.layers.push_back(std::move(layer));
    }
    return diagram;
}

Result<ModelDiagram> diagramOfSongUNet(const Json& config, int, int)
{
    MINAMO_TRY(const auto edm, EdmConfig::fromJson(config));
    return diagramOfFlatUNet(edm.modelType, planOf(edm), edm.imgResolution, edm.levels());
}

Result<ModelDiagram> diagramOfDhariwalUNet(const Json& config, int height, int width)
{
    return diagramOfSongUNet(config, height, width);
}

Result<ModelDiagram> diagramOfDDAEUNet(const Json& config, int, int)
{
    MINAMO_TRY(const auto ddae, DdaeConfig::fromJson(config));
    return diagramOfFlatUNet("DDAEUNet", planOf(ddae), ddae.size, ddae.levels());
}

} // namespace minamo
