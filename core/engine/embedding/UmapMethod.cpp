#include "engine/embedding/EmbeddingMethod.h"
#include "engine/embedding/PcaMap.h"
#include "engine/embedding/UmapOptimizer.h"

#include "base/Random.h"

#include <ATen/ATen.h>
#include <algorithm>
#include <thread>

namespace minamo {
namespace {

/// Principal components, 10 to each side as umap-learn starts, with a little noise: equal photos must be able
/// to part.
std::vector<float> start(const at::Tensor& features, std::uint64_t seed)
{
    auto xy = pcaMap(features, 10);
    CounterRandom random(seed, 0x756d6170);
    for (auto& value : xy)
        value += static_cast<float>(1e-4 * random.normal());
    return xy;
}

void centre(std::vector<float>& xy)
{
    double x = 0, y = 0;
    for (std::size_t i = 0; i < xy.size(); i += 2) {
        x += xy[i];
        y += xy[i + 1];
    }
    const auto count = static_cast<double>(xy.size() / 2);
    for (std::size_t i = 0; i < xy.size(); i += 2) {
        xy[i] -= static_cast<float>(x / count);
        xy[i + 1] -= static_cast<float>(y / count);
    }
}

UmapOptimizer::Settings settingsOf(const EmbedOptions& options, std::int64_t rows)
{
    UmapOptimizer::Settings settings;
    std::tie(settings.a, settings.b) = fitCurve(options.minDistance);
    settings.epochs = options.epochs > 0 ? options.epochs : rows <= 10000 ? 500 : 200;
    settings.seed = static_cast<std::uint64_t>(options.seed);
    settings.threads
        = options.deterministic ? 1 : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    return settings;
}

Result<std::vector<float>> embed(const at::Tensor& features, const EmbeddingRequest& request)
{
    const auto& options = request.options;
    auto xy = start(features, static_cast<std::uint64_t>(options.seed));
    const auto settings = settingsOf(options, features.size(0));
    const auto stop = [&] { return request.said && !request.said({ xy, 0, settings.epochs }); };
    if (stop())
        return cancelledError();
    if (features.size(0) < 4) // too few for a neighbourhood: the start is the map
        return xy;
    auto graph = fuzzyGraph(nearestNeighbours(features, options.neighbours, stop));
    if (stop())
        return cancelledError();
    UmapOptimizer optimizer(std::move(graph), xy, settings);
    while (!optimizer.done()) {
        optimizer.step();
        if (request.said && !request.said({ optimizer.xy(), optimizer.epoch(), settings.epochs }))
            return cancelledError();
    }
    xy = optimizer.xy();
    centre(xy);
    return xy;
}

} // namespace

EmbeddingMethod umapMethod();
EmbeddingMethod umapMethod()
{
    return { "umap", embed };
}

} // namespace minamo
