#include "engine/device/Guarded.h"
#include "engine/diffusion/ModelReport.h"
#include "engine/diffusion/Verifiers.h"
#include "models/ModelFolder.h"
#include "models/NetworkClasses.h"

namespace minamo {
namespace {

/// By the class that config.json names; anything else is a network that predicts noise, or a pipeline.
const std::map<std::string, Verifier>& verifiers()
{
    static const std::map<std::string, Verifier> table {
        { "CLIPTextModel", runGoldenTextEncoder },
        { "AutoencoderKL", runGoldenAutoencoder },
        { "AutoencoderTiny", runGoldenAutoencoder },
        { "SongUNet", runGoldenEdm },
        { "DhariwalUNet", runGoldenEdm },
        { "DDAEUNet", runGoldenDdae },
    };
    return table;
}

Verifier verifierOf(const Path& folder)
{
    const auto component = openComponent(folder);
    const auto network = networkClassOf(component ? component->config : Json());
    const std::string name = network ? *network : component ? component->className() : "";
    const auto found = verifiers().find(name);
    return found == verifiers().end() ? runGoldenNetwork : found->second;
}

struct Tolerance {
    double rtol = 1e-4, atol = 1e-5;
};

Tolerance toleranceOf(const Path& folder)
{
    const auto model = openModelFolder(folder);
    const auto name = networkClassOf(model ? model->config : Json());
    return name && *name == "DiTTransformer2DModel" ? Tolerance { 2e-5, 2e-6 } : Tolerance {};
}

} // namespace

Result<Json> verifyModel(const Path& folder, std::optional<double> rtol, std::optional<double> atol)
{
    const c10::InferenceMode guard;
    const auto golden = Golden::open(folder);
    if (!golden) {
        // What is wrong with the model itself comes first.
        MINAMO_DO(openModelFolder(folder));
        return tl::unexpected(golden.error());
    }
    MINAMO_TRY(const auto results, guarded("cpu", [&] { return verifierOf(folder)(folder, *golden); }));
    const Tolerance usual = toleranceOf(folder);
    return golden->compare(results, rtol.value_or(usual.rtol), atol.value_or(usual.atol));
}

} // namespace minamo
