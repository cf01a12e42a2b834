#include "models/DiTConfig.h"
#include "models/ModelDiagram.h"

namespace minamo {

/// One resolution throughout: patches in, one block after the other, patches out.
Result<ModelDiagram> diagramOfDiTTransformer2DModel(const Json& config, int, int)
{
    MINAMO_TRY(const auto dit, DiTConfig::fromJson(config));
    const int tokens = dit.sampleSize / dit.patchSize, inner = dit.innerDim();
    ModelDiagram diagram;
    diagram.className = "DiTTransformer2DModel";
    diagram.isColumn = true;
    const auto add = [&](LayerKind kind, ModelPart part, int block, std::string module) -> ModelLayer& {
        ModelLayer layer;
        layer.kind = kind;
        layer.part = part;
        layer.block = block;
        layer.module = std::move(module);
        layer.inChannels = layer.channels = inner;
        layer.height = layer.width = tokens;
        return diagram.layers.emplace_back(std::move(layer));
    };
    ModelLayer& patches = add(LayerKind::projection, ModelPart::input, 0, "pos_embed");
    patches.tap = "pos_embed";
    patches.inChannels = dit.inChannels;
    for (int i = 0; i < dit.numLayers; ++i) {
        const std::string path = "transformer_blocks." + std::to_string(i);
        ModelLayer& attention = add(LayerKind::attention, ModelPart::down, i, path + ".attn1");
        attention.tap = attention.module;
        attention.heads = dit.numAttentionHeads;
        add(LayerKind::feedForward, ModelPart::down, i, path + ".ff").blockTap = path;
    }
    ModelLayer& last = add(LayerKind::projection, ModelPart::output, 0, "proj_out_2");
    last.channels = dit.outputChannels();
    last.height = last.width = dit.sampleSize;
    return diagram;
}

} // namespace minamo
