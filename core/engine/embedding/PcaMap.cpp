#include "engine/embedding/PcaMap.h"
#include "engine/embedding/EmbeddingMethod.h"
#include "engine/embedding/Pca.h"

#include <ATen/ATen.h>

namespace minamo {

std::vector<float> pcaMap(const at::Tensor& features, double halfWidth)
{
    const auto count = features.size(0);
    auto xy = at::zeros({ count, 2 }, at::kFloat);
    if (count > 1) {
        const auto scores = projectRows(principalComponents(features, 2), features);
        xy.narrow(1, 0, scores.size(1)).copy_(scores);
        xy.mul_(halfWidth / xy.abs().max().clamp_min(1e-12));
    }
    return { xy.const_data_ptr<float>(), xy.const_data_ptr<float>() + xy.numel() };
}

namespace {

Result<std::vector<float>> embed(const at::Tensor& features, const EmbeddingRequest& request)
{
    auto xy = pcaMap(features, 10);
    if (request.said && !request.said({ xy, 1, 1 }))
        return cancelledError();
    return xy;
}

} // namespace

EmbeddingMethod pcaMethod();
EmbeddingMethod pcaMethod()
{
    return { "pca", embed };
}

} // namespace minamo
