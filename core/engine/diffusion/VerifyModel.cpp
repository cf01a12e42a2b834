#include "engine/device/Guarded.h"
#include "engine/diffusion/ModelReport.h"
#include "engine/diffusion/Verifiers.h"
#include "models/ModelFolder.h"

namespace minamo {
namespace {

/// By the class that config.json names; anything else is a network that predicts noise, or a pipeline.
const std::map<std::string, Verifier>& verifiers()
{
    static const std::map<std::string, Verifier> table {
        { "CLIPTextModel", runGoldenTextEncoder },
        { "AutoencoderKL", runGoldenAutoencoder },
        { "AutoencoderTiny", runGoldenAutoencoder },
    };
    return table;
}

Verifier verifierOf(const Path& folder)
{
    const auto component = openComponent(folder);
    const auto found = component ? verifiers().find(component->className()) : verifiers().end();
    return found == verifiers().end() ? runGoldenNetwork : found->second;
}

} // namespace

Result<Json> verifyModel(const Path& folder, double rtol, double atol)
{
    const c10::InferenceMode guard;
    const auto golden = Golden::open(folder);
    if (!golden) {
        // What is wrong with the model itself comes first.
        MINAMO_DO(openModelFolder(folder));
        return tl::unexpected(golden.error());
    }
    MINAMO_TRY(const auto results, guarded("cpu", [&] { return verifierOf(folder)(folder, *golden); }));
    return golden->compare(results, rtol, atol);
}

} // namespace minamo
