#include "engine/models/InferenceMemory.h"

#include "engine/models/Layers.h"

namespace minamo {

void prepareModule(torch::nn::Module& module, const at::Device& device, at::ScalarType type)
{
    const torch::NoGradGuard guard;
    module.eval();
    module.to(device, type);
    // Convolutions are 10-30 % faster channels-last, and the fused norms want it.
    for (auto& parameter : module.parameters())
        if (parameter.dim() == 4)
            parameter.set_data(inFastLayout(parameter));
}

} // namespace minamo
