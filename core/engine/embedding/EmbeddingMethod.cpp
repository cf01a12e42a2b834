#include "engine/embedding/EmbeddingMethod.h"

#include "engine/embedding/Pca.h"

#include <ATen/ATen.h>

namespace minamo {

#define MINAMO_EMBEDDING_METHOD(name, function) EmbeddingMethod function();
#include "stages/EmbeddingMethods.def"
#undef MINAMO_EMBEDDING_METHOD

const std::vector<EmbeddingMethod>& embeddingMethods()
{
#define MINAMO_EMBEDDING_METHOD(name, function) function(),
    static const std::vector<EmbeddingMethod> methods {
#include "stages/EmbeddingMethods.def"
    };
#undef MINAMO_EMBEDDING_METHOD
    return methods;
}

Result<EmbeddingMethod> embeddingMethod(const std::string& name)
{
    for (const auto& method : embeddingMethods())
        if (name == method.name)
            return method;
    return fail("embedding.unknown-method", { { "method", name } });
}

at::Tensor embeddingInput(const at::Tensor& features)
{
    constexpr std::int64_t width = 50;
    if (features.size(1) <= width || features.size(0) < 3)
        return (features - features.mean(0, true)).contiguous();
    return projectRows(principalComponents(features, width), features).contiguous();
}

} // namespace minamo
