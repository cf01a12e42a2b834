#include "models/ModelDiagram.h"

#include "models/NetworkClasses.h"

#include <algorithm>
#include <map>

namespace minamo {

#define MINAMO_NETWORK(name) Result<ModelDiagram> diagramOf##name(const Json& config, int height, int width);
#include "models/Networks.def"
#undef MINAMO_NETWORK

std::vector<std::string> ModelDiagram::taps() const
{
    std::vector<std::string> names;
    for (const auto& layer : layers)
        for (const auto* tap : { &layer.tap, &layer.blockTap })
            if (!tap->empty())
                names.push_back(*tap);
    return names;
}

int ModelDiagram::find(const std::string& tap) const
{
    const auto found = std::ranges::find_if(layers,
        [&](const ModelLayer& layer) { return !tap.empty() && (layer.tap == tap || layer.blockTap == tap); });
    return found == layers.end() ? -1 : static_cast<int>(found - layers.begin());
}

Result<ModelDiagram> modelDiagram(const Json& config, int height, int width)
{
    using Drawer = Result<ModelDiagram> (*)(const Json&, int, int);
    static const std::map<std::string, Drawer> drawers {
#define MINAMO_NETWORK(name) { #name, diagramOf##name },
#include "models/Networks.def"
#undef MINAMO_NETWORK
    };
    MINAMO_TRY(const std::string name, networkClassOf(config));
    return drawers.at(name)(config, height, width);
}

} // namespace minamo
