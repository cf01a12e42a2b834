#include "engine/models/Autoencoder.h"

#include "engine/device/Guarded.h"
#include "engine/models/Layers.h"
#include "engine/models/Weights.h"
#include "models/AutoencoderClasses.h"

namespace minamo {

#define MINAMO_AUTOENCODER(name)                                                                             \
    Result<std::shared_ptr<Autoencoder>> make##name(const Json& config, AutoencoderParts parts);
#include "models/Autoencoders.def"
#undef MINAMO_AUTOENCODER

namespace {

using Maker = Result<std::shared_ptr<Autoencoder>> (*)(const Json&, AutoencoderParts);

const std::map<std::string, Maker>& makers()
{
    static const std::map<std::string, Maker> table {
#define MINAMO_AUTOENCODER(name) { #name, make##name },
#include "models/Autoencoders.def"
#undef MINAMO_AUTOENCODER
    };
    return table;
}

/// The decoder's half of a weight file.
bool isDecoders(const std::string& key)
{
    return key.starts_with("decoder.") || key.starts_with("post_quant_conv.");
}

} // namespace

at::Tensor Autoencoder::prepared(const at::Tensor& x) const
{
    return inFastLayout(x.to(dtype()));
}

Result<std::shared_ptr<Autoencoder>> makeAutoencoder(const Json& config, AutoencoderParts parts)
{
    const Json name = config.is_object() ? config.value("_class_name", Json()) : Json();
    const auto maker = name.is_string() ? makers().find(name.get<std::string>()) : makers().end();
    if (maker == makers().end())
        return fail("model.unknown-class", { { "class", name }, { "known", autoencoderClasses() } });
    return guarded("cpu", [&] { return maker->second(config, parts); });
}

Result<std::shared_ptr<Autoencoder>> loadAutoencoder(const ModelComponent& component, AutoencoderParts parts)
{
    const WithoutInitialisation everythingIsLoaded;
    MINAMO_TRY(auto autoencoder,
        readFrom(component.folder / "config.json", makeAutoencoder(component.config, parts)));
    const KeyRule rule = [parts](const std::string& key) {
        return parts == AutoencoderParts::encoder && isDecoders(key) ? std::string() : modernKey(key);
    };
    MINAMO_DO(guarded("cpu", [&] { return loadWeights(*autoencoder, component.weights, renamed(component.names, rule)); }));
    return autoencoder;
}

} // namespace minamo
